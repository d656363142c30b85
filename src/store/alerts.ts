import type { TaskDraft } from '../../connectors/connector.js';
import type { Queryable } from './pool.js';

export interface NewAlert {
  readonly workspace: number;
  readonly key: string;
  readonly lead: number;
  readonly trigger: string;
  readonly account: number;
  readonly object: string;
  readonly record: string;
  readonly owner: string | null;
  readonly draft: TaskDraft;
  readonly marker: string;
  readonly cooldownUntil: number | null;
  readonly createdAt: number;
}

/** Planned once: a key already there, or one still open for the lead and trigger, changes nothing. */
export async function insertAlerts(db: Queryable, alerts: readonly NewAlert[]): Promise<void> {
  if (alerts.length === 0) return;
  await db.query(
    `insert into alerts (workspace, key, lead, trigger, account, object, record, owner, draft, marker,
       cooldown_until, created_at)
     select workspace, key, lead, trigger, account, object, record, owner, draft, marker,
       ms("cooldownUntil"), ms("createdAt")
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, key text, lead bigint, trigger text,
       account bigint, object text, record text, owner text, draft jsonb, marker text,
       "cooldownUntil" bigint, "createdAt" bigint)
     order by workspace, key on conflict do nothing`,
    [JSON.stringify(alerts)],
  );
}

export interface ClaimedAlert {
  readonly workspace: number;
  readonly key: string;
  readonly account: number;
  readonly object: string;
  readonly record: string;
  readonly draft: TaskDraft;
  readonly marker: string;
  readonly attempts: number;
  readonly checks: number;
  /** Milliseconds since the epoch (the database's clock). */
  readonly attemptAt: number | null;
}

const RETURNED = `workspace, key, account, object, record, draft, marker, attempts, checks,
  attempt_at as "attemptAt"`;

const WRITABLE = `account in (select id from accounts
  where writes and state = 'connected' and backfilled_at is not null)`;

/** Leases alerts to send; `sending` is committed before the call. */
export async function claimPlannedAlerts(
  db: Queryable,
  limit: number,
  lease: { token: string; ms: number },
): Promise<ClaimedAlert[]> {
  const { rows } = await db.query(
    `update alerts set state = 'sending', attempts = attempts + 1, checks = 0, token = $2,
       attempt_at = clock_timestamp(), lease = clock_timestamp() + $3 * interval '1 ms'
     where (workspace, key) in (select workspace, key from alerts
       where state = 'planned' and (retry_at is null or retry_at <= now()) and ${WRITABLE}
       order by created_at limit $1 for update skip locked)
     returning ${RETURNED}`,
    [limit, lease.token, lease.ms],
  );
  return rows as ClaimedAlert[];
}

/** Leases alerts whose request ended without an answer, once their waiting time is over. */
export async function claimUnknownAlerts(
  db: Queryable,
  limit: number,
  lease: { token: string; ms: number },
): Promise<ClaimedAlert[]> {
  const { rows } = await db.query(
    `update alerts set token = $2, lease = clock_timestamp() + $3 * interval '1 ms'
     where (workspace, key) in (select workspace, key from alerts
       where state = 'unknown' and retry_at <= clock_timestamp() and ${WRITABLE}
         and (lease is null or lease < clock_timestamp())
       order by retry_at limit $1 for update skip locked)
     returning ${RETURNED}`,
    [limit, lease.token, lease.ms],
  );
  return rows as ClaimedAlert[];
}

export interface AlertOutcome {
  readonly state: 'planned' | 'unknown' | 'open' | 'parked';
  readonly task?: string;
  readonly reason?: string;
  /** Until the next try or look, milliseconds. */
  readonly waitMs?: number;
  readonly checks?: number;
  /** Nothing was sent: the try does not count. */
  readonly untried?: boolean;
}

/** The cause ended during the call: the task, if there is one, needs nobody's waiting. */
const ENDED = `(ended_at is not null and $4 in ('planned', 'open'))`;

/** Records an outcome, unless the lease went to another. @returns whether it did */
export async function finishAlert(
  db: Queryable,
  alert: ClaimedAlert,
  token: string,
  outcome: AlertOutcome,
): Promise<boolean> {
  const { rowCount } = await db.query(
    `update alerts set task = coalesce($5, task), checks = $7,
       reason = case when ${ENDED} then reason else $6 end,
       state = case when ${ENDED} then 'closed' else $4 end,
       closed_at = case when ${ENDED} then ended_at end,
       retry_at = clock_timestamp() + $8 * interval '1 ms', lease = null, token = null,
       attempts = case when $9 then greatest(attempts - 1, 0) else attempts end
     where workspace = $1 and key = $2 and token = $3`,
    [
      alert.workspace,
      alert.key,
      token,
      outcome.state,
      outcome.task ?? null,
      outcome.reason ?? null,
      outcome.checks ?? 0,
      outcome.waitMs ?? 0,
      outcome.untried ?? false,
    ],
  );
  return rowCount === 1;
}

