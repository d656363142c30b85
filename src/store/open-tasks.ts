/** Alerts whose tasks are looked at in the CRM: who is to be asked about, and what was seen. */

import type pg from 'pg';
import { type Queryable, withTransaction } from './pool.js';

/** An alert that closed by its cool-down is over, but whoever does its task later has touched the lead. */
const WATCHED = `task is not null and (state = 'open'
    or (state = 'closed' and cooled_at > clock_timestamp() - interval '30 days' and moved_at is null))
  and (lease is null or lease < clock_timestamp())
  and account in (select id from accounts where state = 'connected')`;

/** Accounts with a task that is due to be looked at. */
export async function accountsToWatch(db: Queryable): Promise<number[]> {
  const { rows } = await db.query<{ account: number }>(
    `select distinct account from alerts where ${WATCHED} and retry_at <= clock_timestamp() order by 1`,
  );
  return rows.map(({ account }) => account);
}

export interface OpenTask {
  readonly workspace: number;
  readonly key: string;
  readonly task: string;
}

/**
 * Leases open tasks of an account, the longest unseen first: those due, and those due within `soonMs`, so
 * that they are asked about together.
 */
export async function claimOpenTasks(
  db: Queryable,
  account: number,
  { limit, soonMs }: { readonly limit: number; readonly soonMs: number },
  lease: { readonly token: string; readonly ms: number },
): Promise<OpenTask[]> {
  const { rows } = await db.query(
    `update alerts set token = $4, lease = clock_timestamp() + $5 * interval '1 ms'
     where (workspace, key) in (select workspace, key from alerts
       where account = $1 and ${WATCHED} and retry_at <= clock_timestamp() + $3 * interval '1 ms'
       order by retry_at limit $2 for update skip locked)
     returning workspace, key, task`,
    [account, limit, soonMs, lease.token, lease.ms],
  );
  return rows as OpenTask[];
}

/** What a look showed of one task. */
export interface TaskSeen {
  readonly workspace: number;
  readonly key: string;
  /** Why the alert closes; null while it stays open. */
  readonly closed: string | null;
  /** When somebody moved the task on, milliseconds; null when nobody did. */
  readonly movedAt: number | null;
}

/**
 * Records what was seen, of the alerts still leased by this token, and when they are looked at again. A
 * lead whose task was moved for the first time is decided on again. @returns how many alerts closed.
 */
export async function finishLooks(
  pool: pg.Pool,
  token: string,
  seen: readonly TaskSeen[],
  { now, nextMs }: { readonly now: number; readonly nextMs: number },
): Promise<number> {
  return withTransaction(pool, async (db) => {
    const list = JSON.stringify(seen);
    const shape = `jsonb_to_recordset($2::jsonb)
      as n(workspace bigint, key text, closed text, "movedAt" bigint)`;
    await db.query(
      `with moved as (
         select workspace, lead from lead_work where (workspace, lead) in (
           select a.workspace, a.lead from alerts a join ${shape} on a.workspace = n.workspace and a.key = n.key
           where a.token = $1 and a.moved_at is null and n."movedAt" is not null)
         order by workspace, lead for update)
       update lead_work w set due_at = least(w.due_at, ms($3))
       from moved where w.workspace = moved.workspace and w.lead = moved.lead`,
      [token, list, now],
    );
    const { rows } = await db.query<{ closed: string | null }>(
      `with own as (
         select a.workspace, a.key, n.closed, n."movedAt"
         from alerts a join ${shape} on a.workspace = n.workspace and a.key = n.key
         where a.token = $1 order by a.workspace, a.key for update of a)
       update alerts a set token = null, lease = null,
         moved_at = coalesce(a.moved_at, ms(own."movedAt")),
         -- What waits for nobody is looked at every hour or so.
         retry_at = clock_timestamp() + $4 * interval '1 ms' * case when a.state = 'closed' then 12 else 1 end,
         cooled_at = case when own.closed is null then a.cooled_at end,
         state = case when own.closed is not null then 'closed' else a.state end,
         reason = coalesce(own.closed, a.reason),
         closed_at = case when own.closed is not null then coalesce(a.closed_at, ms($3)) else a.closed_at end
       from own where a.workspace = own.workspace and a.key = own.key
       returning own.closed`,
      [token, list, now, nextMs],
    );
    return rows.filter(({ closed }) => closed !== null).length;
  });
}

/** When somebody last moved a task of each lead on, milliseconds. */
export async function readMovedTasks(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<Map<number, number>> {
  const { rows } = await db.query<{ lead: number; at: number }>(
    `select lead, max(moved_at) as at from alerts
     where workspace = $1 and lead = any($2::bigint[]) and moved_at is not null group by lead`,
    [workspace, leads],
  );
  return new Map(rows.map(({ lead, at }) => [lead, at]));
}
