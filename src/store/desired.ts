import type { Queryable } from './pool.js';
import { keyOf, type RecordKey } from './records.js';

export type Values = Readonly<Record<string, string | null>>;

/** How often somebody else changed one of our properties, and the last times, milliseconds. */
export interface Edits {
  readonly count: number;
  readonly times: readonly number[];
}

/** What one CRM record's properties should be, what is under way and what the CRM confirmed. */
export interface Desired extends RecordKey {
  readonly want: Values;
  readonly sending: Values | null;
  readonly confirmed: Values;
  /** What somebody else has put into properties of ours since; the confirmed value stays ours. */
  readonly found: Values;
  /** Properties that the CRM has refused: not sent again as they are. */
  readonly refused: readonly string[];
  readonly edits: Readonly<Record<string, Edits>>;
  /** Property -> the moment by the CRM's clock of which the above speaks, milliseconds. */
  readonly knownAt: Readonly<Record<string, number>>;
  readonly scoreSentAt: number | null;
}

/** By `keyOf`. */
export async function readDesired(
  db: Queryable,
  keys: readonly RecordKey[],
): Promise<Map<string, Desired>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query(
    `select workspace, account, object, record, want, sending, confirmed, found, refused, edits,
       known_at as "knownAt", score_sent_at as "scoreSentAt"
     from desired where (workspace, account, object, record) in (
       select * from jsonb_to_recordset($1::jsonb)
         as k(workspace bigint, account bigint, object text, record text))`,
    [JSON.stringify(keys)],
  );
  return new Map((rows as Desired[]).map((row) => [keyOf(row), row]));
}

/** What a plan of new wishes compares with. */
export type Held = RecordKey & Pick<Desired, 'want' | 'sending' | 'confirmed' | 'scoreSentAt'>;

/** By `keyOf`; rows stay as they are until the transaction ends. */
export async function lockHeld(
  db: Queryable,
  keys: readonly RecordKey[],
): Promise<Map<string, Held>> {
  if (keys.length === 0) return new Map();
  // Most records hold what is wanted: that is told once.
  const { rows } = await db.query<Omit<Held, 'want'> & { want: Values | null }>({
    name: 'lock-held',
    text: `select workspace, account, object, record, nullif(want, confirmed) as want, sending, confirmed,
       score_sent_at as "scoreSentAt"
     from desired where (workspace, account, object, record) in (
       select * from jsonb_to_recordset($1::jsonb)
         as k(workspace bigint, account bigint, object text, record text))
     order by workspace, account, object, record for update`,
    values: [JSON.stringify(keys)],
  });
  return new Map(rows.map((row) => [keyOf(row), { ...row, want: row.want ?? row.confirmed }]));
}

interface Compared {
  readonly row?: string;
  readonly want?: string;
  readonly refused?: string;
}

/** SQL: the rows (key, value) of what is wanted and neither refused nor held; what is not wanted at all is cleared. */
function differing({ row = 'd', want = `${row}.want`, refused = `${row}.refused` }: Compared) {
  return `(select key, value from jsonb_each(${want})
      union all select key, 'null' from jsonb_object_keys(${row}.found) key where not ${want} ? key) e
    where not e.key = any(${refused})
      and (${row}.confirmed -> e.key is distinct from e.value or ${row}.found ? e.key)`;
}

/** SQL: what is to be sent of a row, as an object. */
export function difference(compared: Compared = {}): string {
  return `(select coalesce(jsonb_object_agg(e.key, e.value), '{}') from ${differing(compared)})`;
}

/**
 * SQL: whether anything is to be sent of a row. Where nothing was refused or found, what is confirmed need only
 * contain what is wanted; else it ends at the first that differs.
 */
function differs(compared: Compared): string {
  const { row = 'd', want = `${row}.want`, refused = `${row}.refused` } = compared;
  return `case when cardinality(${refused}) = 0 and ${row}.found = '{}' then not ${row}.confirmed @> ${want}
    else exists (select from ${differing(compared)}) end`;
}

