/** Which record has which e-mail addresses, and under which name. */
import { MOST_NAMES } from '../lead/identity.js';
import type { Queryable } from './pool.js';

/** The addresses of one person record as its present values say. */
export interface RecordAddresses {
  readonly workspace: number;
  readonly record: number;
  readonly addresses: readonly string[];
  /** The name they are used under. */
  readonly name: string | null;
}

/**
 * Stores the addresses of records in the place of those stored before.
 * @returns by record the addresses that are new, gone, or used under another name than before.
 */
export async function replaceAddresses(
  db: Queryable,
  records: readonly RecordAddresses[],
): Promise<Map<number, string[]>> {
  const changed = new Map<number, string[]>();
  if (records.length === 0) return changed;
  const list = records.flatMap(({ workspace, record, addresses, name }) =>
    addresses.map((value) => ({ workspace, record, value, name })),
  );
  const { rows } = await db.query<{ record: number; value: string }>(
    `with n as (select * from jsonb_to_recordset($1::jsonb)
       as n(workspace bigint, record bigint, value text, name text)),
     gone as (delete from record_addresses a
       using jsonb_to_recordset($2::jsonb) as o(workspace bigint, record bigint)
       where a.workspace = o.workspace and a.record = o.record
         and not exists (select from n where n.record = a.record and n.value = a.value)
       returning a.record, a.value),
     kept as (insert into record_addresses as a (workspace, record, value, name)
       select workspace, record, value, name from n order by record, value
       on conflict (workspace, record, value) do update set name = excluded.name
         where a.name is distinct from excluded.name
       returning a.record, a.value)
     select * from gone union all select * from kept`,
    [
      JSON.stringify(list),
      JSON.stringify(records.map(({ workspace, record }) => ({ workspace, record }))),
    ],
  );
  for (const { record, value } of rows) {
    changed.set(record, [...(changed.get(record) ?? []), value]);
  }
  return changed;
}

/** Those of the addresses that too many names share: they find nobody. */
export async function findShared(
  db: Queryable,
  workspace: number,
  values: readonly string[],
): Promise<Set<string>> {
  if (values.length === 0) return new Set();
  const { rows } = await db.query<{ value: string }>(
    `select value from record_addresses where workspace = $1 and value = any($2::text[])
     group by value having count(distinct name) > $3`,
    [workspace, values, MOST_NAMES],
  );
  return new Set(rows.map((row) => row.value));
}

/**
 * A condition on a record `r`: its addresses count for its lead. Those of a deleted record do not, those of
 * one that the CRM merged into another do.
 */
export const COUNTS = `(r.lead is not null
  and (r.alias is not null or coalesce((r.life ->> 0)::boolean, true)))`;
