import type { Queryable } from './pool.js';

/**
 * Marks the next leads of an account for scoring as background work, quietly: no task comes of it.
 * @returns how many, and the last one's id to go on from; null when there are no more.
 */
export async function markAccountLeads(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  after: number,
  limit: number,
): Promise<{ count: number; last: number | null }> {
  const { rows } = await db.query<{ count: number; last: number | null }>(
    `with own as (
       select distinct lead from records
       where workspace = $1 and account = $2 and lead > $3 order by lead limit $4),
     marked as (
       insert into lead_work as w (workspace, lead, dirty_seq, background)
       select $1, lead, 1, true from own order by lead
       on conflict (workspace, lead) do update set dirty_seq = w.dirty_seq + 1,
         background = w.background or w.dirty_seq = w.scored_seq
       returning lead)
     select count(*)::int as count, max(lead) as last from marked`,
    [account.workspace, account.id, after, limit],
  );
  return rows[0] ?? { count: 0, last: null };
}
