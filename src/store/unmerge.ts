import { PlumblineError } from '../lib/errors.js';
import { noteCompanyChanges } from './company-counts.js';
import { settleAddresses } from './lead-keys.js';
import { createLeads, markDirty } from './leads.js';
import { moveRecords } from './move-records.js';
import type { Queryable } from './pool.js';
import { ALIAS_OBJECT } from './records.js';
import { dismissPair } from './suggestions.js';

/**
 * Moves records, with their activities, wishes, alerts and addresses, from a lead to a new one; both are
 * scored again, quietly. Throws `not-of-lead` when the lead does not hold them all or nothing would be
 * left, `merged-in-crm` when the CRM itself made one record of a moved and a staying one.
 * To be called in a transaction. @returns the new lead's id.
 */
export async function unmergeLead(
  db: Queryable,
  workspace: number,
  lead: number,
  records: readonly number[],
  now: number,
): Promise<number> {
  const { rows: held } = await db.query<{ id: number; moves: boolean; tied: boolean }>(
    `select r.id, r.id = any($3::bigint[]) as moves, exists (select from records o
       where o.workspace = r.workspace and o.account = r.account
         and ((o.alias_of = r.record and ${ALIAS_OBJECT('o')} = r.object)
           or (o.record = r.alias_of and o.object = ${ALIAS_OBJECT('r')}))
         and (o.id = any($3::bigint[])) <> (r.id = any($3::bigint[]))) as tied
     from records r where r.workspace = $1 and r.lead = $2 order by r.id for update`,
    [workspace, lead, records],
  );
  const moving = held.filter((row) => row.moves);
  if (moving.length !== new Set(records).size || moving.length === held.length) {
    throw new PlumblineError(
      'not-of-lead',
      `Lead ${lead} holds ${held.length} records, ${moving.length} of the ${records.length} named; name some of its records, not all.`,
      { status: 409 },
    );
  }
  if (moving.some((row) => row.tied)) {
    throw new PlumblineError(
      'merged-in-crm',
      `The CRM itself merged records of lead ${lead}; undo that merge there, or move all of them together.`,
      { status: 409 },
    );
  }
  await db.query('select 1 from leads where workspace = $1 and id = $2 for update', [
    workspace,
    lead,
  ]);
  const [made] = await createLeads(db, workspace, 1);
  if (made === undefined) throw new Error('no lead was made');
  await moveRecords(db, workspace, lead, made, records);
  await settleAddresses(db, workspace, [], [lead, made]);
  await dismissPair(db, workspace, [lead, made]);
  const quiet = { workspace, loud: false, background: false, receivedAt: now };
  await markDirty(db, [
    { ...quiet, lead },
    { ...quiet, lead: made },
  ]);
  await noteCompanyChanges(db, [
    { workspace, lead, loud: false },
    { workspace, lead: made, loud: false },
  ]);
  return made;
}
