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

/** Causes worked on at once, as long as they do not mark too many leads. */
const CAUSES = 200;
/** Marks at once, pages of the last cause beside. */
const MARKS = 2_000;
/** So many leads of one cause are background work: a big company never delays a live change. */
const MANY = 100;

interface Worked extends RecordKey {
  readonly seq: number;
  /** The last record that was marked; null where none was left. */
  readonly last: string | null;
  readonly count: number;
}

/**
 * Marks the next leads linked to changed companies and deals, of each at most a page. Each record is found by
 * its whole key (`offset 0`), whatever the database knows of the tables so far.
 * @returns how many causes were worked on.
 */
export async function continueFanouts(db: Queryable, page: number): Promise<number> {
  const { rows: causes } = await db.query<
    RecordKey & { seq: number; after: string; loud: boolean }
  >(
    `select workspace, account, object, record, seq, after_record as after, loud from fanouts
     order by at limit $1 for update skip locked`,
    [CAUSES],
  );
  if (causes.length === 0) return 0;
  const { rows } = await db.query<Worked>(
    `with cause as materialized (
       select * from jsonb_to_recordset($1::jsonb) as n(index integer, workspace bigint, account bigint,
         object text, record text, seq bigint, after text, loud boolean)),
     near as materialized (
       select cause.index, cause.workspace, cause.loud, n.record, n.lead,
         count(*) over (partition by cause.index) as many
       from cause cross join lateral (
         select l.record, r.lead from (
           select object, record from links l
           where l.workspace = cause.workspace and l.account = cause.account
             and l.to_object = cause.object and l.to_record = cause.record
             and l.linked and l.record > cause.after
           union
           select to_object, to_record from links l
           where l.workspace = cause.workspace and l.account = cause.account
             and l.object = cause.object and l.record = cause.record
             and l.linked and l.to_record > cause.after) l
         cross join lateral (
           select lead from records r where r.workspace = cause.workspace
             and r.account = cause.account and r.object = l.object and r.record = l.record
             and r.lead is not null offset 0) r
         order by l.record limit $2) n),
     worked as materialized (
       select * from (
         select index, last, count, sum(count) over (order by index) - count as before
         from cause left join lateral (select max(record) as last, count(*)::int as count
           from near where near.index = cause.index) c on true) c
       where before < $3),
     marked as (
       insert into lead_work as w (workspace, lead, dirty_seq, loud_seq, loud_at, background)
       select workspace, lead, 1, case when bool_or(loud) then 1 else 0 end,
         case when bool_or(loud) then now() end, bool_and(many >= $4)
       from near where index in (select index from worked)
       group by workspace, lead order by workspace, lead
       on conflict (workspace, lead) do update set dirty_seq = w.dirty_seq + 1,
         loud_seq = case when excluded.loud_seq > 0 then w.dirty_seq + 1 else w.loud_seq end,
         loud_at = greatest(w.loud_at, excluded.loud_at),
         background = excluded.background and (w.background or w.dirty_seq = w.scored_seq)
       returning 1)
     select cause.workspace, cause.account, cause.object, cause.record, cause.seq, last, count
     from worked join cause using (index)`,
    [JSON.stringify(causes.map((cause, index) => ({ ...cause, index }))), page, MARKS, MANY],
  );
  await endFanouts(
    db,
    rows.filter(({ count }) => count < page),
  );
  await moveFanouts(
    db,
    rows.filter(({ count }) => count >= page),
  );
  return rows.length;
}

const KEY = 'workspace bigint, account bigint, object text, record text, seq bigint';
/** One that was asked for anew meanwhile begins anew. */
const SAME = `(f.workspace, f.account, f.object, f.record, f.seq)
  = (n.workspace, n.account, n.object, n.record, n.seq)`;

async function endFanouts(db: Queryable, worked: readonly Worked[]): Promise<void> {
  if (worked.length === 0) return;
  await db.query(
    `delete from fanouts f using jsonb_to_recordset($1::jsonb) as n(${KEY}) where ${SAME}`,
    [JSON.stringify(worked)],
  );
}

async function moveFanouts(db: Queryable, worked: readonly Worked[]): Promise<void> {
  if (worked.length === 0) return;
  await db.query(
    `update fanouts f set after_record = n.last
     from jsonb_to_recordset($1::jsonb) as n(${KEY}, last text) where ${SAME}`,
    [JSON.stringify(worked)],
  );
}
