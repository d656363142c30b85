import type { Queryable } from './pool.js';

export interface OwnerRow {
  readonly workspace: number;
  readonly account: number;
  readonly owner: string;
  readonly name: string;
  readonly active: boolean;
  /** Names, in the CRM's words. */
  readonly teams: readonly string[];
}

/** `seenAgoMs`: as if they had been read so long ago, so that they are read again sooner. */
export async function saveOwners(
  db: Queryable,
  owners: readonly OwnerRow[],
  seenAgoMs = 0,
): Promise<void> {
  if (owners.length === 0) return;
  await db.query(
    `insert into owners (workspace, account, owner, name, active, teams, seen_at)
     select n.*, now() - $2 * interval '1 ms'
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, owner text,
       name text, active boolean, teams text[])
     order by 1, 2, 3
     on conflict (workspace, account, owner) do update set name = excluded.name,
       active = excluded.active, teams = excluded.teams, seen_at = excluded.seen_at`,
    [JSON.stringify(owners), seenAgoMs],
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

export interface Team {
  readonly name: string;
  /** As leads name them. */
  readonly owners: readonly string[];
}

/** The teams that active owners are in; those of the same name in several accounts are one. */
export async function readTeams(db: Queryable, workspace: number): Promise<Team[]> {
  const { rows } = await db.query<Team>(
    `select team as name, array_agg(distinct owner order by owner) as owners
     from owners, unnest(teams) as team
     where workspace = $1 and active group by team order by team`,
    [workspace],
  );
  return rows;
}
