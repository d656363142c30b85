/** Pairs of leads that may be one person: what only a person decides. */
import { MOST_NAMES } from '../lead/identity.js';
import { COUNTS } from './addresses.js';
import type { Queryable } from './pool.js';

/** An address that more leads than this have tells of none of them who she is. */
const MOST_LEADS = 10;

/** The leads that have an address, once each; `value` is an expression for it. */
function holders(value: string): string {
  return `select distinct r.lead from record_addresses a join records r on r.id = a.record
    where a.workspace = $1 and a.value = ${value} and ${COUNTS}`;
}

/** A condition: the address says something about a person. */
function tells(value: string): string {
  return `(select count(distinct name) from record_addresses
      where workspace = $1 and value = ${value}) <= ${MOST_NAMES}
    and (select count(*) from (${holders(value)}) h) <= ${MOST_LEADS}`;
}

/**
 * Leads that have one of these addresses in common are suggested, once a pair; a pair of which one is
 * among these leads, or has one of the addresses, and that has none in common any more, no longer is. So
 * these suggestions follow from the records' present addresses, whatever came first.
 */
export async function suggestByAddress(
  db: Queryable,
  workspace: number,
  addresses: readonly string[],
  leads: readonly number[],
): Promise<void> {
  const { rows } = await db.query<{ lead: number }>(
    `select distinct r.lead from record_addresses a join records r on r.id = a.record
     where a.workspace = $1 and a.value = any($2::text[]) and r.lead is not null`,
    [workspace, addresses],
  );
  await db.query(
    `delete from suggestions s where s.workspace = $1 and s.reason = 'address' and not s.dismissed
       and (s.lead_a = any($2::bigint[]) or s.lead_b = any($2::bigint[]))
       and not exists (
         select from records r join record_addresses v on v.workspace = $1 and v.record = r.id
         where r.workspace = $1 and r.lead = s.lead_a and ${COUNTS}
           and s.lead_b in (${holders('v.value')}) and ${tells('v.value')})`,
    [workspace, [...new Set([...leads, ...rows.map((row) => row.lead)])]],
  );
  await db.query(
    `with telling as materialized (
       select value from unnest($2::text[]) as n(value) where ${tells('n.value')})
     insert into suggestions (workspace, lead_a, lead_b, reason)
     select distinct $1::bigint, x.lead, y.lead, 'address'
     from telling t, lateral (${holders('t.value')}) x, lateral (${holders('t.value')}) y
     where x.lead < y.lead order by 2, 3 on conflict do nothing`,
    [workspace, addresses],
  );
}

/** The CRM merged a record of the second lead into one of the first; whether the rest follows waits. */
export async function suggestMerge(
  db: Queryable,
  workspace: number,
  leads: readonly [number, number],
  record: number,
): Promise<void> {
  await db.query(
    `insert into suggestions (workspace, lead_a, lead_b, reason, record)
     values ($1, least($2::bigint, $3::bigint), greatest($2::bigint, $3::bigint), 'merge', $4)
     on conflict (workspace, lead_a, lead_b) do update
       set reason = 'merge', record = excluded.record, at = excluded.at
       where suggestions.reason <> 'merge'`,
    [workspace, ...leads, record],
  );
}

/** A person said that these leads are two: they are never suggested again. */
export async function dismissPair(
  db: Queryable,
  workspace: number,
  leads: readonly [number, number],
): Promise<void> {
  await db.query(
    `insert into suggestions (workspace, lead_a, lead_b, reason, dismissed)
     values ($1, least($2::bigint, $3::bigint), greatest($2::bigint, $3::bigint), 'address', true)
     on conflict (workspace, lead_a, lead_b) do update set dismissed = true`,
    [workspace, ...leads],
  );
}

/** What was suggested of a lead holds of the one it became; between the two nothing is left to say. */
export async function moveSuggestions(
  db: Queryable,
  workspace: number,
  loser: number,
  survivor: number,
): Promise<void> {
  await db.query(
    `with gone as (delete from suggestions
       where workspace = $1 and (lead_a = $2 or lead_b = $2)
       returning case when lead_a = $2 then lead_b else lead_a end as other, reason, record,
         dismissed, at)
     insert into suggestions as s (workspace, lead_a, lead_b, reason, record, dismissed, at)
     select $1, least(other, $3::bigint), greatest(other, $3::bigint), reason, record, dismissed, at
     from gone where other <> $3 order by 2, 3
     on conflict (workspace, lead_a, lead_b) do update set
       reason = greatest(s.reason, excluded.reason), record = coalesce(s.record, excluded.record),
       dismissed = s.dismissed or excluded.dismissed, at = least(s.at, excluded.at)`,
    [workspace, loser, survivor],
  );
}

/** Removes what the leads, or a merge of these records, were suggested for. */
export async function dropSuggestions(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
  records: readonly number[],
): Promise<void> {
  await db.query(
    `delete from suggestions where workspace = $1
       and (lead_a = any($2::bigint[]) or lead_b = any($2::bigint[]) or record = any($3::bigint[]))`,
    [workspace, leads, records],
  );
}
