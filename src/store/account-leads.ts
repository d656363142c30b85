import type { Queryable } from './pool.js';

/**
 * Marks the leads of an account, in these stages where some are named, for scoring as background work,
 * quietly: no task comes of it. Sorted by lead. @returns how many.
 */
export async function markAccountLeads(
  db: Queryable,
  account: { readonly workspace: number; readonly id: number },
  stages: readonly string[] | null = null,
): Promise<number> {
  const { rowCount } = await db.query(
    `insert into lead_work as w (workspace, lead, dirty_seq, background)
     select distinct workspace, lead, 1, true from records
     where workspace = $1 and account = $2 and lead is not null and ($3::text[] is null
       or lead in (select id from leads where workspace = $1 and stage = any($3)))
     order by lead
     on conflict (workspace, lead) do update set dirty_seq = w.dirty_seq + 1,
       background = w.background or w.dirty_seq = w.scored_seq`,
    [account.workspace, account.id, stages],
  );
  return rowCount ?? 0;
}
