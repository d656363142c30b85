/** How an installation is doing: one query a question. Times in milliseconds since the epoch. */
import type { Lacks } from '../../connectors/connector.js';
import type { Spending } from '../lead/spending.js';
import type { Queryable } from '../store/pool.js';

export interface CursorStatus {
  readonly account: number;
  readonly kind: 'poll' | 'backfill' | 'sweep';
  readonly name: string;
  readonly done: boolean;
  readonly records: number;
  /** Why the last read failed; null when it did not. */
  readonly reason: string | null;
  /** How long it has been due, milliseconds; 0 when it is not. */
  readonly lateMs: number;
  /** What its last poll was not shown or let write; null where it is not told. */
  readonly lacks: Lacks | null;
}

export async function readCursorStatus(db: Queryable): Promise<CursorStatus[]> {
  const { rows } = await db.query(
    `select account, kind, name, done, records, reason, lacks,
       case when done then 0 else
         greatest(0, extract(epoch from clock_timestamp() - next_at) * 1000)::bigint end as "lateMs"
     from cursors order by account, kind, name`,
  );
  return rows as CursorStatus[];
}

/** How far back the values of an account's records are known without gaps. */
export interface HistoryStatus {
  readonly account: number;
  /** From when on all are known; null where every one is known from the beginning of its record. */
  readonly completeFrom: number | null;
  /** Properties that are known from the beginning of each record. */
  readonly whole: number;
}

export async function readHistoryStatus(db: Queryable): Promise<HistoryStatus[]> {
  const { rows } = await db.query(
    `select account, max(since) as "completeFrom", count(*) filter (where since is null) as whole
     from history_starts group by account order by account`,
  );
  return rows as HistoryStatus[];
}

/** What somebody else does to a property of ours, and is put back. */
export interface ForeignEdits {
  readonly account: number;
  readonly property: string;
  readonly records: number;
  readonly times: number;
  readonly lastAt: number;
  /** Ids of records with the last edits, three at most. */
  readonly examples: readonly string[];
  /** On how many records it is not put back any more, because it came again and again. */
  readonly left: number;
}

/** By account and property, those edited since a moment (milliseconds). */
export async function readForeignEdits(db: Queryable, since: number): Promise<ForeignEdits[]> {
  const { rows } = await db.query(
    `select account, property, count(*) as records, sum(times) as times, max(last) as "lastAt",
       (array_agg(record order by last desc, record))[1:3] as examples,
       count(*) filter (where refused) as left
     from (select d.account, d.record, e.key as property, (e.value ->> 'count')::bigint as times,
         (e.value -> 'times' ->> -1)::bigint as last, e.key = any(d.refused) as refused
       from desired d cross join lateral jsonb_each(d.edits) e where d.edits <> '{}') e
     where last > $1 group by account, property order by account, property`,
    [since],
  );
  return rows.map((row) => ({ ...row, times: Number(row.times), lastAt: Number(row.lastAt) }));
}

/** Work that waits, by kind. */
export interface Backlog {
  readonly deliveries: number;
  readonly changes: number;
  readonly fetches: number;
  readonly fanouts: number;
  readonly dirtyLeads: number;
  readonly pendingWrites: number;
  readonly erasures: number;
}

export async function readBacklog(db: Queryable): Promise<Backlog> {
  const { rows } = await db.query(
    `select (select count(*) from deliveries) as deliveries,
       (select count(*) from changes) as changes,
       (select count(*) from fetches) as fetches,
       (select count(*) from fanouts) as fanouts,
       (select count(*) from lead_work where dirty_seq > scored_seq) as "dirtyLeads",
       (select count(*) from desired where state in ('pending', 'sending')) as "pendingWrites",
       (select count(*) from erasures) as erasures`,
  );
  return rows[0] as Backlog;
}

/** Work laid aside because it cannot succeed; a person has to look. */
export interface Parked {
  readonly deliveries: number;
  readonly changes: number;
  readonly writes: number;
  readonly alerts: number;
  /** Leads that could not be scored; they are tried again later and later. */
  readonly leads: number;
}

export async function readParked(db: Queryable): Promise<Parked> {
  const { rows } = await db.query(
    `select (select count(*) from parked_deliveries) as deliveries,
       (select count(*) from parked_changes) as changes,
       (select count(*) from desired where state = 'parked') as writes,
       (select count(*) from alerts where state = 'parked') as alerts,
       (select count(*) from lead_work where error is not null) as leads`,
  );
  return rows[0] as Parked;
}

