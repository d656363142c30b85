import type { Queryable } from './pool.js';

export interface OwnerRow {
  readonly workspace: number;
  readonly account: number;
  readonly owner: string;
  readonly name: string;
  readonly active: boolean;
}

export async function saveOwners(db: Queryable, owners: readonly OwnerRow[]): Promise<void> {
  if (owners.length === 0) return;
  await db.query(
    `insert into owners (workspace, account, owner, name, active)
     select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, owner text,
       name text, active boolean)
     order by 1, 2, 3
     on conflict (workspace, account, owner) do update set name = excluded.name,
       active = excluded.active, seen_at = now()`,
    [JSON.stringify(owners)],
  );
}

/** `account/owner` of those who can be given a task. */
export async function readActiveOwners(db: Queryable, workspace: number): Promise<Set<string>> {
  const { rows } = await db.query<{ key: string }>(
    `select account || '/' || owner as key from owners where workspace = $1 and active`,
    [workspace],
  );
  return new Set(rows.map((row) => row.key));
}

/** Connected accounts whose owners were not read for so long, milliseconds. */
export async function accountsWithOldOwners(db: Queryable, olderMs: number): Promise<number[]> {
  const { rows } = await db.query<{ id: number }>(
    `select a.id from accounts a where a.state = 'connected' and a.crm <> 'events' and not exists (
       select from owners o where o.workspace = a.workspace and o.account = a.id
         and o.seen_at > now() - $1 * interval '1 ms')`,
    [olderMs],
  );
  return rows.map((row) => row.id);
}
