import type { LeadList, LeadRow } from '../admin/api/contract.js';
import { STAGES, type Stage } from '../lead/stage.js';
import type { Model } from '../scoring/schema.js';
import type { Queryable } from '../store/pool.js';

/** So many leads are shown. */
export const SHOWN = 25;

export interface StoredRow {
  readonly id: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly total: number;
  readonly grade: string | null;
  readonly band: string | null;
  readonly stage: Stage;
  readonly changedAt: number;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** A name for people; e-mail addresses are not shown in lists. */
export function nameOf(fields: Readonly<Record<string, unknown>>, id: string): string {
  const parts = [fields['name.first'], fields['name.last']].map(text).filter(Boolean);
  return parts.join(' ') || `Lead ${id}`;
}

/** `owners`: CRM id -> name. */
export function rowOf(row: StoredRow, owners: ReadonlyMap<string, string>): LeadRow {
  const owner = text(row.fields.owner);
  return {
    id: row.id,
    name: nameOf(row.fields, row.id),
    company: text(row.fields['company.name']),
    total: row.total,
    grade: row.grade,
    band: row.band,
    stage: row.stage,
    owner: owner === null ? null : (owners.get(owner) ?? null),
    changedAt: new Date(row.changedAt).toISOString(),
  };
}

/** When a total, grade, band or stage last changed; of a row of scores joined with its lead. */
export const changedAt = (score: string, lead: string): string =>
  `greatest(${lead}.stage_since, (select max(h.at) from score_history h
     where h.workspace = ${score}.workspace and h.lead = ${score}.lead
       and h.model = ${score}.model), ${lead}.created_at)`;

/** Bands of the model, the best first. */
export function bandsOf(model: Model): string[] {
  return Object.entries(model.bands ?? {})
    .map(([band, from]) => [band, typeof from === 'number' ? from : from.from] as const)
    .sort(([, a], [, b]) => b - a)
    .map(([band]) => band);
}

interface Answer {
  readonly rows: readonly StoredRow[] | null;
  readonly bands: Readonly<Record<string, number>> | null;
  readonly stages: Readonly<Record<string, number>> | null;
  readonly scored: number;
}

/** The best leads with the tallies of all, in one query. */
export async function readLeadList(
  db: Queryable,
  workspace: number,
  model: Model,
  owners: ReadonlyMap<string, string>,
): Promise<LeadList> {
  const { rows } = await db.query<Answer>(
    `with scored as (
       select s.*, l.fields, l.created_at, l.stage_since, coalesce(l.stage, 'lead') as stage
       from scores s join leads l on l.workspace = s.workspace and l.id = s.lead
       where s.workspace = $1 and s.model = $2 and s.total is not null),
     best as (
       select l.lead::text as id, fields, total, grade, band, stage,
         (extract(epoch from ${changedAt('l', 'l')}) * 1000)::bigint as "changedAt"
       from scored l order by total desc, lead limit $3)
     select (select count(*)::int from scored) as scored,
       (select json_agg(best order by total desc, id::bigint) from best) as rows,
       (select json_object_agg(band, n) from
         (select band, count(*)::int as n from scored where band is not null group by band) b) as bands,
       (select json_object_agg(stage, n) from
         (select stage, count(*)::int as n from scored group by stage) t) as stages`,
    [workspace, model.model, SHOWN],
  );
  const { scored, rows: best, bands, stages } = rows[0] as Answer;
  return {
    scored,
    leads: (best ?? []).map((row) => rowOf(row, owners)),
    bands: bandsOf(model).map((band) => ({ band, count: bands?.[band] ?? 0 })),
    stages: STAGES.flatMap((stage) => {
      const count = stages?.[stage] ?? 0;
      return count > 0 ? [{ stage, count }] : [];
    }),
  };
}
