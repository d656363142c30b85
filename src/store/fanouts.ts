import type { Queryable } from './pool.js';
import type { RecordKey } from './records.js';

/**
 * A changed company or deal: the leads linked to it, or to what was merged into it, are to be marked,
 * some at a time. One without links, as most of a first load, marks nobody.
 */
export async function startFanouts(
  db: Queryable,
  causes: readonly { record: RecordKey; loud: boolean }[],
): Promise<void> {
  if (causes.length === 0) return;
  const list = causes.map(({ record, loud }) => ({
    workspace: record.workspace,
    account: record.account,
    object: record.object,
    record: record.record,
    loud,
  }));
  await db.query(
    `insert into fanouts as f (workspace, account, object, record, loud)
     with recursive cause as (
       select * from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, object text,
         record text, loud boolean)
       union select r.workspace, r.account, r.object, r.record, cause.loud from cause
         join records r on r.workspace = cause.workspace and r.account = cause.account
           and r.object = cause.object and r.alias_of = cause.record)
     select workspace, account, object, record, bool_or(loud) from cause c
     where exists (select from links l where l.workspace = c.workspace and l.account = c.account
         and l.object = c.object and l.record = c.record)
       or exists (select from links l where l.workspace = c.workspace and l.account = c.account
         and l.to_object = c.object and l.to_record = c.record)
     group by 1, 2, 3, 4
     order by 1, 2, 3, 4
     on conflict (workspace, account, object, record) do update set
       after_record = '', seq = f.seq + 1, loud = f.loud or excluded.loud`,
    [JSON.stringify(list)],
  );
}

/**
 * Marks the next leads linked to changed companies and deals. Many at once are background work, so that
 * a big company never delays a live change. @returns how many causes were worked on.
 */
export async function continueFanouts(db: Queryable, page: number): Promise<number> {
  const { rows } = await db.query<RecordKey & { seq: number; after: string; loud: boolean }>(
    `select workspace, account, object, record, seq, after_record as after, loud from fanouts
     order by at limit 20 for update skip locked`,
  );
  for (const cause of rows) {
    const key = [cause.workspace, cause.account, cause.object, cause.record];
    const { rows: marked } = await db.query<{ last: string | null; count: number }>(
      `with linked as (
         select r.record, r.lead from links l join records r on r.workspace = l.workspace
           and r.account = l.account and r.object = l.object and r.record = l.record
         where l.workspace = $1 and l.account = $2 and l.to_object = $3 and l.to_record = $4
           and l.linked and r.lead is not null and r.record > $5
         union
         select r.record, r.lead from links l join records r on r.workspace = l.workspace
           and r.account = l.account and r.object = l.to_object and r.record = l.to_record
         where l.workspace = $1 and l.account = $2 and l.object = $3 and l.record = $4
           and l.linked and r.lead is not null and r.record > $5
         order by record limit $6),
       many as (select count(*) as n from linked),
       marked as (
         insert into lead_work as w (workspace, lead, dirty_seq, loud_seq, loud_at, background)
         select $1, lead, 1, case when $7 then 1 else 0 end, case when $7 then now() end, bool_or((select n from many) >= 100)
         from linked group by lead order by lead
         on conflict (workspace, lead) do update set dirty_seq = w.dirty_seq + 1,
           loud_seq = case when excluded.loud_seq > 0 then w.dirty_seq + 1 else w.loud_seq end,
           loud_at = greatest(w.loud_at, excluded.loud_at),
           background = excluded.background and (w.background or w.dirty_seq = w.scored_seq)
         returning 1)
       select max(record) as last, count(*)::int as count from linked`,
      [...key, cause.after, page, cause.loud],
    );
    const { last = null, count = 0 } = marked[0] ?? {};
    if (count < page) {
      await db.query(
        `delete from fanouts where workspace = $1 and account = $2 and object = $3 and record = $4 and seq = $5`,
        [...key, cause.seq],
      );
    } else {
      await db.query(
        `update fanouts set after_record = $5 where workspace = $1 and account = $2 and object = $3
           and record = $4 and seq = $6`,
        [...key, last, cause.seq],
      );
    }
  }
  return rows.length;
}
