/** What streams may be handed and were handed, and those let go of for a mass of our own writes. */
import type { Allowance } from '../lead/allowance.js';
import { DAY } from '../lib/clock.js';
import type { Queryable } from './pool.js';
import type { Holder } from './streams.js';

/** @returns false when another process has taken the stream over. */
export async function tellAllowance(
  db: Queryable,
  { account, token }: Holder,
  { limit, remaining }: Allowance,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update streams set allowed = $3, remaining = $4, told_at = now()
     where account = $1 and token = $2 and lease > now()`,
    [account, token, limit, remaining],
  );
  return rowCount === 1;
}

/** Adds events handed over to the present hour. */
export async function addDelivered(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  { count, own }: { readonly count: number; readonly own: number },
): Promise<void> {
  await db.query(
    `insert into stream_events as e (workspace, account, hour, delivered, own)
     values ($1, $2, date_trunc('hour', now()), $3, $4)
     on conflict (workspace, account, hour) do update
       set delivered = e.delivered + excluded.delivered, own = e.own + excluded.own`,
    [account.workspace, account.id, count, own],
  );
}

/** A stream's events of the last day. */
export interface StreamDay {
  readonly account: number;
  readonly delivered: number;
  /** Of those, what our own writes caused. */
  readonly own: number;
  /** As the CRM told last; null where it never did, or not for a day. */
  readonly allowance: Allowance | null;
}

/** Of every stream that was ever tried. */
export async function readStreamDays(db: Queryable): Promise<StreamDay[]> {
  const { rows } = await db.query<{
    account: number;
    delivered: number;
    own: number;
    limit: number | null;
    remaining: number | null;
  }>(
    `select s.account, s.allowed as limit, s.remaining,
       coalesce(sum(e.delivered), 0)::bigint as delivered, coalesce(sum(e.own), 0)::bigint as own
     from (select workspace, account, case when told_at > now() - $1 * interval '1 ms' then allowed end as allowed,
         remaining from streams) s
     left join stream_events e on e.workspace = s.workspace and e.account = s.account
       and e.hour > now() - $1 * interval '1 ms'
     group by s.account, s.allowed, s.remaining order by s.account`,
    [DAY],
  );
  return rows.map(({ limit, remaining, ...day }) => ({
    ...day,
    allowance: limit === null ? null : { limit, remaining: remaining ?? 0 },
  }));
}

/** A stream that may have to be let go of, or taken up again. */
export interface PausableStream {
  readonly account: number;
  readonly crm: string;
  readonly paused: boolean;
  /** Events a day; what was told long ago still stands for that. */
  readonly limit: number | null;
  /** The objects whose changes it hands over; empty before it held for the first time. */
  readonly objects: readonly string[];
}

/** Of connected accounts. */
export async function readPausable(db: Queryable): Promise<PausableStream[]> {
  const { rows } = await db.query(
    `select s.account, a.crm, s.paused_at is not null as paused, s.allowed as limit, s.objects
     from streams s join accounts a on a.workspace = s.workspace and a.id = s.account
     where a.state = 'connected' order by s.account`,
  );
  return rows as PausableStream[];
}

/** SQL: records that are written to when their lead is scored. */
const WRITTEN = `r.state <> 'gone' and r.alias_of is null`;

/**
 * Records of these objects that wait to be written, or may once their leads are scored in the background;
 * none of an account that is not written to. Counted up to `most` of each kind.
 */
export async function countComingWrites(
  db: Queryable,
  account: number,
  objects: readonly string[],
  most: number,
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select (select count(*) from (select from desired d where d.account = a.id and d.state = 'pending'
           and d.object = any($2) limit $3) p)
       + (select count(*) from (select from desired d where d.account = a.id and d.state = 'sending'
           and d.object = any($2) limit $3) s)
       + (select count(*) from (select from lead_work w
           join records r on r.workspace = w.workspace and r.lead = w.lead
           where w.workspace = a.workspace and w.dirty_seq > w.scored_seq and w.background
             and w.error is null and r.account = a.id and r.object = any($2) and ${WRITTEN}
           limit $3) l) as count
     from accounts a where a.id = $1 and a.writes`,
    [account, objects, most],
  );
  return rows[0]?.count ?? 0;
}

/** Leads' records of these objects that scoring everybody anew may write. */
export async function countWritten(
  db: Queryable,
  account: number,
  objects: readonly string[],
): Promise<number> {
  const { rows } = await db.query<{ count: number }>(
    `select count(*) as count from accounts a
     join records r on r.workspace = a.workspace and r.account = a.id
     where a.id = $1 and a.writes and r.object = any($2) and r.lead is not null and ${WRITTEN}`,
    [account, objects],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Lets go of a stream whoever holds it: nothing more of it is stored, and it is taken up again with what
 * happens then, for our own writes must not come after all. @returns false when it is let go of already.
 */
export async function pauseStream(db: Queryable, account: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update streams set paused_at = now(), position = null, lease = null, token = null, live_at = null,
       retry_at = null, attempts = 0
     where account = $1 and paused_at is null`,
    [account],
  );
  return rowCount === 1;
}

/** It may be held again. @returns false when it may already. */
export async function resumeStream(db: Queryable, account: number): Promise<boolean> {
  const { rowCount } = await db.query(
    'update streams set paused_at = null where account = $1 and paused_at is not null',
    [account],
  );
  return rowCount === 1;
}