/** What has waited for over this long and is not parked, milliseconds. */
export const STUCK = 600_000;

/** Work older than ten minutes, by kind; what there is none of is left out. */
export interface Delayed {
  /** It should be done by now. */
  readonly stuck: Readonly<Record<string, number>>;
  /** An account's calls of the day hold it back on purpose. */
  readonly held: Readonly<Record<string, number>>;
}

/** SQL: what an account may spend of its calls of the day; all of it where nobody counts. */
const MAY = `may as (select a.id, coalesce(s.background, true) as background, coalesce(s.reads, true) as reads,
    coalesce(s.live, true) as live
  from accounts a left join jsonb_to_recordset($2) as s(account bigint, background boolean, reads boolean,
    live boolean) on s.account = a.id
  where a.state = 'connected' and a.backfilled_at is not null)`;

/** SQL: rows of work that may wait for calls, by kind, and whether they are held back. */
const HOLDABLE = `select 'fetches' as kind, not case when f.priority = 0 then m.live else m.reads end as held
    from fetches f join may m on m.id = f.account, old
    where f.wanted_at < moment and f.reason is null
  union all
  select 'writes', d.state = 'pending' and not case when d.background then m.background else m.live end
    from desired d join may m on m.id = d.account join accounts a on a.id = d.account and a.writes, old
    where d.state in ('pending', 'sending') and d.pending_since < moment
  union all
  select 'alerts', not m.live
    from alerts t join may m on m.id = t.account join accounts a on a.id = t.account and a.writes, old
    where t.state in ('planned', 'sending', 'unknown') and t.created_at < moment`;

/**
 * What waits for over ten minutes; work that waits for a first load, for write-back to be turned on or for an
 * account to be connected again is neither stuck nor held. `budgets`: by account, where its day is known.
 */
export async function readDelayed(
  db: Queryable,
  budgets: ReadonlyMap<number, Spending>,
): Promise<Delayed> {
  const spending = [...budgets].map(([account, may]) => ({ account, ...may }));
  const { rows } = await db.query<{ kind: string; held: boolean; count: number }>(
    `with old as (select clock_timestamp() - $1 * interval '1 ms' as moment), ${MAY}
     select kind, held, count(*) as count from (
       select 'deliveries' as kind, false as held from deliveries, old where at < moment
       union all select 'changes', false from changes, old where received_at < moment
       union all select 'fanouts', false from fanouts, old where at < moment
       union all select 'dirtyLeads', false from lead_work, old
         where dirty_seq > scored_seq and error is null and received_at < moment
       union all ${HOLDABLE}) w
     group by kind, held order by kind`,
    [STUCK, JSON.stringify(spending)],
  );
  const of = (held: boolean) =>
    Object.fromEntries(rows.filter((row) => row.held === held).map((row) => [row.kind, row.count]));
  return { stuck: of(false), held: of(true) };
}

async function counts(db: Queryable, sql: string): Promise<Record<string, number>> {
  const { rows } = await db.query<{ name: string; count: number }>(sql);
  return Object.fromEntries(rows.map(({ name, count }) => [name, count]));
}

export function readAlertCounts(db: Queryable): Promise<Record<string, number>> {
  return counts(db, 'select state as name, count(*) as count from alerts group by 1 order by 1');
}

/** Pairs of leads that may be one person, by reason: `address` in common, or a `merge` in the CRM. */
export function readSuggestionCounts(db: Queryable): Promise<Record<string, number>> {
  return counts(
    db,
    `select reason as name, count(*) as count from suggestions where not dismissed
     group by 1 order by 1`,
  );
}

/** Leads that a living record stands for, by stage; `new` are not scored yet. */
export function readStageCounts(db: Queryable): Promise<Record<string, number>> {
  return counts(
    db,
    `select coalesce(stage, 'new') as name, count(*) as count from leads
     where merged_into is null group by 1 order by 2 desc, 1`,
  );
}

/** Scored leads by band; `outside` are those the model leaves out. Every model counts for itself. */
export async function readBandCounts(
  db: Queryable,
): Promise<Record<string, Record<string, number>>> {
  const { rows } = await db.query<{ model: string; name: string; count: number }>(
    `select model, case when outside is null then coalesce(band, 'none') else 'outside' end as name,
       count(*) as count
     from scores group by 1, 2 order by 1, 3 desc`,
  );
  const models: Record<string, Record<string, number>> = {};
  for (const { model, name, count } of rows) {
    models[model] = { ...models[model], [name]: count };
  }
  return models;
}
