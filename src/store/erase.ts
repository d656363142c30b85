import type pg from 'pg';
import { noteCompanyChanges } from './company-counts.js';
import { settleAddresses } from './lead-keys.js';
import { type Queryable, withTransaction } from './pool.js';
import { keyOf, type RecordKey } from './records.js';
import { dropSuggestions } from './suggestions.js';

const DUE = `from erasures e
  where not exists (select from deliveries d where d.id <= e.after_delivery)`;

const TAKE = `delete from erasures where (workspace, account, object, record) in (
    select workspace, account, object, record ${DUE} order by asked_at limit 1 for update skip locked)
  returning workspace, account, object, record, asked_at as at`;

/** The record, everything that was ever merged into it, and what became it. */
const SAME_PERSON = `with recursive same as (
    select id, object, record from records
    where workspace = $1 and account = $2 and object = $3 and record = $4
    union select n.id, n.object, n.record from same cross join lateral (
      select * from records r where r.workspace = $1 and r.account = $2
        and r.object = same.object and r.alias_of = same.record and r.alias ->> 3 is null
      union all select * from records r where r.workspace = $1 and r.account = $2
        and r.alias ->> 3 = same.object and r.alias_of = same.record) n)
  select id, object, record, lead from records where id in (select id from same)
  order by object, record for update`;

/**
 * What the events API told of leads that no other record stands for any more: it has no master of its own
 * who would ask for its erasure.
 */
const TOLD_OF_THEM = `select r.id, r.account, r.object, r.record from records r
    join accounts a on a.id = r.account and a.crm = 'events'
  where r.workspace = $1 and r.lead = any($2::bigint[]) and r.id <> all($3::bigint[])
    and not exists (select from records o join accounts b on b.id = o.account and b.crm <> 'events'
      where o.workspace = $1 and o.lead = r.lead and o.id <> all($3::bigint[]))
  order by r.account, r.object collate "C", r.record collate "C" for update of r`;

/** Erasures of one call. */
const AT_MOST = 50;

/**
 * An erasure and those who apply changes exclude each other: changes whose tombstones were looked up
 * before it would bring the person back after it. Held until the transaction ends.
 */
export async function lockErasing(db: Queryable, mode: 'applying' | 'erasing'): Promise<void> {
  const shared = mode === 'applying' ? '_shared' : '';
  await db.query(`select pg_advisory_xact_lock${shared}(hashtextextended('erasing', 0))`);
}

/**
 * Carries out erasures whose earlier deliveries are all split: what came from the record and from those
 * merged into it goes, the lead too unless another record stands for the person. The audit's fact and the
 * tombstones stay; the merged ids get one of their own by `hash`. @returns how many records were erased.
 */
export async function eraseDue(pool: pg.Pool, hash: (key: RecordKey) => string): Promise<number> {
  let count = 0;
  while (count < AT_MOST && (await eraseNext(pool, hash))) count += 1;
  return count;
}

/** One a transaction, so that its locks are taken in the order of all: records, leads, wishes, alerts. */
async function eraseNext(pool: pg.Pool, hash: (key: RecordKey) => string): Promise<boolean> {
  const { rows: due } = await pool.query(`select 1 ${DUE} limit 1`);
  if (due.length === 0) return false;
  return withTransaction(pool, async (db) => {
    await lockErasing(db, 'erasing');
    const { rows } = await db.query<RecordKey & { at: number }>(TAKE);
    const [asked] = rows;
    if (!asked) return false;
    const { workspace, account, object, record, at } = asked;
    const { rows: found } = await db.query<
      Pick<RecordKey, 'object' | 'record'> & { id: number; lead: number | null }
    >(SAME_PERSON, [workspace, account, object, record]);
    const own = [{ object, record }, ...found].map((row) => {
      return { workspace, account, object: row.object, record: row.record };
    });
    const told = await eraseRecords(db, { workspace, account }, found, own);
    const gone = [...new Map([...own, ...told].map((key) => [keyOf(key), key])).values()];
    await db.query(
      `insert into tombstones (workspace, hash, at) select $1, h, ms($3) from unnest($2::text[]) h
       on conflict do nothing`,
      [workspace, gone.map(hash), at],
    );
    await db.query(
      `insert into audit (workspace, who, what, about) values ($1, 'crm', 'person.erase', $2)`,
      [workspace, `${object} of account ${account}`],
    );
    return true;
  });
}

/** A record of one account that goes. */
export interface GoingRecord extends Pick<RecordKey, 'object' | 'record'> {
  readonly id: number;
  readonly lead: number | null;
}

/**
 * Everything that came from these locked records goes; the leads, too, that nothing else stands for.
 * `names` are the keys by which anything of theirs may wait, the records' own included.
 * @returns the keys of what the events API told of those leads, which went with them
 */
