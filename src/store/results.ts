import type { LeadFields } from '../lead/fields.js';
import type { Override, Stage } from '../lead/stage.js';
import type { Reason, Score } from '../scoring/types.js';
import type { Queryable } from './pool.js';

/** What is kept of a lead beside its score. Times in milliseconds. */
export interface LeadRow {
  readonly workspace: number;
  readonly id: number;
  readonly fields: LeadFields;
  readonly problems: readonly unknown[];
  readonly stage: Stage | null;
  readonly stageSince: number | null;
  readonly pin: { readonly stage: Stage; readonly at: number } | null;
  readonly held: Readonly<Record<string, number>>;
  /** What the lifecycle remembers beside the stage; read by it alone. */
  readonly memory: object;
  readonly mqlAt: number | null;
  readonly countFrom: number | null;
  readonly override: Override;
}

/** A lead that is as it was keeps its row as it is: most scores change nothing beside themselves. */
export async function saveLeads(db: Queryable, leads: readonly LeadRow[]): Promise<void> {
  if (leads.length === 0) return;
  await db.query(
    `update leads l set fields = n.fields, problems = n.problems, stage = n.stage,
       stage_since = ms(n."stageSince"), pin = nullif(n.pin, 'null'), held = n.held, memory = n.memory,
       mql_at = ms(n."mqlAt"), count_from = ms(n."countFrom"), override = n.override
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, id bigint, fields jsonb, problems jsonb,
       stage text, "stageSince" bigint, pin jsonb, held jsonb, memory jsonb, "mqlAt" bigint, "countFrom" bigint,
       override text)
     where l.workspace = n.workspace and l.id = n.id
       and (l.fields, l.problems, l.stage, l.stage_since, l.pin, l.held, l.memory, l.mql_at, l.count_from,
         l.override) is distinct from (n.fields, n.problems, n.stage, ms(n."stageSince"),
         nullif(n.pin, 'null'), n.held, n.memory, ms(n."mqlAt"), ms(n."countFrom"), n.override)`,
    [JSON.stringify(leads)],
  );
}

export interface ScoreRow {
  readonly workspace: number;
  readonly lead: number;
  readonly model: string;
  readonly version: number;
  readonly score: Score;
  readonly scoredAt: number;
}

/** `[rule or null, label where there is no rule, hundredths, evidence]`; labels of rules stay in the model. */
function packReason(reason: Reason): unknown[] {
  const label = reason.rule === null ? reason.label : null;
  return [reason.rule, label, reason.hundredths, reason.evidence ?? null];
}

/** A published total that is no longer what it was. */
export interface TotalChange {
  readonly lead: number;
  readonly model: string;
  /** Null before the first score, and when another version of the model made it. */
  readonly before: number | null;
  readonly after: number | null;
}

/**
 * Stores scores with their reasons in place; the history grows only when a published figure changed.
 * @returns the totals that changed.
 */
