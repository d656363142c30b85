import { explainLong, explainShort } from './explain.js';
import { type ScoreJson, scoreToJson } from './json.js';
import type { LineDetail, ScoreInput, Scorer } from './types.js';

/** How a rule's line came about; times as ISO 8601. */
export interface LineDetailJson extends Omit<LineDetail, 'rule' | 'occurrences'> {
  readonly occurrences: readonly (Omit<LineDetail['occurrences'][number], 'at'> & {
    readonly at: string;
  })[];
}

/** A score with everything that explains it. */
export interface ExplainedJson extends Omit<ScoreJson, 'reasons'> {
  /** What is to be done with leads of the band. */
  readonly action: string | null;
  /** One line for a CRM field, and the whole breakdown. */
  readonly short: string;
  readonly long: string;
  readonly reasons: readonly (ScoreJson['reasons'][number] & {
    readonly detail?: LineDetailJson;
  })[];
}

/** Everything about a score as JSON: beside its lines their raw points, what age and bounds took. */
export function explainJson(scorer: Scorer, input: ScoreInput, now: number): ExplainedJson {
  const score = scorer.score(input, now);
  const details = new Map(scorer.details(input, now).map((detail) => [detail.rule, detail]));
  const json = scoreToJson(score);
  return {
    ...json,
    action: scorer.action(score.band),
    short: explainShort(score),
    long: explainLong(score),
    reasons: json.reasons.map((reason) => {
      const detail = reason.rule === null ? undefined : details.get(reason.rule);
      return detail ? { ...reason, detail: detailToJson(detail) } : reason;
    }),
  };
}

function detailToJson({ raw, faded, bounded, occurrences }: LineDetail): LineDetailJson {
  return {
    raw,
    faded,
    bounded,
    occurrences: occurrences.map((one) => ({ ...one, at: new Date(one.at).toISOString() })),
  };
}
