import type { Clock } from '../../../src/lib/clock.js';
import { DAY } from '../../../src/lib/clock.js';
import type { QueryRows } from './query-rows.js';

interface Cursor {
  readonly rows: QueryRows;
  readonly user: string;
  readonly pageSize: number;
  readonly at: number;
}

const LIFE = 2 * DAY;
/** The oldest cursor of an org goes when there are more. */
const MOST = 50;

/** Queries whose next pages may still be asked for. A locator is the cursor's id and the first row. */
export class Cursors {
  private readonly cursors = new Map<string, Cursor>();
  private readonly clock: Clock;
  private next = 1;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  open(rows: QueryRows, user: string, pageSize: number): string {
    const id = `01g5f${String(this.next).padStart(13, '0')}`;
    this.next += 1;
    this.cursors.set(id, { rows, user, pageSize, at: this.clock() });
    for (const [oldest] of this.cursors) {
      if (this.cursors.size <= MOST) break;
      this.cursors.delete(oldest);
    }
    return id;
  }

  /** Undefined: unknown, old, or another user's. */
  find(locator: string, user: string): { cursor: Cursor; id: string; from: number } | undefined {
    const [, id = '', from = ''] = /^(01g\w{15})-(\d+)$/.exec(locator) ?? [];
    const cursor = this.cursors.get(id);
    if (!cursor || cursor.user !== user || this.clock() - cursor.at > LIFE) return undefined;
    const row = Number(from);
    return row >= cursor.rows.length ? undefined : { cursor, id, from: row };
  }

  /** All are forgotten, as after a maintenance window. */
  clear(): void {
    this.cursors.clear();
  }
}
