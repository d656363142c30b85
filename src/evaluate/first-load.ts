import type pg from 'pg';
import type { Clock } from '../lib/clock.js';
import { markAccountLeads } from '../store/account-leads.js';
import { listAccounts } from '../store/accounts.js';
import { completeBackfills } from '../store/cursors.js';
import { withTransaction } from '../store/pool.js';
import type { Documents } from './documents.js';

export interface FirstLoadDependencies {
  readonly pool: pg.Pool;
  readonly documents: Documents;
  readonly clock: Clock;
}

/**
 * Ends the first loads that have arrived in full. Where write-back is on already, the stages decided
 * meanwhile were kept back: their leads are looked at again, in the same transaction, so that a crash
 * between the two leaves no stage behind. @returns the accounts' ids.
 */
export async function completeFirstLoads(deps: FirstLoadDependencies): Promise<number[]> {
  return withTransaction(deps.pool, async (db) => {
    const completed = await completeBackfills(db, deps.clock());
    if (completed.length === 0) return completed;
    const writing = (await listAccounts(db)).filter(
      ({ id, writes }) => writes && completed.includes(id),
    );
    for (const account of writing) {
      const { crmStage } = (await deps.documents.mapping(account)).writes;
      if (!crmStage) continue;
      await markAccountLeads(db, account, crmStage.table ? Object.keys(crmStage.table) : null);
    }
    return completed;
  });
}