/** SQL: the state of a row of which nothing is to be sent. */
export function settledState({
  row = 'd',
  refused = `${row}.refused`,
}: {
  row?: string;
  refused?: string;
} = {}): string {
  return `case when cardinality(${refused}) > 0 and ${row}.reason is not null then 'parked' else 'idle' end`;
}

export interface Confirmation extends RecordKey {
  /** What the CRM holds and we know of, or follow. */
  readonly values: Values;
  /** What somebody else has put into properties of ours: it is put back. */
  readonly found: Values;
  /** Since when the CRM holds each of them, by its own clock, milliseconds. */
  readonly since: Readonly<Record<string, number>>;
  /** Wishes that a person's change has overtaken. */
  readonly drop: readonly string[];
  readonly edits: Readonly<Record<string, Edits>>;
  /** Properties that are put back in spite of a former refusal. */
  readonly retry: readonly string[];
  /** Properties that are not put back for now, and why. */
  readonly refuse: readonly string[];
  readonly reason: string | null;
}

/** SQL: those of the values that do not speak of a moment before what is known. */
const current = (values: string) =>
  `(select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(${values}) e
    where coalesce((d.known_at ->> e.key)::bigint <= (n.since ->> e.key)::bigint, true))`;

/** SQL: of the named properties those of which something was found. */
const ofFound = (names: string) =>
  `select name from jsonb_array_elements_text(${names}) name where s.found ? name`;

/**
 * Stores what the CRM holds, one confirmation a record; what is older than our own last write of a property,
 * or than what is known of it, says nothing. Sorted by key.
 */
export async function confirmValues(db: Queryable, rows: readonly Confirmation[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `with said as (
       select d.workspace, d.account, d.object, d.record, d.refused, n.edits, n.reason, n.since,
         n.retry, n.refuse, ${current('n."values"')} as held, ${current('n.found')} as found,
         array(select jsonb_array_elements_text(n."drop")) as dropped
       from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
         record text, "values" jsonb, found jsonb, since jsonb, "drop" jsonb, edits jsonb,
         retry jsonb, refuse jsonb, reason text)
       join desired d on d.workspace = n.workspace and d.account = n.account
         and d.object = n.object and d.record = n.record
       order by 1, 2, 3, 4 for update of d),
     told as (
       select s.workspace, s.account, s.object, s.record, s.held, s.found, s.dropped, s.since,
         (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(s.edits) e
           where s.found ? e.key) as edits,
         case when exists (${ofFound('s.refuse')}) then s.reason end as reason,
         array(select unnest(s.refused) except (${ofFound('s.retry')})
           union (${ofFound('s.refuse')})) as refused
       from said s)
     update desired d set confirmed = d.confirmed || t.held,
       found = (d.found - array(select jsonb_object_keys(t.held))) || t.found,
       known_at = d.known_at || (select coalesce(jsonb_object_agg(k, t.since -> k), '{}')
         from jsonb_object_keys(t.held || t.found) k),
       want = d.want - t.dropped, want_v = d.want_v + 1, edits = d.edits || t.edits,
       refused = t.refused, reason = coalesce(t.reason, d.reason)
     from told t where d.workspace = t.workspace and d.account = t.account
       and d.object = t.object and d.record = t.record`,
    [JSON.stringify(rows)],
  );
  // Now that all of it is stored: what no longer differs is not refused any more, what differs is to be sent.
  await db.query(
    `with own as (select d.*, array(select r from unnest(d.refused) r
           where d.confirmed -> r is distinct from d.want -> r or d.found ? r) as left_out
       from desired d join jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint,
         object text, record text, retry jsonb) on d.workspace = n.workspace
         and d.account = n.account and d.object = n.object and d.record = n.record
       -- What the CRM has lost is parked too, without a refusal.
       where d.state <> 'sending' and (d.state <> 'parked' or cardinality(d.refused) > 0
         or jsonb_array_length(n.retry) > 0)),
     judged as (select own.workspace, own.account, own.object, own.record, own.left_out, own.found,
         case when ${differs({ row: 'own', refused: 'own.left_out' })} then 'pending'
           else ${settledState({ row: 'own', refused: 'own.left_out' })} end as next from own)
     update desired d set refused = j.left_out, state = j.next,
       reason = case when j.next = 'idle' then null else d.reason end,
       background = d.background or (j.next = 'pending' and d.state <> 'pending' and j.found <> '{}'),
       attempts = case when d.state = 'parked' then 0 else d.attempts end,
       pending_since = case when d.state = 'pending' then d.pending_since else clock_timestamp() end
     from judged j where d.workspace = j.workspace and d.account = j.account
       and d.object = j.object and d.record = j.record
       and (d.state, d.refused) is distinct from (j.next, j.left_out)`,
    [JSON.stringify(rows)],
  );
}

