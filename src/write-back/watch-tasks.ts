import { randomUUID } from 'node:crypto';
import type { TaskState } from '../../connectors/connector.js';
import { CrmError } from '../lead/crm-error.js';
import { spendingOf } from '../lead/spending.js';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { addCounters } from '../store/counters.js';
import {
  accountsToWatch,
  claimOpenTasks,
  finishLooks,
  type OpenTask,
  type TaskSeen,
} from '../store/open-tasks.js';
import type { SendDependencies } from './settle.js';

export type WatchDependencies = SendDependencies & { readonly log: Logger };

/** Between two looks at an account's open tasks, milliseconds: five minutes at the full protocol times. */
export function lookEvery(unknownWaitMs: number): number {
  return 10 * unknownWaitMs;
}

/** What one look at a task means for its alert. */
function seenOf(alert: OpenTask, found: TaskState | undefined, now: number): TaskSeen {
  const { workspace, key } = alert;
  const moved = found?.state === 'started' || found?.state === 'completed';
  const closed =
    found?.state === 'completed'
      ? 'the task was completed'
      : found?.state === 'gone'
        ? 'the task was deleted'
        : null;
  return { workspace, key, closed, movedAt: moved ? Math.min(found.changedAt ?? now, now) : null };
}

async function watchAccount(deps: WatchDependencies, id: number, now: number): Promise<number> {
  const account = await deps.account(id);
  if (!account || !(await spendingOf(deps, account)).reads) return 0;
  const { leaseMs, unknownWaitMs } = deps.protocol;
  const every = lookEvery(unknownWaitMs);
  const token = randomUUID();
  const alerts = await claimOpenTasks(
    deps.pool,
    id,
    { limit: deps.connector(account.crm).declaration.limits.readBatch, soonMs: every / 2 },
    { token, ms: leaseMs },
  );
  if (alerts.length === 0) return 0;
  let states = new Map<string, TaskState>();
  let nextMs = every;
  try {
    const session = await deps.session(account);
    const found = await session.taskStates(alerts.map(({ task }) => task));
    states = new Map(found.map((task) => [task.id, task]));
  } catch (error) {
    const crm = error instanceof CrmError ? error : null;
    nextMs = Math.max(every, crm?.waitMs ?? 0);
    deps.log.warn('open tasks not read', { account: id, reason: messageOf(error) });
    if (crm && (crm.kind === 'reconnect' || crm.kind === 'rights'))
      await deps.trouble(account, crm);
  }
  const seen = alerts.map((alert) => seenOf(alert, states.get(alert.task), now));
  const closed = await finishLooks(deps.pool, token, seen, { now, nextMs });
  await addCounters(deps.pool, { 'alerts.task-closed': closed });
  return alerts.length;
}

/**
 * Looks at the tasks of open alerts, one call of every account at once and each account's seldom: an alert
 * closes when its task is done or deleted, and a lead whose task was moved on counts as touched.
 * @returns how many tasks were asked about.
 */
export async function watchTasks(deps: WatchDependencies, now: number): Promise<number> {
  const accounts = await accountsToWatch(deps.pool);
  const counts = await Promise.all(accounts.map((id) => watchAccount(deps, id, now)));
  return counts.reduce((sum, count) => sum + count, 0);
}
