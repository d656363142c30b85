import type { Queryable } from './pool.js';

/**
 * Notes when a value of these records last became another one. What is read again as it was is no change,
 * nor is what we write ourselves, which is not followed; the order of learning does not matter.
 */
export async function noteChanges(
  db: Queryable,
  records: readonly { readonly workspace: number; readonly id: number }[],
): Promise<void> {
  if (records.length === 0) return;
  await db.query(
    `with n as (select * from unnest($1::bigint[], $2::bigint[]) as n(workspace, record)),
     said as (
       select h.record, h.property, h.at, h.value from n join value_history h using (workspace, record)
       union all
       select r.id, v.key, ms((v.value ->> 1)::bigint), v.value ->> 0
       from n join records r on r.id = n.record, jsonb_each(r.values) v),
     steps as (
       select record, at, value is distinct from lag(value) over
         (partition by record, property order by at, value nulls first) as changed from said),
     last as (select record, max(at) as at from steps where changed group by record)
     update records r set changed_at = last.at from last
     where r.id = last.record and r.changed_at is distinct from last.at`,
    [records.map((one) => one.workspace), records.map((one) => one.id)],
  );
}
