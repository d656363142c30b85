import { PlumblineError } from '../lib/errors.js';
import { noteCompanyChanges } from './company-counts.js';
import { settleAddresses } from './lead-keys.js';
import { markDirty, mergeLeads } from './leads.js';
import type { Queryable } from './pool.js';

/** Whether a person has yet to decide about two leads. Throws `no-suggestion` (404) when not. */
export async function requireSuggestion(
  db: Queryable,
  workspace: number,
  leads: readonly [number, number],
): Promise<void> {
  const { rowCount } = await db.query(
    `select 1 from suggestions where workspace = $1 and lead_a = least($2::bigint, $3::bigint)
       and lead_b = greatest($2::bigint, $3::bigint) and not dismissed for update`,
    [workspace, ...leads],
  );
  if (rowCount === 1) return;
  throw new PlumblineError(
    'no-suggestion',
    `Leads ${leads[0]} and ${leads[1]} are not suggested as one person; somebody may have decided already.`,
    { status: 404 },
  );
}

/**
 * Makes one lead of two that were suggested, scored again quietly. Throws `no-suggestion`. To be called in
 * a transaction. @returns the one that stays
 */
export async function mergePair(
  db: Queryable,
  workspace: number,
  leads: readonly [number, number],
  now: number,
): Promise<number> {
  // Records before leads, as everybody else locks them.
  await db.query(
    'select 1 from records where workspace = $1 and lead = any($2::bigint[]) order by id for update',
    [workspace, leads],
  );
  await requireSuggestion(db, workspace, leads);
  const kept = await mergeLeads(db, workspace, ...leads);
  await settleAddresses(db, workspace, [], [kept]);
  await noteCompanyChanges(db, [{ workspace, lead: kept, loud: false }]);
  await markDirty(db, [{ workspace, lead: kept, loud: false, background: false, receivedAt: now }]);
  return kept;
}