export async function eraseRecords(
  db: pg.PoolClient,
  { workspace, account }: Pick<RecordKey, 'workspace' | 'account'>,
  found: readonly GoingRecord[],
  names: readonly Pick<RecordKey, 'object' | 'record'>[],
): Promise<RecordKey[]> {
  const leads = [...new Set(found.map((row) => row.lead))].filter((lead) => lead !== null);
  const told = await db.query<Omit<RecordKey, 'workspace'> & { id: number }>(TOLD_OF_THEM, [
    workspace,
    leads,
    found.map((row) => row.id),
  ]);
  const records = [...found, ...told.rows].map((row) => row.id);
  const scope = [workspace, records];
  // The people left at the company are fewer.
  const leaving = leads.map((lead) => ({ workspace, lead, loud: false }));
  await noteCompanyChanges(db, leaving);
  const { rows: had } = await db.query<{ value: string }>(
    `delete from record_addresses where workspace = $1 and record = any($2::bigint[])
     returning value`,
    scope,
  );
  for (const table of ['value_history', 'record_reads', 'activities', 'record_moves']) {
    await db.query(
      `delete from ${table} where workspace = $1 and record = any($2::bigint[])`,
      scope,
    );
  }
  await db.query('delete from records where workspace = $1 and id = any($2::bigint[])', scope);
  const erased = await eraseLeads(db, workspace, leads);
  await dropSuggestions(db, workspace, erased, records);
  const addresses = had.map((row) => row.value);
  await settleAddresses(db, workspace, addresses, leads);
  const also = told.rows.map((key) => ({ ...key, workspace }));
  const byObject = new Map<string, RecordKey[]>();
  for (const key of [...names.map((name) => ({ ...name, workspace, account })), ...also]) {
    const place = `${key.account}/${key.object}`;
    byObject.set(place, [...(byObject.get(place) ?? []), key]);
  }
  for (const own of byObject.values()) {
    const [key] = own;
    if (key) await eraseByName(db, key, [...new Set(own.map(({ record }) => record))]);
  }
  return also;
}

async function eraseByName(
  db: pg.PoolClient,
  { workspace, account, object }: Omit<RecordKey, 'record'>,
  names: readonly string[],
): Promise<void> {
  const key = [workspace, account, object, names];
  for (const table of ['changes', 'parked_changes', 'fetches', 'desired', 'alerts', 'fanouts']) {
    await db.query(
      `delete from ${table} where workspace = $1 and account = $2 and object = $3
         and record = any($4::text[])`,
      key,
    );
  }
  for (const table of ['links', 'link_history']) {
    await db.query(
      `delete from ${table} where workspace = $1 and account = $2
         and ((object = $3 and record = any($4::text[]))
           or (to_object = $3 and to_record = any($4::text[])))`,
      key,
    );
  }
}

/**
 * Leads without a record go, with all that was ever merged into them; others are scored anew from what
 * is left. @returns those that went.
 */
async function eraseLeads(
  db: pg.PoolClient,
  workspace: number,
  leads: readonly number[],
): Promise<number[]> {
  if (leads.length === 0) return [];
  const { rows } = await db.query<{ id: number; empty: boolean }>(
    `select l.id, not exists (select from records r where r.workspace = $1 and r.lead = l.id) as empty
     from leads l where l.workspace = $1 and l.id = any($2::bigint[]) order by l.id for update`,
    [workspace, leads],
  );
  const empty = await withMerged(
    db,
    workspace,
    rows.filter((row) => row.empty).map((row) => row.id),
  );
  const rest = rows.filter((row) => !row.empty).map((row) => row.id);
  for (const table of [
    'lead_work',
    'scores',
    'score_history',
    'stage_history',
    'signals',
    'lead_keys',
    'activities',
    'alerts',
  ]) {
    await db.query(`delete from ${table} where workspace = $1 and lead = any($2::bigint[])`, [
      workspace,
      empty,
    ]);
  }
  await db.query('delete from leads where workspace = $1 and id = any($2::bigint[])', [
    workspace,
    empty,
  ]);
  await db.query(
    `update lead_work set dirty_seq = dirty_seq + 1 where workspace = $1 and lead = any($2::bigint[])`,
    [workspace, rest],
  );
  // What the erased record told of the person must not stay in the lead's own columns.
  await db.query(
    `update leads set fields = '{}', problems = '[]' where workspace = $1 and id = any($2::bigint[])`,
    [workspace, rest],
  );
  return empty;
}

/** A merged lead keeps its histories: they tell of the same person. */
async function withMerged(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<number[]> {
  if (leads.length === 0) return [];
  const { rows } = await db.query<{ id: number }>(
    `with recursive gone as (
       select unnest($2::bigint[]) as id
       union select l.id from gone join leads l on l.workspace = $1 and l.merged_into = gone.id)
     select id from gone order by id`,
    [workspace, leads],
  );
  return rows.map((row) => row.id);
}