/** A worker died between its call and the answer: look before sending again. `waitMs` from the attempt. */
export async function releaseExpiredAlerts(db: Queryable, waitMs: number): Promise<number> {
  const { rowCount } = await db.query(
    `update alerts set state = 'unknown', token = null, lease = null, checks = 0,
       retry_at = attempt_at + $1 * interval '1 ms', reason = 'the outcome of the request is unknown'
     where state = 'sending' and lease < clock_timestamp()`,
    [waitMs],
  );
  return rowCount ?? 0;
}

/** An alert whose cool-down has passed makes room for the next of its kind; its task is still looked at. */
export async function closeCooledAlerts(db: Queryable, now: number): Promise<void> {
  await db.query(
    `update alerts set state = 'closed', closed_at = ms($1), cooled_at = ms($1)
     where state = 'open' and cooldown_until <= ms($1)`,
    [now],
  );
}

export interface EndedAlert {
  readonly lead: number;
  readonly trigger: string;
}

/**
 * Closes alerts whose cause is over; one whose task is being made closes with the outcome of that.
 * Sorted by key.
 */
export async function endAlerts(
  db: Queryable,
  workspace: number,
  ended: readonly EndedAlert[],
  now: number,
): Promise<void> {
  if (ended.length === 0) return;
  await db.query(
    `with own as (
       select a.workspace, a.key
       from alerts a join jsonb_to_recordset($2::jsonb) as n(lead bigint, trigger text)
         on a.lead = n.lead and a.trigger = n.trigger
       where a.workspace = $1 and a.state not in ('closed', 'parked')
       order by a.workspace, a.key for update of a)
     update alerts a set ended_at = ms($3), reason = 'its cause ended',
       state = case when a.state in ('planned', 'open') then 'closed' else a.state end,
       closed_at = case when a.state in ('planned', 'open') then ms($3) end
     from own where a.workspace = own.workspace and a.key = own.key`,
    [workspace, JSON.stringify(ended), now],
  );
}

/** Closed before its task was made: it told nobody anything. */
const UNTOLD = `(state = 'closed' and task is null)`;

export interface AlertHistory {
  /** Triggers with an alert that is not closed. */
  readonly open: readonly string[];
  /** Trigger -> until when it is cooling down, milliseconds. */
  readonly coolingUntil: Readonly<Record<string, number>>;
}

export async function readAlertHistory(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<Map<number, AlertHistory>> {
  if (leads.length === 0) return new Map();
  const { rows } = await db.query<{
    lead: number;
    trigger: string;
    open: boolean;
    until: number | null;
  }>(
    `select lead, trigger, bool_or(state not in ('closed', 'parked')) as open,
       max(cooldown_until) filter (where not ${UNTOLD}) as until
     from alerts where workspace = $1 and lead = any($2::bigint[]) group by lead, trigger`,
    [workspace, leads],
  );
  const histories = new Map<number, { open: string[]; coolingUntil: Record<string, number> }>();
  for (const { lead, trigger, open, until } of rows) {
    const history = histories.get(lead) ?? { open: [], coolingUntil: {} };
    histories.set(lead, history);
    if (open) history.open.push(trigger);
    if (until !== null) history.coolingUntil[trigger] = until;
  }
  return histories;
}

/** One at a time in a workspace, until the transaction ends. After leads and records, before alerts. */
export async function lockAlertPlanning(db: Queryable, workspace: number): Promise<void> {
  await db.query(`select pg_advisory_xact_lock(hashtextextended('alert planning', $1))`, [
    workspace,
  ]);
}

/** Tasks of today by owner (`''` unassigned), today beginning at a moment. */
export async function countAlertsToday(
  db: Queryable,
  workspace: number,
  since: number,
): Promise<Map<string, number>> {
  const { rows } = await db.query<{ owner: string; count: number }>(
    `select coalesce(owner, '') as owner, count(*)::int as count from alerts
     where workspace = $1 and created_at >= ms($2) and state <> 'parked' and not ${UNTOLD}
     group by 1`,
    [workspace, since],
  );
  return new Map(rows.map((row) => [row.owner, row.count]));
}
