/** Leads as they are stored, for previews: nothing is locked or taken. */
import type { ClaimedLead } from './lead-work.js';
import type { Queryable } from './pool.js';

/** Leads as the scorer would claim them if only time had passed; all that have a score without `ids`. */
export async function readScoredLeads(
  db: Queryable,
  workspace: number,
  ids: readonly number[] | null = null,
): Promise<ClaimedLead[]> {
  const { rows } = await db.query(
    `select l.workspace, l.id, w.dirty_seq as "dirtySeq", false as dirty, false as remap, false as loud,
       false as first, false as background, null as "receivedAt", w.loud_at as "loudAt", l.fields,
       l.problems, l.stage, l.stage_since as "stageSince", l.pin, l.held, l.memory, l.mql_at as "mqlAt",
       l.count_from as "countFrom", l.override, l.override_until as "overrideUntil"
     from leads l join lead_work w on w.workspace = l.workspace and w.lead = l.id
     where l.workspace = $1 and ($2::bigint[] is null or l.id = any($2)) and w.scored_seq > 0
     order by l.id`,
    [workspace, ids],
  );
  return rows as ClaimedLead[];
}

/** Up to `most` of the scored leads, spread evenly and the same every time; `of` is how many there are. */
export async function sampleScoredLeads(
  db: Queryable,
  workspace: number,
  most: number,
): Promise<{ readonly ids: readonly number[]; readonly of: number }> {
  const { rows } = await db.query<{ lead: number; of: number }>(
    `select lead, count(*) over ()::int as of from lead_work
     where workspace = $1 and scored_seq > 0 order by md5(lead::text) limit $2`,
    [workspace, most],
  );
  return { ids: rows.map(({ lead }) => lead), of: rows[0]?.of ?? 0 };
}

/** Why a lead is in a sample: among the best, near a threshold, or by chance. */
export interface PickedLead {
  readonly lead: number;
  readonly why: 'best' | 'near' | 'random';
  /** Of `near`: which of the moments asked for. */
  readonly threshold: string | null;
}

/**
 * Leads to look at while a model is edited, the same every time as long as the stored scores stay: the best,
 * those nearest to each threshold on both sides, and some by chance; each once.
 */
export async function pickScoredLeads(
  db: Queryable,
  workspace: number,
  model: string,
  most: {
    readonly best: number;
    /** Threshold -> its points. */
    readonly thresholds: Readonly<Record<string, number>>;
    /** On each side of each threshold. */
    readonly near: number;
    /** How far from a threshold is near, as a share of it. */
    readonly within: number;
    readonly random: number;
  },
): Promise<PickedLead[]> {
  const { rows } = await db.query(
    `with best as (
       select lead, 'best' as why, null as threshold, 1 as place, row_number() over () as n from (
         select lead from scores where workspace = $1 and model = $2 and total is not null
         order by total desc, lead limit $3) b),
     near(lead, why, threshold, place, n) as (
       select lead, 'near', t.name, 0, row_number() over () from jsonb_each_text($4::jsonb) as t(name, points)
       cross join lateral (
         (select lead from scores where workspace = $1 and model = $2 and total >= t.points::numeric
            and total <= t.points::numeric + $7 * abs(t.points::numeric)
          order by total, lead limit $5)
         union all
         (select lead from scores where workspace = $1 and model = $2 and total < t.points::numeric
            and total >= t.points::numeric - $7 * abs(t.points::numeric)
          order by total desc, lead limit $5)) l),
     chance(lead, why, threshold, place, n) as (
       select lead, 'random', null, 2, row_number() over () from (
         select lead from lead_work where workspace = $1 and scored_seq > 0
         order by md5(lead::text) limit $6) r),
     picked as (select * from near union all select * from best union all select * from chance)
     select lead, why, threshold from (
       select distinct on (lead) * from picked order by lead, place, n) once order by place, n`,
    [
      workspace,
      model,
      most.best,
      JSON.stringify(most.thresholds),
      most.near,
      most.random,
      most.within,
    ],
  );
  return rows as PickedLead[];
}