export async function saveScores(db: Queryable, rows: readonly ScoreRow[]): Promise<TotalChange[]> {
  if (rows.length === 0) return [];
  const list = rows.map(({ workspace, lead, model, version, score, scoredAt }) => ({
    workspace,
    lead,
    model,
    version,
    total: score.total,
    grade: score.grade,
    band: score.band,
    segment: score.segment,
    dimensions: score.dimensions,
    thresholds: score.thresholds,
    disqualified: score.disqualified,
    outside: score.outside,
    reasons: score.reasons.map(packReason),
    scored: scoredAt,
    next: score.nextChangeAt,
  }));
  // What was stored is read once, for all parts of the statement.
  const changed = await db.query({
    name: 'save-scores',
    text: `with n as materialized (select n.workspace, n.lead, n.model, n.version, n.total, n.grade, n.band,
         n.segment, nullif(n.dimensions, 'null') as dimensions, nullif(n.thresholds, 'null') as thresholds,
         n.disqualified, n.outside, n.reasons, ms(n.scored) as scored_at, ms(n.next) as next_change_at,
         s.version as former_version, s.total as former_total,
         s.lead is null or (s.total, s.grade, s.band, s.dimensions)
           is distinct from (n.total, n.grade, n.band, nullif(n.dimensions, 'null')) as moves
       from jsonb_to_recordset($1::jsonb) as n(workspace bigint, lead bigint,
         model text, version integer, total integer, grade text, band text, segment text,
         dimensions jsonb, thresholds jsonb, disqualified text, outside text, reasons jsonb,
         scored bigint, next bigint)
       left join scores s on s.workspace = n.workspace and s.lead = n.lead and s.model = n.model),
     moved as (
       insert into score_history (workspace, lead, model, at, version, total, grade, band, dimensions)
       select workspace, lead, model, scored_at, version, total, grade, band, dimensions from n where moves
       on conflict (workspace, lead, model, at) do update set total = excluded.total,
         grade = excluded.grade, band = excluded.band, dimensions = excluded.dimensions),
     saved as (
     insert into scores as s (workspace, lead, model, version, total, grade, band, segment, dimensions,
       thresholds, disqualified, outside, reasons, scored_at, changed_at, next_change_at)
     select workspace, lead, model, version, total, grade, band, segment, dimensions, thresholds,
       disqualified, outside, reasons, scored_at, scored_at, next_change_at from n
     on conflict (workspace, lead, model) do update set version = excluded.version,
       changed_at = case when (s.total, s.grade, s.band, s.dimensions)
         is distinct from (excluded.total, excluded.grade, excluded.band, excluded.dimensions)
         then excluded.changed_at else s.changed_at end,
       total = excluded.total, grade = excluded.grade, band = excluded.band,
       segment = excluded.segment, dimensions = excluded.dimensions,
       thresholds = excluded.thresholds, disqualified = excluded.disqualified,
       outside = excluded.outside, reasons = excluded.reasons, scored_at = excluded.scored_at,
       next_change_at = excluded.next_change_at)
     select lead, model, case when former_version = version then former_total end as before, total as after
     from n where former_total is distinct from total`,
    values: [JSON.stringify(list)],
  });
  return changed.rows as TotalChange[];
}

/** Leads without a living record have no score. */
export async function dropScores(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<void> {
  if (leads.length === 0) return;
  await db.query('delete from scores where workspace = $1 and lead = any($2::bigint[])', [
    workspace,
    leads,
  ]);
}

export interface StageEntryRow {
  readonly workspace: number;
  readonly lead: number;
  readonly at: number;
  readonly from: Stage | null;
  readonly to: Stage;
  readonly transition: string;
  readonly why: string;
  readonly quiet: boolean;
}

export async function insertStageEntries(
  db: Queryable,
  entries: readonly StageEntryRow[],
): Promise<void> {
  if (entries.length === 0) return;
  await db.query(
    `insert into stage_history (workspace, lead, entry, at, from_stage, to_stage, transition, why, quiet)
     select n.workspace, n.lead, coalesce((select max(entry) from stage_history h
         where h.workspace = n.workspace and h.lead = n.lead), 0)
         + row_number() over (partition by n.workspace, n.lead order by n.ordinal),
       ms(n.at), n."from", n."to", n.transition, n.why, n.quiet
     from jsonb_to_recordset($1::jsonb) as n(ordinal integer, workspace bigint, lead bigint, at bigint,
       "from" text, "to" text, transition text, why text, quiet boolean)`,
    [JSON.stringify(entries.map((entry, ordinal) => ({ ...entry, ordinal })))],
  );
}

/** How many stage entries each lead has had. */
export async function readEntryCounts(
  db: Queryable,
  workspace: number,
  leads: readonly number[],
): Promise<Map<number, number>> {
  if (leads.length === 0) return new Map();
  const { rows } = await db.query<{ lead: number; entry: number }>(
    `select lead, max(entry) as entry from stage_history
     where workspace = $1 and lead = any($2::bigint[]) group by lead`,
    [workspace, leads],
  );
  return new Map(rows.map((row) => [row.lead, row.entry]));
}
