import type { Change } from '../lead/change.js';
import type { Queryable } from './pool.js';

/** A change on its way to its record. */
export interface QueuedChange {
  readonly workspace: number;
  readonly id: number;
  readonly account: number;
  readonly delivery: number;
  /** When we received it, milliseconds since the epoch. */
  readonly receivedAt: number;
  readonly priority: number;
  /** From a first load or an import: never causes a task. */
  readonly quiet: boolean;
  readonly change: Change;
}

export type NewChange = Omit<QueuedChange, 'id'>;

export async function insertChanges(db: Queryable, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return;
  const rows = changes.map(({ change, ...row }) => ({
    ...row,
    received: row.receivedAt,
    object: change.object,
    record: change.record,
    body: change,
  }));
  await db.query(
    `insert into changes (workspace, account, object, record, body, delivery, received_at, priority, quiet)
     select workspace, account, object, record, body, delivery, ms(received), priority, quiet
     from jsonb_to_recordset($1::jsonb) as r(workspace bigint, account bigint, object text,
       record text, body jsonb, delivery bigint, received bigint, priority smallint, quiet boolean)`,
    [JSON.stringify(rows)],
  );
}

/** Takes the next changes out, live ones first; they come back if the transaction fails. */
export async function takeChanges(db: Queryable, limit: number): Promise<QueuedChange[]> {
  const { rows } = await db.query(
    `delete from changes where (workspace, id) in (
       select workspace, id from changes order by priority, id limit $1 for update skip locked)
     returning workspace, id, account, delivery, received_at as "receivedAt", priority, quiet,
       body as change`,
    [limit],
  );
  return (rows as QueuedChange[]).sort((a, b) => a.id - b.id);
}

export async function parkChange(
  db: Queryable,
  change: QueuedChange,
  sealed: string,
  reason: string,
): Promise<void> {
  await db.query(
    `insert into parked_changes (workspace, id, account, object, record, sealed, reason)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing`,
    [
      change.workspace,
      change.id,
      change.account,
      change.change.object,
      change.change.record,
      sealed,
      reason,
    ],
  );
}