/**
 * Forgets what the records of an account hold of our properties, all but the CRM's own stage: they are
 * written anew after the next evaluation. Sorted by key.
 */
export async function forgetOutputs(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  stage: string,
): Promise<void> {
  const kept = (column: string) =>
    `case when d.${column} ? $3 then jsonb_build_object($3, d.${column} -> $3) else '{}' end`;
  await db.query(
    `update desired d set want = ${kept('want')}, confirmed = ${kept('confirmed')}, found = '{}',
       refused = '{}', reason = null, attempts = 0, retry_at = null,
       state = case when d.state = 'sending' then d.state else 'idle' end
     from (select object, record from desired where workspace = $1 and account = $2
       order by object, record for update) o
     where d.workspace = $1 and d.account = $2 and d.object = o.object and d.record = o.record`,
    [account.workspace, account.id, stage],
  );
}

export interface Wish extends RecordKey {
  readonly lead: number;
  /** Everything the record should hold; replaces the former wish. */
  readonly want: Values;
  /** Part of a mass re-score or a first load: waits behind live changes. */
  readonly background: boolean;
}

/** A refused property has a new value. */
const REARMED = `(cardinality(d.refused) > 0 and exists (select from unnest(d.refused) r
  where excluded.want ? r and d.want -> r is distinct from excluded.want -> r))`;

/**
 * Stores wishes; a row becomes pending when they differ from what is confirmed. Sorted by key.
 * Properties refused together are tried again together: where the CRM did not say which of them it
 * meant, all count as refused, and a new value of one may be what makes it accept the rest.
 */
export async function wishFor(db: Queryable, wishes: readonly Wish[]): Promise<void> {
  if (wishes.length === 0) return;
  await db.query({
    name: 'wish',
    text: `insert into desired as d (workspace, account, object, record, lead, want, want_v, state,
       background, pending_since)
     select workspace, account, object, record, lead, want, 1, 'pending', background, clock_timestamp()
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
       record text, lead bigint, want jsonb, background boolean)
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do update set
       lead = excluded.lead,
       want = excluded.want,
       want_v = d.want_v + 1,
       refused = case when ${REARMED} then '{}' else d.refused end,
       reason = case when ${REARMED} then null else d.reason end,
       state = case
         when d.state = 'sending' then 'sending'
         when ${differs({ want: 'excluded.want', refused: `case when ${REARMED} then '{}' else d.refused end` })}
           then 'pending'
         when d.state = 'parked' and not ${REARMED} then 'parked'
         else 'idle' end,
       attempts = case when d.state = 'parked' then 0 else d.attempts end,
       retry_at = case when d.state = 'parked' then null else d.retry_at end,
       background = excluded.background and (d.background or d.state <> 'pending'),
       pending_since = case when d.state = 'pending' then d.pending_since else clock_timestamp() end`,
    values: [JSON.stringify(wishes)],
  });
}
