import { claimFetches, fetchGroups, finishFetches, retryFetches } from '../store/fetches.js';
import { withTransaction } from '../store/pool.js';
import { asCrmError, newToken, type ReadDependencies, readRetry, storePage } from './read.js';

/**
 * Reads wanted records in the CRM's largest batches; the answer enters as a delivery.
 * @returns how many records were read.
 */
export async function fetchRecords(deps: ReadDependencies): Promise<number> {
  let count = 0;
  for (const group of await fetchGroups(deps.pool)) {
    const account = await deps.account(group.account);
    if (account?.state !== 'connected') continue;
    const need = (await deps.needs(account)).find((one) => one.object === group.object);
    const { limits } = deps.connector(account.crm).declaration;
    const limit = group.history ? limits.historyBatch : limits.readBatch;
    const token = newToken();
    const lease = { token, ms: deps.leaseMs };
    const claimed = await claimFetches(deps.pool, { ...group, limit }, lease);
    if (claimed.length === 0) continue;
    if (!need) {
      // The mapping no longer asks for this object: nothing to read.
      await finishFetches(deps.pool, claimed, token);
      continue;
    }
    try {
      const session = await deps.session(account);
      const ids = claimed.map((row) => row.record);
      const live = group.priority === 0;
      const priority = live ? 'live' : 'background';
      const read = await session.fetch(need, ids, group.history, priority);
      // What belongs to a first load stays quiet, as the rest of it.
      const page = live ? read : { ...read, origin: 'backfill' as const };
      await withTransaction(deps.pool, async (db) => {
        await storePage(db, account, page);
        await finishFetches(db, claimed, token);
      });
      count += claimed.length;
    } catch (error) {
      const attempts = Math.max(...claimed.map((row) => row.attempts));
      const { waitMs, reason } = readRetry(error, attempts);
      await retryFetches(deps.pool, token, waitMs, reason);
      await deps.trouble(account, asCrmError(error));
    }
  }
  return count;
}
