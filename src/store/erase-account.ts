/** Erasing all that came from an account that was left. */
import type pg from 'pg';
import { eraseRecords, type GoingRecord, lockErasing } from './erase.js';
import { withTransaction } from './pool.js';

/** Records of one transaction: enough to make statements worth their way, few enough to let others by. */
const AT_ONCE = 200;

/** What stands for the account itself, or for records that were never read. */
const REST = [
  'changes',
  'parked_changes',
  'fetches',
  'fanouts',
  'links',
  'link_history',
  'desired',
  'mass_writes',
  'alerts',
  'cursors',
  'erasures',
  'owners',
  'history_starts',
  'account_calls',
  'company_counts',
  'streams',
  'stream_events',
] as const;

/**
 * Erases the next records of an account that asks for it, or what is left beside them; leads that nothing else
 * stands for go with theirs. No tombstones stay: connected again, the account is read from the beginning.
 * @returns how many records went; 1 for the rest, 0 when nothing is to be done
 */
export async function eraseLeftAccounts(pool: pg.Pool): Promise<number> {
  return withTransaction(pool, async (db) => {
    const { rows: asking } = await db.query<{ workspace: number; account: number }>(
      `select workspace, id as account from accounts
       where state = 'left' and erase_asked_at is not null
       order by erase_asked_at limit 1 for update skip locked`,
    );
    const [place] = asking;
    if (!place) return 0;
    await lockErasing(db, 'erasing');
    const scope = [place.workspace, place.account];
    const { rows: found } = await db.query<GoingRecord>(
      `select id, object, record, lead from records where workspace = $1 and account = $2
       order by object, record limit ${AT_ONCE} for update`,
      scope,
    );
    if (found.length > 0) {
      await eraseRecords(db, place, found, found);
      return found.length;
    }
    for (const table of REST) {
      await db.query(`delete from ${table} where workspace = $1 and account = $2`, scope);
    }
    await db.query('delete from deliveries where account = $1', [place.account]);
    await db.query(
      `update accounts set erase_asked_at = null, backfilled_at = null, last_push_at = null,
         last_poll_at = null where id = $1`,
      [place.account],
    );
    await db.query(
      `insert into audit (workspace, who, what, about)
       select workspace, 'plumbline', 'account.erase', crm || '/' || portal from accounts where id = $1`,
      [place.account],
    );
    return 1;
  });
}
