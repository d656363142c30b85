import type { Queryable } from './pool.js';

/**
 * The leads of these records, held until the transaction ends: no merge moves the records away before
 * what is written about them is there to move along. For records that the caller has not locked itself.
 * Those without a lead are locked too, as they may be about to get one.
 */
export async function holdLeads(
  db: Queryable,
  records: readonly number[],
): Promise<Map<number, number | null>> {
  if (records.length === 0) return new Map();
  await db.query(
    `select 1 from records where id = any($1::bigint[]) and lead is null
     order by workspace, account, object, record for share`,
    [records],
  );
  for (let held = new Set<number>(); ; ) {
    const { rows } = await db.query<{ id: number; lead: number | null }>(
      'select id, lead from records where id = any($1::bigint[])',
      [records],
    );
    const leads = rows.map((row) => row.lead).filter((lead) => lead !== null);
    if (leads.every((lead) => held.has(lead)))
      return new Map(rows.map((row) => [row.id, row.lead]));
    // Whoever merges or takes apart holds the lead for update: after the wait the records tell its new one.
    await db.query('select 1 from leads where id = any($1::bigint[]) order by id for key share', [
      leads,
    ]);
    held = new Set([...held, ...leads]);
  }
}
