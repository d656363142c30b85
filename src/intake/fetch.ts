import { spendingOf } from '../lead/spending.js';
import type { Account } from '../store/accounts.js';
import {
  claimFetches,
  type FetchGroup,
  fetchGroups,
  finishFetches,
  retryFetches,
} from '../store/fetches.js';
import { withTransaction } from '../store/pool.js';
import { asCrmError, newToken, type ReadDependencies, readRetry, storePage } from './read.js';

/**
 * Reads wanted records in the CRM's largest batches, one of every account at once: a slow account holds
 * the others up for one answer at most. The answers enter as deliveries.
 * @returns how many records were tried.
 */
export async function fetchRecords(deps: ReadDependencies): Promise<number> {
  const byAccount = new Map<number, FetchGroup[]>();
  for (const group of await fetchGroups(deps.pool)) {
    byAccount.set(group.account, [...(byAccount.get(group.account) ?? []), group]);
  }
  const counts = await Promise.all([...byAccount].map(([id, own]) => fetchOf(deps, id, own)));
  return counts.reduce((sum, count) => sum + count, 0);
}

/** The first of the account's groups that still waits, the most urgent being the first. */
async function fetchOf(
  deps: ReadDependencies,
  id: number,
  groups: readonly FetchGroup[],
): Promise<number> {
  const account = await deps.account(id);
  if (account?.state !== 'connected') return 0;
  const { live, reads } = await spendingOf(deps, account);
  for (const group of groups) {
    if (!(group.priority === 0 ? live : reads)) continue;
    const count = await fetchBatch(deps, account, group);
    if (count > 0) return count;
  }
  return 0;
}

async function fetchBatch(
  deps: ReadDependencies,
  account: Account,
  group: FetchGroup,
): Promise<number> {
  const need = (await deps.needs(account)).find((one) => one.object === group.object);
  const { limits } = deps.connector(account.crm).declaration;
  const limit = group.history ? limits.historyBatch : limits.readBatch;
  const token = newToken();
  const lease = { token, ms: deps.leaseMs };
  const claimed = await claimFetches(deps.pool, { ...group, limit }, lease);
  if (claimed.length === 0) return 0;
  if (!need) {
    // The mapping no longer asks for this object: nothing to read.
    await finishFetches(deps.pool, claimed, token);
    return claimed.length;
  }
  try {
    const session = await deps.session(account);
    const ids = claimed.map((row) => row.record);
    const live = group.priority === 0;
    const read = await session.fetch(need, ids, group.history, live ? 'live' : 'background');
    // What belongs to a first load stays quiet, as the rest of it.
    const page = live ? read : { ...read, origin: 'backfill' as const };
    await withTransaction(deps.pool, async (db) => {
      await storePage(db, account, page);
      await finishFetches(db, claimed, token);
    });
  } catch (error) {
    const attempts = Math.max(...claimed.map((row) => row.attempts));
    const { waitMs, reason } = readRetry(error, attempts);
    await retryFetches(deps.pool, token, waitMs, reason);
    await deps.trouble(account, asCrmError(error));
  }
  return claimed.length;
}
