/** How an e-mail address finds its lead. */
import { COUNTS } from './addresses.js';
import type { Queryable } from './pool.js';
import { suggestByAddress } from './suggestions.js';

/**
 * Leads by key, with the `account/object` pairs whose records they hold. All keys of these leads stay
 * locked until the transaction ends: of two records that come at once the second sees what the first
 * joined; and a merge moves keys before records, so nothing joins a lead while it goes away.
 */
export async function lockKeyHolders(
  db: Queryable,
  workspace: number,
  emails: readonly string[],
): Promise<Map<string, { lead: number; holds: Set<string> }>> {
  if (emails.length === 0) return new Map();
  // Of a first load most have none: looked for by their keys alone, not beside all leads.
  const { rows: present } = await db.query<{ value: string }>(
    `select value from lead_keys where workspace = $1 and kind = 'email' and value = any($2::text[])`,
    [workspace, emails],
  );
  if (present.length === 0) return new Map();
  const { rows: keys } = await db.query<{ value: string; lead: number }>(
    `select value, lead from lead_keys where workspace = $1 and kind = 'email' and lead in (
       select lead from lead_keys where workspace = $1 and kind = 'email' and value = any($2::text[]))
     order by value for update`,
    [workspace, present.map(({ value }) => value)],
  );
  if (keys.length === 0) return new Map();
  const { rows } = await db.query<{ lead: number; holds: string[] }>(
    `select r.lead, array_agg(distinct r.account || '/' || r.object) as holds from records r
     where r.workspace = $1 and r.lead = any($2::bigint[]) group by r.lead`,
    [workspace, keys.map((key) => key.lead)],
  );
  // One object a lead: two addresses of one person see each other's records.
  const byLead = new Map(rows.map((row) => [row.lead, row.holds]));
  const holders = new Map<number, { lead: number; holds: Set<string> }>();
  const asked = new Set(emails);
  return new Map(
    keys.flatMap(({ value, lead }) => {
      if (!asked.has(value)) return [];
      const holder = holders.get(lead) ?? { lead, holds: new Set(byLead.get(lead)) };
      holders.set(lead, holder);
      return [[value, holder] as const];
    }),
  );
}

/** A key already taken by another lead stays with it. @returns the keys that are taken. */
export async function insertKeys(
  db: Queryable,
  workspace: number,
  keys: readonly { value: string; lead: number }[],
): Promise<string[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<{ value: string }>(
    `insert into lead_keys (workspace, kind, value, lead)
     select $1, 'email', value, lead from unnest($2::text[], $3::bigint[]) as k(value, lead)
     order by value on conflict do nothing returning value`,
    [workspace, keys.map((key) => key.value), keys.map((key) => key.lead)],
  );
  const made = new Set(rows.map((row) => row.value));
  return keys.flatMap(({ value }) => (made.has(value) ? [] : [value]));
}

/**
 * Brings keys and suggestions in line with these addresses, with all those of the records of these leads,
 * and with what the leads no longer have. A key stays with its lead as long as a record of it has the
 * address; a free one goes to the lead of the first record that has it. To be called when the records are
 * stored with their leads; what was compared is locked until the transaction ends.
 */
export async function settleAddresses(
  db: Queryable,
  workspace: number,
  addresses: Iterable<string>,
  leads: Iterable<number>,
): Promise<void> {
  const [named, changed] = [[...new Set(addresses)], [...new Set(leads)]];
  if (named.length === 0 && changed.length === 0) return;
  const { rows } = await db.query<{ value: string }>(
    `select value from unnest($2::text[]) as n(value)
     union select a.value from records r join record_addresses a
       on a.workspace = r.workspace and a.record = r.id
     where r.workspace = $1 and r.lead = any($3::bigint[])
     union select value from lead_keys where workspace = $1 and lead = any($3::bigint[])`,
    [workspace, named, changed],
  );
  const scope = [workspace, rows.map((row) => row.value)];
  // Whoever joins a lead by its key holds the key: after the wait its record is seen.
  await db.query(
    `select 1 from lead_keys where workspace = $1 and value = any($2::text[])
     order by value for update`,
    scope,
  );
  await db.query(
    `delete from lead_keys k where k.workspace = $1 and k.value = any($2::text[]) and not exists (
       select from record_addresses a join records r on r.id = a.record
       where a.workspace = $1 and a.value = k.value and r.lead = k.lead and ${COUNTS})`,
    scope,
  );
  await db.query(
    `insert into lead_keys (workspace, kind, value, lead)
     select distinct on (a.value) $1, 'email', a.value, r.lead
     from record_addresses a join records r on r.id = a.record
     where a.workspace = $1 and a.value = any($2::text[]) and ${COUNTS}
     order by a.value, r.account, r.object collate "C", length(r.record), r.record collate "C"
     on conflict do nothing`,
    scope,
  );
  await suggestByAddress(
    db,
    workspace,
    rows.map((row) => row.value),
    changed,
  );
}
