import { COUNTS } from './addresses.js';
import type { Queryable } from './pool.js';

/**
 * Moves records from their lead to another one, with activities, stage changes, wishes, alerts and the keys that no
 * record left behind has. An alert that is not closed stays where the other lead has one of the same
 * trigger. The rest of keys and suggestions is left to `settleAddresses`.
 */
export async function moveRecords(
  db: Queryable,
  workspace: number,
  from: number,
  to: number,
  records: readonly number[],
): Promise<void> {
  const scope = [workspace, from, to, records];
  await db.query(
    'update records set lead = $3 where workspace = $1 and lead = $2 and id = any($4::bigint[])',
    scope,
  );
  await db.query(
    'update activities set lead = $3 where workspace = $1 and lead = $2 and record = any($4::bigint[])',
    scope,
  );
  await db.query(
    'update signals set lead = $3 where workspace = $1 and lead = $2 and record = any($4::bigint[])',
    scope,
  );
  const has = (lead: string) => `exists (select from record_addresses a
    join records r on r.id = a.record
    where a.workspace = $1 and a.value = k.value and r.lead = ${lead} and ${COUNTS})`;
  await db.query(
    `update lead_keys k set lead = $3
     where k.workspace = $1 and k.lead = $2 and ${has('$3')} and not ${has('$2')}`,
    [workspace, from, to],
  );
  const ofRecords = `t.workspace = $1 and t.lead = $2 and r.id = any($4::bigint[])
    and r.workspace = t.workspace and r.account = t.account and r.object = t.object
    and r.record = t.record`;
  await db.query(`update desired t set lead = $3 from records r where ${ofRecords}`, scope);
  await db.query(
    `update alerts t set lead = $3 from records r where ${ofRecords} and ${movable('t', '$3')}`,
    scope,
  );
}

/** A condition: the alert can go to a lead, which has at most one of a trigger that is not closed. */
export function movable(alert: string, lead: string): string {
  return `(${alert}.state in ('closed', 'parked') or not exists (
    select from alerts o where o.workspace = ${alert}.workspace and o.lead = ${lead}
      and o.trigger = ${alert}.trigger and o.state not in ('closed', 'parked')))`;
}
