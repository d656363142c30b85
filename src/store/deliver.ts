import { difference, settledState, type Values } from './desired.js';
import type { Queryable } from './pool.js';
import { inQuestion } from './signals.js';

const DIFFERENCE = difference();

/**
 * Pending rows by what they may go with: `live` changes; `mass` ones of the background, in a job of very
 * many where the CRM has such; background rows `again`, which a job or another call did not settle.
 */
export type WriteKind = 'live' | 'again' | 'mass';

/** SQL: the kind of a row. */
const KIND = `case when not d.background then 'live' when d.attempts > 0 then 'again' else 'mass' end`;

export interface PendingWrites {
  readonly account: number;
  readonly object: string;
  readonly kind: WriteKind;
  readonly count: number;
  /** How long the oldest waits, milliseconds. */
  readonly oldestMs: number;
  /** Whether a job writes records of the object now. */
  readonly job: boolean;
}

/** What is pending of accounts that may be written to, by object and kind. */
export async function pendingWrites(db: Queryable): Promise<PendingWrites[]> {
  const { rows } = await db.query(
    `select d.account, d.object, ${KIND} as kind, count(*)::int as count,
       (extract(epoch from clock_timestamp() - min(d.pending_since)) * 1000)::int as "oldestMs",
       exists (select from mass_writes m where m.account = d.account and m.object = d.object) as job
     from desired d join accounts a on a.id = d.account
     where d.state = 'pending' and (d.retry_at is null or d.retry_at <= now())
       and a.writes and a.state = 'connected' and a.backfilled_at is not null
     group by d.account, d.object, ${KIND} order by min(d.pending_since)`,
  );
  return rows as PendingWrites[];
}

export interface ClaimedWrite {
  readonly workspace: number;
  readonly object: string;
  readonly record: string;
  readonly sending: Values;
  readonly attempts: number;
  readonly background: boolean;
}

/**
 * Somebody changed the CRM's stage of the record and who it was is still being asked: a person's change
 * must not be overwritten by a stage that was decided without knowing. What was read stands in one of these
 * tables until it is applied, and the lead is marked until it is decided anew.
 */
const STAGE_IN_QUESTION = `($6::text <> '' and d.want ? $6 and d.confirmed -> $6 is distinct from d.want -> $6
  and (${inQuestion('d.workspace', 'd.lead', 'now()')}
    or exists (select from deliveries p where p.priority = 0 and p.account = d.account and p.kind = 'page')
    or exists (select from changes c where c.priority = 0 and c.account = d.account
      and c.object = d.object and c.record = d.record)
    or exists (select from lead_work w where w.workspace = d.workspace and w.lead = d.lead
      and w.dirty_seq > w.scored_seq and w.error is null)))`;

/**
 * Leases pending rows of an account, live ones first; rows without a difference become idle. Rows that
 * would move `stage`, the CRM's own property, wait while it is being asked who moved it. What is wanted of a
 * record that has become another one since is dropped.
 */
export async function claimWrites(
  db: Queryable,
  where: {
    account: number;
    object: string;
    limit: number;
    stage?: string;
    /** All where none are named. */
    kinds?: readonly WriteKind[];
  },
  lease: { token: string; ms: number },
): Promise<ClaimedWrite[]> {
  const { rows } = await db.query<ClaimedWrite & { state: string }>(
    `with due as (
       select workspace, account, object, record, exists (select from records r
           where r.workspace = d.workspace and r.account = d.account and r.object = d.object
             and r.record = d.record and r.alias ->> 3 is not null) as over
       from desired d
       where account = $1 and object = $2 and state = 'pending'
         and (retry_at is null or retry_at <= now()) and not ${STAGE_IN_QUESTION}
         -- Live rows alone are found by the index, however many others wait.
         and ($8::boolean or not background) and ($7::text[] is null or ${KIND} = any($7))
       order by background, pending_since limit $3 for update skip locked),
     ended as (delete from desired d using due where due.over and d.workspace = due.workspace
       and d.account = due.account and d.object = due.object and d.record = due.record)
     update desired d set
       sending = nullif(${DIFFERENCE}, '{}'), sending_v = d.want_v,
       state = case when ${DIFFERENCE} = '{}' then ${settledState()} else 'sending' end,
       sending_since = clock_timestamp(), lease = clock_timestamp() + $5 * interval '1 ms', token = $4,
       attempts = case when ${DIFFERENCE} = '{}' then d.attempts else d.attempts + 1 end
     from due where not due.over and d.workspace = due.workspace and d.account = due.account
       and d.object = due.object and d.record = due.record
     returning d.workspace, d.object, d.record, d.sending, d.attempts, d.background, d.state`,
    [
      where.account,
      where.object,
      where.limit,
      lease.token,
      lease.ms,
      where.stage ?? '',
      where.kinds ?? null,
      where.kinds?.some((kind) => kind !== 'live') ?? true,
    ],
  );
  return rows.filter((row) => row.state === 'sending');
}

