import type { LeadScore, ReasonLine } from '../admin/api/contract.js';
import type { ScoredModel } from '../evaluate/documents.js';
import type { Activity } from '../lead/activity.js';
import type { Stage } from '../lead/stage.js';
import { evidenceReader } from '../reports/evidence.js';
import type { Score } from '../scoring/types.js';

/** Where the bar of a model without a cap ends. */
const NO_CAP = 100;

function reasonsOf(
  score: Score,
  model: ScoredModel['model'],
  activities: readonly Activity[],
): ReasonLine[] {
  const evidenceOf = evidenceReader(model, activities);
  return score.reasons
    .filter(({ hundredths }) => hundredths !== 0)
    .map(({ rule, label, hundredths, evidence }) => ({
      rule,
      label,
      points: hundredths / 100,
      evidence: evidenceOf(rule, evidence),
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
