/** An account's subscription to changes: who holds it, where it is, and why it does not hold. */
import type { Cursor } from '../../connectors/connector.js';
import type { Queryable } from './pool.js';

export interface Stream {
  readonly account: number;
  readonly position: Cursor | null;
  /** Failures in a row. */
  readonly attempts: number;
}

/** The holder: no other process holds it until the lease ends. */
export interface Holder {
  readonly account: number;
  readonly token: string;
}

/**
 * Leases the stream of an account, for `ms`. Null while another process holds it, before its next try, and
 * while it is paused.
 */
export async function claimStream(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  lease: { readonly token: string; readonly ms: number },
): Promise<Stream | null> {
  const { rows } = await db.query(
    `insert into streams as s (workspace, account, lease, token)
     values ($1, $2, now() + $4 * interval '1 ms', $3)
     on conflict (workspace, account) do update set lease = excluded.lease, token = excluded.token,
       live_at = null
       where (s.lease is null or s.lease < now()) and (s.retry_at is null or s.retry_at <= now())
         and s.paused_at is null
     returning account, position, attempts`,
    [account.workspace, account.id, lease.token, lease.ms],
  );
  return (rows[0] as Stream | undefined) ?? null;
}

/** @returns false when another process has taken it over. */
export async function renewStream(db: Queryable, holder: Holder, ms: number): Promise<boolean> {
  const { rowCount } = await db.query(
    `update streams set lease = now() + $3 * interval '1 ms' where account = $1 and token = $2`,
    [holder.account, holder.token, ms],
  );
  return rowCount === 1;
}

export interface StreamMove {
  /** The subscription holds, for these objects. */
  readonly objects?: readonly string[];
  /** In the transaction that stores what came before it. */
  readonly position?: Cursor;
  /** Changes were heard. */
  readonly heard?: boolean;
  /** Null takes the last one back. */
  readonly note?: string | null;
}

/** Moves a held stream. @returns false when another process has taken it over: nothing may be stored. */
export async function moveStream(
  db: Queryable,
  holder: Holder,
  { objects, position, heard = false, note }: StreamMove,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update streams set position = coalesce($3::jsonb, position),
       live_at = case when $4::text[] is null then live_at else coalesce(live_at, now()) end,
       objects = coalesce($4::text[], objects), attempts = 0,
       heard_at = case when $5 then now() else heard_at end,
       -- Why it did not hold is over when it does; what was missed is told for a while.
       note = case when $6::text is not null then $6 when $7 then null
         when $4::text[] is not null and retry_at is not null then null else note end,
       noted_at = case when $6::text is null then noted_at else now() end, retry_at = null
     where account = $1 and token = $2 and lease > now()`,
    [
      holder.account,
      holder.token,
      position === undefined ? null : JSON.stringify(position),
      objects ?? null,
      heard,
      note ?? null,
      note === null,
    ],
  );
  return rowCount === 1;
}

export interface StreamEnd {
  readonly waitMs: number;
  readonly failed: boolean;
  /** A null one keeps the last. */
  readonly note: string | null;
  /** It does not go on from where it was: what happens until it is taken up again is polled. */
  readonly forget: boolean;
}

/** Gives a stream back, to be tried again after `waitMs`. */
export async function endStream(
  db: Queryable,
  holder: Holder,
  { waitMs, failed, note, forget }: StreamEnd,
): Promise<void> {
  await db.query(
    `update streams set lease = null, token = null, live_at = null,
       retry_at = now() + $3 * interval '1 ms',
       attempts = case when $4 then attempts + 1 else 0 end,
       note = coalesce($5, note), noted_at = case when $5 is null then noted_at else now() end,
       position = case when $6 then null else position end
     where account = $1 and token = $2`,
    [holder.account, holder.token, waitMs, failed, note, forget],
  );
}

/**
 * The objects that need no polling of their own, because their changes reach an account by a stream that
 * has held for half a minute: a poll that was under way when it began, or that leaves out the last seconds,
 * has not seen all that came before it.
 */
export async function readStreamed(db: Queryable, account: number): Promise<ReadonlySet<string>> {
  const { rows } = await db.query<{ objects: string[] }>(
    `select objects from streams
     where account = $1 and live_at < now() - interval '30 seconds' and lease > now()`,
    [account],
  );
  return new Set(rows[0]?.objects);
}

export interface StreamStatus {
  readonly account: number;
  /** Since when it holds, milliseconds; null: it does not. */
  readonly liveAt: number | null;
  readonly heardAt: number | null;
  readonly note: string | null;
  /** Since when it is let go of for a mass of our own writes, milliseconds; null: it is not. */
  readonly pausedAt: number | null;
}

/** A note stands until the subscription has held for a day without another one. */
export async function readStreams(db: Queryable): Promise<StreamStatus[]> {
  const { rows } = await db.query(
    `select account, case when lease > now() then live_at end as "liveAt", heard_at as "heardAt",
       case when live_at is null or noted_at > now() - interval '1 day' then note end as note,
       paused_at as "pausedAt"
     from streams`,
  );
  return rows as StreamStatus[];
}
