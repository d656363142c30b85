/** A lead's score by one model with everything that explains it. Pure. */
import { explainJson } from '../../scoring/explain-json.js';
import type { Model } from '../../scoring/schema.js';
import type { ScoreInput, Scorer } from '../../scoring/types.js';
import { evidenceReader } from '../evidence.js';

/** Where the bar of a model without a cap ends. */
const NO_CAP = 100;

export interface ScoringModel {
  readonly model: Model;
  readonly scorer: Scorer;
  readonly state: 'live' | 'shadow';
}

/** The first of the models is the primary one. */
export function explainScores(models: readonly ScoringModel[], input: ScoreInput, now: number) {
  return models.map(({ model, scorer, state }, place) => {
    const score = explainJson(scorer, input, now);
    const evidenceOf = evidenceReader(model, input.activities);
    return {
      model: model.model,
      version: model.version,
      state,
      primary: place === 0,
      total: score.total,
      cap: Math.max(1, Math.round(model.total?.cap ?? NO_CAP)),
      grade: score.grade,
      band: score.band,
      action: score.action,
      segment: score.segment,
      segmentLabel: model.segments?.find(({ id }) => id === score.segment)?.label ?? score.segment,
      outside: score.outside,
      disqualified: score.disqualified,
      dimensions: { ...score.dimensions },
      thresholds: { ...score.thresholds },
      lines: score.reasons
        .filter(({ points }) => points !== 0)
        .map(({ rule, label, points, evidence, detail }) => ({
          rule,
          label,
          points,
          evidence: evidenceOf(rule, evidence),
          detail: detail ? { ...detail, occurrences: [...detail.occurrences] } : null,
        })),
      nextChangeAt: score.nextChangeAt,
    };
  });
}
