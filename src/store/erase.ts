import type pg from 'pg';
import { withTransaction } from './pool.js';

/**
 * Carries out erasures whose earlier deliveries are all split: what came from the record goes, the lead
 * too unless another record stands for the person. The tombstone and the audit's fact stay.
 * @returns how many records were erased.
 */
export async function eraseDue(pool: pg.Pool): Promise<number> {
  return withTransaction(pool, async (db) => {
    const { rows } = await db.query<{
      workspace: number;
      account: number;
      object: string;
      record: string;
    }>(
      `delete from erasures where (workspace, account, object, record) in (
         select workspace, account, object, record from erasures e
         where not exists (select from deliveries d where d.id <= e.after_delivery)
         order by asked_at limit 50 for update skip locked)
       returning workspace, account, object, record`,
    );
    for (const { workspace, account, object, record } of rows) {
      const key = [workspace, account, object, record];
      const { rows: found } = await db.query<{ id: number; lead: number | null }>(
        `select id, lead from records where workspace = $1 and account = $2 and object = $3
           and (record = $4 or alias_of = $4) order by id for update`,
        key,
      );
      const ids = found.map((row) => row.id);
      const leads = [...new Set(found.map((row) => row.lead))].filter((lead) => lead !== null);
      const byKey = `workspace = $1 and account = $2 and object = $3 and record = $4`;
      for (const table of [
        'changes',
        'parked_changes',
        'fetches',
        'desired',
        'alerts',
        'fanouts',
      ]) {
        await db.query(`delete from ${table} where ${byKey}`, key);
      }
      await db.query(
        `delete from links where workspace = $1 and account = $2 and ((object = $3 and record = $4)
           or (to_object = $3 and to_record = $4))`,
        key,
      );
      const scope = [workspace, ids];
      for (const table of ['value_history', 'activities']) {
        await db.query(
          `delete from ${table} where workspace = $1 and record = any($2::bigint[])`,
          scope,
        );
      }
      await db.query('delete from records where workspace = $1 and id = any($2::bigint[])', scope);
      await eraseLeads(db, workspace, leads);
      await db.query(
        `insert into audit (workspace, who, what, about) values ($1, 'crm', 'person.erase', $2)`,
        [workspace, `${object} of account ${account}`],
      );
    }
    return rows.length;
  });
}

/** Leads without a record go; others are scored anew from what is left. */
async function eraseLeads(
  db: pg.PoolClient,
  workspace: number,
  leads: readonly number[],
): Promise<void> {
  if (leads.length === 0) return;
  const { rows } = await db.query<{ id: number; empty: boolean }>(
    `select l.id, not exists (select from records r where r.workspace = $1 and r.lead = l.id) as empty
     from leads l where l.workspace = $1 and l.id = any($2::bigint[]) order by l.id for update`,
    [workspace, leads],
  );
  const empty = rows.filter((row) => row.empty).map((row) => row.id);
  const rest = rows.filter((row) => !row.empty).map((row) => row.id);
  for (const table of [
    'lead_work',
    'scores',
    'score_history',
    'stage_history',
    'signals',
    'lead_keys',
    'activities',
    'alerts',
  ]) {
    await db.query(`delete from ${table} where workspace = $1 and lead = any($2::bigint[])`, [
      workspace,
      empty,
    ]);
  }
  await db.query('delete from leads where workspace = $1 and id = any($2::bigint[])', [
    workspace,
    empty,
  ]);
  await db.query(
    `update lead_work set dirty_seq = dirty_seq + 1 where workspace = $1 and lead = any($2::bigint[])`,
    [workspace, rest],
  );
  // What the erased record told of the person must not stay in the lead's own columns.
  await db.query(`update leads set fields = '{}' where workspace = $1 and id = any($2::bigint[])`, [
    workspace,
    rest,
  ]);
}
