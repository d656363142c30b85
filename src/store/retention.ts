/**
 * Deleting what is older than a workspace wants to keep. A walk goes over everything of one kind once a day,
 * a page a transaction; present values and the last score before the limit stay, so that what held at the
 * limit is still known.
 */
import type pg from 'pg';
import type { RetentionKind } from '../admin/api/contract/retention.js';
import { type Queryable, withTransaction } from './pool.js';

export interface RetentionRow {
  readonly kind: RetentionKind;
  readonly days: number;
  /** Milliseconds since the epoch; null before the first walk is finished. */
  readonly deletedUpTo: number | null;
}

export async function readRetention(db: Queryable, workspace: number): Promise<RetentionRow[]> {
  const { rows } = await db.query(
    `select kind, days, deleted_up_to as "deletedUpTo" from retention
     where workspace = $1 order by kind`,
    [workspace],
  );
  return rows as RetentionRow[];
}

/** Null keeps for good. A new number of days starts a new walk. */
export async function saveRetention(
  db: Queryable,
  workspace: number,
  kind: RetentionKind,
  days: number | null,
): Promise<void> {
  if (days === null) {
    await db.query('delete from retention where workspace = $1 and kind = $2', [workspace, kind]);
    return;
  }
  await db.query(
    `insert into retention as r (workspace, kind, days) values ($1, $2, $3)
     on conflict (workspace, kind) do update set days = excluded.days, cutoff = null, after = 0,
       next_at = null
       where r.days <> excluded.days`,
    [workspace, kind, days],
  );
}

interface Walk {
  readonly workspace: number;
  readonly kind: RetentionKind;
  readonly days: number;
  readonly cutoff: number | null;
  readonly after: number;
}

/** One page of a walk: where the next one begins; null at the end. */
type Page = (
  db: Queryable,
  workspace: number,
  cutoff: number,
  after: number,
) => Promise<number | null>;

const RECORDS = 500;
const LEADS = 500;
const ENTRIES = 5_000;
const DAY_MS = 86_400_000;

const RECORD_PAGE = `select id from records where workspace = $1 and id > $3 order by id limit ${RECORDS}`;

const lastOf = ({ rows }: { rows: { last: number | null }[] }): number | null =>
  rows[0]?.last ?? null;

/** Leads that lose activities are scored anew in the background, without tasks. */
const activities: Page = async (db, workspace, cutoff, after) =>
  lastOf(
    await db.query(
      `with page as (${RECORD_PAGE}),
       gone as (
         delete from activities where workspace = $1 and record in (select id from page) and at < ms($2)
         returning lead),
       marked as (
         insert into lead_work as w (workspace, lead, dirty_seq, background)
         select $1, lead, 1, true from (select distinct lead from gone where lead is not null) l
         order by lead
         on conflict (workspace, lead) do update set dirty_seq = w.dirty_seq + 1,
           background = w.background or w.dirty_seq = w.scored_seq)
       select max(id) as last from page`,
      [workspace, cutoff, after],
    ),
  );

const values: Page = async (db, workspace, cutoff, after) =>
  lastOf(
    await db.query(
      `with page as (select id, account, object, record from records
         where id in (${RECORD_PAGE})),
       former as (
         delete from value_history h where workspace = $1 and record in (select id from page)
           and at < ms($2) and exists (select from value_history later where later.workspace = $1
             and later.record = h.record and later.property = h.property
             and later.at > h.at and later.at <= ms($2))),
       links as (
         delete from link_history h using page p where h.workspace = $1 and h.account = p.account
           and h.object = p.object and h.record = p.record and h.at < $2
           and exists (select from link_history later where later.workspace = $1
             and later.account = h.account and later.object = h.object and later.record = h.record
             and later.to_object = h.to_object and later.to_record = h.to_record
             and later.at > h.at and later.at <= $2)),
       moves as (
         delete from record_moves where workspace = $1 and record in (select id from page)
           and until < ms($2))
       select max(id) as last from page`,
      [workspace, cutoff, after],
    ),
  );

const scores: Page = async (db, workspace, cutoff, after) =>
  lastOf(
    await db.query(
      `with page as (select distinct lead from score_history
         where workspace = $1 and lead > $3 order by lead limit ${LEADS}),
       former as (
         delete from score_history h where workspace = $1 and lead in (select lead from page)
           and at < ms($2) and exists (select from score_history later where later.workspace = $1
             and later.lead = h.lead and later.model = h.model
             and later.at > h.at and later.at <= ms($2)))
       select max(lead) as last from page`,
      [workspace, cutoff, after],
    ),
  );

const audit: Page = async (db, workspace, cutoff, after) =>
  lastOf(
    await db.query(
      `with page as (select id, at from audit where workspace = $1 and id > $3
         order by id limit ${ENTRIES}),
       gone as (delete from audit where workspace = $1
         and id in (select id from page where at < ms($2)))
       select case when bool_and(at < ms($2)) then max(id) end as last from page`,
      [workspace, cutoff, after],
    ),
  );

const PAGES: Readonly<Record<RetentionKind, Page>> = { activities, values, scores, audit };

/** What was known without gaps before the limit no longer is. */
async function noteGap(db: Queryable, { workspace, kind }: Walk, cutoff: number): Promise<void> {
  if (kind !== 'activities' && kind !== 'values') return;
  await db.query(
    `update history_starts set since = ms($2)
     where workspace = $1 and (since is null or since < ms($2))`,
    [workspace, cutoff],
  );
}

/** One page of the next walk that is due. @returns whether there was one. */
export async function deleteOld(pool: pg.Pool, now: number): Promise<boolean> {
  return withTransaction(pool, async (db) => {
    const { rows } = await db.query<Walk>(
      `select workspace, kind, days, cutoff, after from retention
       where next_at is null or next_at <= ms($1)
       order by workspace, kind limit 1 for update skip locked`,
      [now],
    );
    const [walk] = rows;
    if (!walk) return false;
    const cutoff = walk.cutoff ?? now - walk.days * DAY_MS;
    if (walk.cutoff === null) await noteGap(db, walk, cutoff);
    const after = await PAGES[walk.kind](db, walk.workspace, cutoff, walk.after);
    const done = after === null;
    await db.query(
      `update retention set cutoff = ms($3), after = $4, next_at = ms($5),
         deleted_up_to = coalesce(ms($6), deleted_up_to)
       where workspace = $1 and kind = $2`,
      [
        walk.workspace,
        walk.kind,
        done ? null : cutoff,
        after ?? 0,
        done ? now + DAY_MS : null,
        done ? cutoff : null,
      ],
    );
    return true;
  });
}
