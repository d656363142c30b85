import type { Evidence, LeadScore, ReasonLine } from '../admin/api/contract.js';
import type { ScoredModel } from '../evaluate/documents.js';
import type { Activity } from '../lead/activity.js';
import type { Stage } from '../lead/stage.js';
import type { Score } from '../scoring/types.js';

/** Where the bar of a model without a cap ends. */
const NO_CAP = 100;

/** What the newest activity behind a line says of itself. */
const TOLD = ['path', 'form', 'asset'] as const;

function plain(value: unknown): Evidence[string] {
  if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) {
    return value as string | number | boolean | null;
  }
  if (Array.isArray(value)) return value.map(String);
  return JSON.stringify(value) ?? null;
}

function toldBy(
  evidence: Readonly<Record<string, unknown>>,
  types: readonly string[],
  activities: readonly Activity[],
): Record<string, string> {
  const newest = typeof evidence.newest === 'string' ? Date.parse(evidence.newest) : Number.NaN;
  const found = activities.find(
    ({ type, occurredAt }) => occurredAt === newest && types.includes(type),
  );
  if (!found) return {};
  const entries = TOLD.map((name) => [name, found.attributes[name]] as const);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value ? [[name, String(value)]] : [])),
  );
}

/** Rule -> the types of activity that it counts. */
function typesOf(model: ScoredModel['model']): ReadonlyMap<string, readonly string[]> {
  return new Map(
    model.rules.map((rule) => [rule.id, rule.activity ? [rule.activity.type].flat() : []]),
  );
}

function reasonsOf(
  score: Score,
  model: ScoredModel['model'],
  activities: readonly Activity[],
): ReasonLine[] {
  const types = typesOf(model);
  return score.reasons
    .filter(({ hundredths }) => hundredths !== 0)
    .map(({ rule, label, hundredths, evidence = {} }) => ({
      rule,
      label,
      points: hundredths / 100,
      evidence: {
        ...Object.fromEntries(
          Object.entries(evidence).map(([name, value]) => [name, plain(value)]),
        ),
        ...toldBy(evidence, types.get(rule ?? '') ?? [], activities),
      },
    }));
}

/** Null for a lead outside the model's population, and for a model without the threshold of an MQL. */
export function shapeScore(
  score: Score,
  live: ScoredModel,
  stage: Stage,
  at: number,
  activities: readonly Activity[],
): LeadScore | null {
  const { model, scorer } = live;
  const mql = score.thresholds?.mql;
  if (score.total === null || mql === undefined) return null;
  return {
    at: new Date(at).toISOString(),
    model: `${scorer.model} v${scorer.version}`,
    total: score.total,
    cap: Math.max(1, Math.round(model.total?.cap ?? NO_CAP)),
    grade: score.grade,
    band: score.band,
    action: scorer.action(score.band),
    stage,
    dimensions: { ...score.dimensions },
    reasons: reasonsOf(score, model, activities),
    thresholds: { ...score.thresholds, mql },
    nextChangeAt: score.nextChangeAt === null ? null : new Date(score.nextChangeAt).toISOString(),
  };
}
