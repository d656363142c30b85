import { PlumblineError } from '../lib/errors.js';
import { createLeads, markDirty } from './leads.js';
import type { Queryable } from './pool.js';

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
       where o.workspace = r.workspace and o.account = r.account and o.object = r.object
         and (o.alias_of = r.record or o.record = r.alias_of)
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
  const scope = [workspace, lead, made, records];
  await db.query(
    `update lead_keys k set lead = $3 where k.workspace = $1 and k.lead = $2
       and ${hasAddress('r.id = any($4::bigint[])')} and not ${hasAddress('r.id <> all($4::bigint[])')}`,
    scope,
  );
  await db.query(
    'update records set lead = $3 where workspace = $1 and lead = $2 and id = any($4::bigint[])',
    scope,
  );
  await db.query(
    'update activities set lead = $3 where workspace = $1 and lead = $2 and record = any($4::bigint[])',
    scope,
  );
  for (const table of ['desired', 'alerts']) {
    await db.query(
      `update ${table} t set lead = $3 from records r where t.workspace = $1 and t.lead = $2
         and r.id = any($4::bigint[]) and r.workspace = t.workspace and r.account = t.account
         and r.object = t.object and r.record = t.record`,
      scope,
    );
  }
  const quiet = { workspace, loud: false, background: false, receivedAt: now };
  await markDirty(db, [
    { ...quiet, lead },
    { ...quiet, lead: made },
  ]);
  return made;
}

/** Whether one of the lead's records, by a condition on `r`, has the key's address. */
function hasAddress(condition: string): string {
  return `exists (select from records r, jsonb_each(r.values) v where r.workspace = $1
    and r.lead = $2 and ${condition} and lower(trim(v.value ->> 0)) = k.value)`;
}
