import type { Queryable } from '../store/pool.js';

/** A change made in a CRM, and how we can tell that it arrived. */
export interface MadeChange {
  readonly what: string;
  readonly route: 'push' | 'poll';
  /** Records whose write-back it may cause. */
  readonly records: readonly string[];
  /** When it was made, milliseconds. */
  readonly at: number;
  /** True once we hold what it changed. */
  arrived(db: Queryable): Promise<boolean>;
}

export interface SideRecord {
  readonly object: string;
  readonly record: string;
}

/** One CRM in a round: what happens in it, and what one sees there afterwards. */
export interface Side {
  /** The CRM's name. */
  readonly label: string;
  /** Our account's id. */
  readonly account: number;
  /** Objects that have a score. */
  readonly persons: readonly string[];
  /**
   * Makes all changes. `timed`: there were so many people that some have one change alone, whose write-back
   * tells how long it took.
   */
  makeChanges(): Promise<{ readonly changes: readonly MadeChange[]; readonly timed: boolean }>;
  /** When one of our properties was first written to a record after a moment; null: not yet. */
  writtenAt(record: string, since: number): Promise<number | null>;
  /** How many of these have no score there; those that are gone or went on as another do not count. */
  unscored(records: readonly SideRecord[]): Promise<number>;
  /** Tasks of a person that are ours. */
  taskCount(record: string): Promise<number>;
  /** People there, deleted ones included. */
  people(): Promise<number>;
}

/** True when a condition holds in our database. */
export async function holds(
  db: Queryable,
  condition: string,
  values: readonly unknown[],
): Promise<boolean> {
  const { rows } = await db.query<{ yes: boolean }>(`select ${condition} as yes`, [...values]);
  return rows[0]?.yes === true;
}

/** We have read the record. */
export function recordArrived(object: string, record: string): MadeChange['arrived'] {
  return (db) =>
    holds(
      db,
      `exists (select from records where object = $1 and record = $2 and state = 'known')`,
      [object, record],
    );
}

/** The value of a property that we hold equals the CRM's, which may be a later one by now. */
export function valueArrived(
  { object, record }: SideRecord,
  property: string,
  read: () => Promise<string | null>,
): MadeChange['arrived'] {
  return async (db) =>
    holds(
      db,
      `exists (select from records where object = $1 and record = $2
         and values -> $3 ->> 0 = $4)`,
      [object, record, property, await read()],
    );
}
