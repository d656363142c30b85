import { DAY_HELD_MS, spendingOf } from '../lead/spending.js';
import type { ClaimedCursor } from '../store/cursors.js';
import {
  claimCursors,
  ensureSweeps,
  moveCursor,
  restCursor,
  retryCursor,
} from '../store/cursors.js';
import { withTransaction } from '../store/pool.js';
import { listLiving } from '../store/records.js';
import {
  asCrmError,
  isPushed,
  newToken,
  type ReadDependencies,
  readRetry,
  storePage,
} from './read.js';

const AT_ONCE = 4;
/** From the end of one round to the beginning of the next, milliseconds. */
const EVERY = 86_400_000;

/** Reads the next people of a round by id; whoever is not answered is looked for alone. */
async function sweepOn(
  deps: ReadDependencies,
  claimed: ClaimedCursor,
  token: string,
): Promise<boolean> {
  const account = await deps.account(claimed.account);
  if (!account) return false;
  if (!(await spendingOf(deps, account)).reads) {
    await restCursor(deps.pool, claimed, token, DAY_HELD_MS);
    return false;
  }
  const { declaration } = deps.connector(account.crm);
  try {
    const need = (await deps.needs(account)).find((one) => one.object === claimed.name);
    const after = typeof claimed.cursor?.after === 'string' ? claimed.cursor.after : '';
    const { readBatch } = declaration.limits;
    const ids = need ? await listLiving(deps.pool, account, need.object, after, readBatch) : [];
    const page =
      need && ids.length > 0
        ? await (await deps.session(account)).fetch(need, ids, false, 'background')
        : null;
    const more = ids.length === readBatch;
    await withTransaction(deps.pool, async (db) => {
      const moved = await moveCursor(db, claimed, token, {
        cursor: { after: more ? (ids.at(-1) ?? '') : '' },
        done: false,
        records: ids.length,
        waitMs: more ? 0 : EVERY,
      });
      // Another worker took the cursor over: its page counts, not this one.
      if (moved && page) await storePage(db, account, { ...page, origin: 'sweep' });
    });
    return more;
  } catch (error) {
    const { waitMs, reason } = readRetry(error, claimed.attempts);
    await retryCursor(deps.pool, claimed, token, { waitMs, reason });
    await deps.trouble(account, asCrmError(error));
    return false;
  }
}

/**
 * Once a day every known person of an account that pushes nothing is read by id: that is how deletions
 * and merges become known there. @returns how many pages may follow at once.
 */
export async function sweepRecords(deps: ReadDependencies): Promise<number> {
  await ensureSweeps(
    deps.pool,
    (crm, way) => {
      return isPushed(deps, { crm, way }) ? [] : deps.connector(crm).declaration.personObjects;
    },
    EVERY,
  );
  const token = newToken();
  const claimed = await claimCursors(deps.pool, 'sweep', AT_ONCE, { token, ms: deps.leaseMs });
  const rounds = await Promise.all(claimed.map((one) => sweepOn(deps, one, token)));
  return rounds.length;
}
