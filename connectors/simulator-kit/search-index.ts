import type { Clock } from '../../src/lib/clock.js';
import type { StoredRecord, Values } from './store.js';

/** What the index knows of a record: its state some moments ago. */
export interface IndexedRecord {
  readonly record: StoredRecord;
  readonly values: Values;
  readonly updatedAt: number;
}

interface Pending {
  readonly due: number;
  readonly type: string;
  readonly id: string;
  /** Undefined: gone (archived or erased). */
  readonly entry: IndexedRecord | undefined;
}

/** A search index that lags behind the store by `lagMs` of the machine's time. Archived records are not in it. */
export class SearchIndex {
  lagMs: number;
  private readonly clock: Clock;
  private readonly types = new Map<string, Map<string, IndexedRecord>>();
  private pending: Pending[] = [];
  private head = 0;

  constructor(clock: Clock, lagMs: number) {
    this.clock = clock;
    this.lagMs = lagMs;
  }

  /** `at once` is for what existed before the simulator started. */
  push(record: StoredRecord, gone: boolean, atOnce = false): void {
    const entry = gone ? undefined : { record, values: record.values, updatedAt: record.updatedAt };
    const change = { due: this.clock() + this.lagMs, type: record.type, id: record.id, entry };
    if (atOnce) this.apply(change);
    else {
      this.pending.push(change);
      if (this.pending.length - this.head > 20_000) this.catchUp();
    }
  }

  entries(type: string): Iterable<IndexedRecord> {
    this.catchUp();
    return this.types.get(type)?.values() ?? [];
  }

  /** Everything written so far becomes visible. */
  flush(): void {
    for (; this.head < this.pending.length; this.head += 1) {
      this.apply(this.pending[this.head] as Pending);
    }
    this.catchUp();
  }

  private catchUp(): void {
    const now = this.clock();
    while (this.head < this.pending.length && (this.pending[this.head] as Pending).due <= now) {
      this.apply(this.pending[this.head] as Pending);
      this.head += 1;
    }
    if (this.head > 1000 && this.head * 2 > this.pending.length) {
      this.pending = this.pending.slice(this.head);
      this.head = 0;
    }
  }

  private apply(change: Pending): void {
    let table = this.types.get(change.type);
    if (!table) {
      table = new Map();
      this.types.set(change.type, table);
    }
    if (change.entry) table.set(change.id, change.entry);
    else table.delete(change.id);
  }
}
