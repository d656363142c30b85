import type { Queryable } from './pool.js';
import { keyOf, type RecordKey } from './records.js';

export type Values = Readonly<Record<string, string | null>>;

/** What one CRM record's properties should be, what is under way and what the CRM confirmed. */
export interface Desired extends RecordKey {
  readonly want: Values;
  readonly sending: Values | null;
  readonly confirmed: Values;
  readonly scoreSentAt: number | null;
}

/** With `lock`, rows stay as they are until the transaction ends. */
export async function readDesired(
  db: Queryable,
  keys: readonly RecordKey[],
  lock = false,
): Promise<Map<string, Desired>> {
  if (keys.length === 0) return new Map();
  const { rows } = await db.query(
    `select workspace, account, object, record, want, sending, confirmed, score_sent_at as "scoreSentAt"
     from desired where (workspace, account, object, record) in (
       select * from jsonb_to_recordset($1::jsonb)
         as k(workspace bigint, account bigint, object text, record text))
     order by workspace, account, object, record ${lock ? 'for update' : ''}`,
    [JSON.stringify(keys)],
  );
  return new Map((rows as Desired[]).map((row) => [keyOf(row), row]));
}

export interface Confirmation extends RecordKey {
  readonly values: Values;
  /** Since when the CRM holds each of them, by its own clock, milliseconds. */
  readonly since: Readonly<Record<string, number>>;
  /** Wishes that a person's change has overtaken. */
  readonly drop: readonly string[];
}

/**
 * Those of the values that are not older than our last write of the same property: an older one was
 * overwritten by it. In whole seconds, as CRMs may cut their times.
 */
const CURRENT = `(select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(n."values") e
  where coalesce((d.sent ->> e.key)::bigint / 1000 <= (n.since ->> e.key)::bigint / 1000, true))`;

/** Confirms values that the CRM holds; what is older than our own last write says nothing. */
export async function confirmValues(db: Queryable, rows: readonly Confirmation[]): Promise<void> {
  if (rows.length === 0) return;
  await db.query(
    `update desired d set confirmed = d.confirmed || ${CURRENT},
       want = d.want - array(select jsonb_array_elements_text(n."drop")),
       want_v = d.want_v + 1,
       state = case when d.state = 'idle' and not (d.confirmed || ${CURRENT})
         @> (d.want - array(select jsonb_array_elements_text(n."drop"))) then 'pending' else d.state end,
       pending_since = case when d.state = 'idle' then clock_timestamp() else d.pending_since end
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
       record text, "values" jsonb, since jsonb, "drop" jsonb)
     where d.workspace = n.workspace and d.account = n.account and d.object = n.object
       and d.record = n.record`,
    [JSON.stringify(rows)],
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
const REARMED = `exists (select from unnest(d.refused) r where excluded.want ? r
  and d.want -> r is distinct from excluded.want -> r)`;

/**
 * Stores wishes; a row becomes pending when they differ from what is confirmed. Sorted by key.
 * Properties refused together are tried again together: where the CRM did not say which of them it
 * meant, all count as refused, and a new value of one may be what makes it accept the rest.
 */
export async function wishFor(db: Queryable, wishes: readonly Wish[]): Promise<void> {
  if (wishes.length === 0) return;
  await db.query(
    `insert into desired as d (workspace, account, object, record, lead, want, want_v, state,
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
         when not exists (select from jsonb_each(excluded.want) e
           where d.confirmed -> e.key is distinct from e.value
             and (not (e.key = any(d.refused)) or ${REARMED})) then
           case when d.state = 'parked' and not ${REARMED} then 'parked' else 'idle' end
         else 'pending' end,
       attempts = case when d.state = 'parked' then 0 else d.attempts end,
       retry_at = case when d.state = 'parked' then null else d.retry_at end,
       background = excluded.background and (d.background or d.state <> 'pending'),
       pending_since = case when d.state = 'pending' then d.pending_since else clock_timestamp() end`,
    [JSON.stringify(wishes)],
  );
}
