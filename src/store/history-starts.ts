import type { Queryable } from './pool.js';

/** From when on every value of a property is in the history, as far as the CRM tells. */
export interface HistoryStart {
  readonly object: string;
  readonly property: string;
  /** Milliseconds since the epoch; null: from the beginning of each record. */
  readonly since: number | null;
}

/**
 * Notes that all records of an object were read, in the transaction that stores the last of them.
 * `whole` came with their history; any other property is followed from now on. A property that is
 * followed already keeps its start, one that is no longer followed loses it.
 */
export async function saveHistoryStarts(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  object: string,
  properties: { readonly followed: readonly string[]; readonly whole: readonly string[] },
): Promise<void> {
  const all = [...new Set([...properties.followed, ...properties.whole])];
  await db.query(
    `delete from history_starts
     where workspace = $1 and account = $2 and object = $3 and property <> all ($4::text[])`,
    [account.workspace, account.id, object, all],
  );
  await db.query(
    `insert into history_starts (workspace, account, object, property, since)
     select $1, $2, $3, property, case when property = any ($5::text[]) then null else now() end
     from unnest($4::text[]) as n(property) order by property
     on conflict (workspace, account, object, property) do update set since = null
       where excluded.since is null`,
    [account.workspace, account.id, object, all, properties.whole],
  );
}

/** Of the properties whose records were all read once; any other has no history to rely on. */
export async function readHistoryStarts(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
): Promise<HistoryStart[]> {
  const { rows } = await db.query(
    `select object, property, since from history_starts
     where workspace = $1 and account = $2 order by object, property`,
    [account.workspace, account.id],
  );
  return rows as HistoryStart[];
}