export interface WriteResult {
  readonly record: string;
  readonly status: 'written' | 'refused' | 'gone';
  readonly message: string | null;
  /** The refused properties, where the CRM names them; else all that were sent. */
  readonly properties: readonly string[] | null;
  /** When the CRM took it, by its own clock, milliseconds; null where it does not say. */
  readonly at: number | null;
}

/** SQL: whether a later moment is known of the property than that of the write. */
const OVERTAKEN = `coalesce((d.known_at ->> e.key)::bigint > w.at, false)`;

/** Records outcomes of the rows still leased by this token; others belong to somebody else now. */
export async function finishWrites(
  db: Queryable,
  where: { workspace: number; account: number; object: string },
  token: string,
  results: readonly WriteResult[],
): Promise<void> {
  const key = [where.workspace, where.account, where.object];
  // Our own clock may be ahead of the CRM's by a part of a second: without the CRM's word the whole second counts.
  await db.query(
    `with w as (
       select n.*, coalesce(n.told, extract(epoch from date_trunc('second', d.sending_since))::bigint * 1000) as at
       from jsonb_to_recordset($5::jsonb) as n(record text, status text, message text, properties jsonb, told bigint)
       join desired d on d.workspace = $1 and d.account = $2 and d.object = $3 and d.record = n.record
         and d.token = $4 and d.state = 'sending'
       order by d.record for update of d)
     update desired d set
       confirmed = case when w.status = 'written' then d.confirmed || (
         select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each(d.sending) e
         where not ${OVERTAKEN} or d.found ? e.key) else d.confirmed end,
       found = case when w.status = 'written' then d.found - array(
         select e.key from jsonb_each(d.sending) e where not ${OVERTAKEN}) else d.found end,
       known_at = case when w.status = 'written' then d.known_at || (
         select coalesce(jsonb_object_agg(e.key, w.at), '{}') from jsonb_each(d.sending) e
         where not ${OVERTAKEN}) else d.known_at end,
       -- What is merely put back is no new score.
       score_sent_at = case when w.status = 'written' and not d.confirmed @> d.sending then now()
         else d.score_sent_at end,
       refused = case when w.status = 'refused' then array(
         select distinct r from (select unnest(d.refused) as r union all
           select jsonb_array_elements_text(coalesce(nullif(w.properties, 'null'),
             (select jsonb_agg(k) from jsonb_object_keys(d.sending) k)))) x)
         else d.refused end,
       reason = coalesce(w.message, case when cardinality(d.refused) > 0 then d.reason end),
       state = case when w.status = 'gone' then 'parked' else 'pending' end,
       pending_since = clock_timestamp(),
       sending = null, lease = null, token = null, retry_at = null,
       attempts = case when w.status = 'written' then 0 else d.attempts end
     from w where d.workspace = $1 and d.account = $2 and d.object = $3 and d.record = w.record`,
    [...key, token, JSON.stringify(results.map(({ at, ...one }) => ({ ...one, told: at })))],
  );
  await db.query(
    `update desired d set state = ${settledState()}
     where d.workspace = $1 and d.account = $2 and d.object = $3 and d.record = any($4::text[])
       and d.state = 'pending' and ${DIFFERENCE} = '{}'`,
    [...key, results.map((result) => result.record)],
  );
}

/**
 * Puts leased rows back, each to be tried again after its own wait (milliseconds). After an unknown outcome nothing is known of what was sent: those properties
 * are no longer confirmed, so the newest wish is sent again whatever it is.
 */
export async function retryWrites(
  db: Queryable,
  token: string,
  rows: readonly { record: string; waitMs: number }[],
  options: { unknown: boolean; reason: string; countAttempt: boolean },
): Promise<void> {
  await db.query(
    `update desired d set state = 'pending',
       confirmed = case when $2 then d.confirmed - array(select jsonb_object_keys(d.sending))
         else d.confirmed end,
       sending = null, lease = null, token = null, reason = $4,
       attempts = case when $5 then d.attempts else greatest(d.attempts - 1, 0) end,
       retry_at = clock_timestamp() + n."waitMs" * interval '1 ms'
     from jsonb_to_recordset($3::jsonb) as n(record text, "waitMs" float8)
     where d.token = $1 and d.state = 'sending' and d.record = n.record`,
    [token, options.unknown, JSON.stringify(rows), options.reason, options.countAttempt],
  );
}

/** SQL: nothing is known of what these rows sent. */
const LET_GO = `update desired d set state = 'pending',
  confirmed = d.confirmed - array(select jsonb_object_keys(d.sending)),
  sending = null, lease = null, token = null, reason = 'the outcome of the last request is unknown'
  where d.state = 'sending'`;

/** Requests whose worker died: their outcome is unknown. A job outlives its worker. @returns how many. */
export async function releaseExpiredWrites(db: Queryable): Promise<number> {
  const { rowCount } = await db.query(
    `${LET_GO} and d.lease < clock_timestamp()
       and not exists (select from mass_writes m where m.token = d.token)`,
  );
  return rowCount ?? 0;
}

/** Rows still leased by a token of which nothing more will be heard. */
export async function releaseWrites(db: Queryable, token: string): Promise<void> {
  await db.query(`${LET_GO} and d.token = $1`, [token]);
}
