import { randomUUID } from 'node:crypto';
import { CrmError } from '../lead/crm-error.js';
import { DAY_HELD_MS, spendingOf } from '../lead/spending.js';
import { messageOf } from '../lib/errors.js';
import {
  type AlertOutcome,
  type ClaimedAlert,
  claimPlannedAlerts,
  claimUnknownAlerts,
  closeCooledAlerts,
  finishAlert,
  releaseExpiredAlerts,
} from '../store/alerts.js';
import { addCounters } from '../store/counters.js';
import { HELD_BACK_MS, retryWait, type SendDependencies } from './settle.js';
import { lookEvery } from './watch-tasks.js';

/** Looks that must find nothing before a task is created again. */
const LOOKS = 2;
/** The CRM's clock may be behind ours by this much, milliseconds. */
const SKEW = 5 * 60_000;
const AT_ONCE = 8;

function heldBack(): CrmError {
  const message =
    "The account's calls of the day are used up; the task is sent when some are free.";
  return new CrmError('wait', message, { sent: false, waitMs: DAY_HELD_MS });
}

async function act(
  deps: SendDependencies,
  alert: ClaimedAlert,
  work: (session: Awaited<ReturnType<SendDependencies['session']>>) => Promise<AlertOutcome>,
  failed: (error: CrmError) => AlertOutcome,
): Promise<AlertOutcome> {
  const account = await deps.account(alert.account);
  if (!account) return { state: 'parked', reason: 'the account was disconnected' };
  try {
    if (!(await spendingOf(deps, account)).live) throw heldBack();
    return await work(await deps.session(account));
  } catch (error) {
    const crm =
      error instanceof CrmError
        ? error
        : new CrmError('transient', messageOf(error), { cause: error });
    if (crm.kind === 'reconnect' || crm.kind === 'rights') await deps.trouble(account, crm);
    return failed(crm);
  }
}

function create(deps: SendDependencies, alert: ClaimedAlert): Promise<AlertOutcome> {
  const { timeoutMs, unknownWaitMs } = deps.protocol;
  return act(
    deps,
    alert,
    async (session) => {
      const task = await session.createTask(alert.draft);
      return { state: 'open', task, waitMs: lookEvery(unknownWaitMs) };
    },
    (error) => {
      const reason = error.message.slice(0, 500);
      if (error.outcome === 'unknown')
        return { state: 'unknown', reason, waitMs: timeoutMs + unknownWaitMs };
      if (error.kind === 'refused' || error.kind === 'gone') return { state: 'parked', reason };
      if (!error.sent) {
        const waitMs = Math.max(error.waitMs, HELD_BACK_MS);
        return { state: 'planned', reason, waitMs, untried: true };
      }
      const waitMs = Math.max(error.waitMs, retryWait(alert.attempts, unknownWaitMs));
      return { state: 'planned', reason, waitMs };
    },
  );
}

/** Looks for the task in the CRM by its marker; only two looks without it lead to a second creation. */
function look(deps: SendDependencies, alert: ClaimedAlert): Promise<AlertOutcome> {
  const { unknownWaitMs } = deps.protocol;
  const since = (alert.attemptAt ?? 0) - SKEW;
  return act(
    deps,
    alert,
    async (session) => {
      const tasks = await session.findTasks(alert.object, alert.record, since);
      const found = tasks.find((task) => task.marker === alert.marker);
      if (found) return { state: 'open', task: found.id, waitMs: lookEvery(unknownWaitMs) };
      const checks = alert.checks + 1;
      if (checks >= LOOKS) return { state: 'planned', reason: 'not found in the CRM, sent again' };
      return { state: 'unknown', checks, waitMs: unknownWaitMs };
    },
    (error) => ({
      state: error.kind === 'gone' ? 'parked' : 'unknown',
      checks: alert.checks,
      reason: error.message.slice(0, 500),
      waitMs: Math.max(error.waitMs, unknownWaitMs),
    }),
  );
}

/**
 * Creates planned tasks and settles those whose outcome is unknown. A task is created exactly once, save
 * when the CRM applies a request long after it gave up on answering it.
 * @returns how many alerts were worked on.
 */
export async function sendTasks(deps: SendDependencies, now: number): Promise<number> {
  const { leaseMs, timeoutMs, unknownWaitMs } = deps.protocol;
  // A call may wait for its turn as long as for its answer.
  await releaseExpiredAlerts(deps.pool, 2 * timeoutMs + unknownWaitMs);
  await closeCooledAlerts(deps.pool, now);
  const lease = { token: randomUUID(), ms: leaseMs };
  const planned = await claimPlannedAlerts(deps.pool, AT_ONCE, lease);
  const unknown = await claimUnknownAlerts(deps.pool, AT_ONCE, lease);
  const settle = async (
    alert: ClaimedAlert,
    work: (deps: SendDependencies, alert: ClaimedAlert) => Promise<AlertOutcome>,
  ): Promise<void> => {
    const outcome = await work(deps, alert);
    const kept = await finishAlert(deps.pool, alert, lease.token, outcome);
    // One whose answer was lost is found later: it was created all the same.
    if (kept && outcome.state === 'open') await addCounters(deps.pool, { 'tasks.created': 1 });
  };
  await Promise.all([
    ...planned.map((alert) => settle(alert, create)),
    ...unknown.map((alert) => settle(alert, look)),
  ]);
  return planned.length + unknown.length;
}
