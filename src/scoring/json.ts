import type { Score } from './types.js';

/** A score as the command prints it and the API answers it. */
export interface ScoreJson {
  readonly id: string;
  readonly dimensions: Readonly<Record<string, number>> | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly segment: string | null;
  readonly thresholds: Readonly<Record<string, number>> | null;
  readonly disqualified: string | null;
  readonly outside: 'include' | 'exclude' | null;
  readonly reasons: readonly {
    readonly rule: string | null;
    readonly label: string;
    /** Points with at most two decimals. */
    readonly points: number;
    readonly evidence?: Readonly<Record<string, unknown>>;
  }[];
  /** ISO 8601 with milliseconds, UTC. */
  readonly nextChangeAt: string | null;
}

export function scoreToJson(score: Score): ScoreJson {
  return {
    id: score.id,
    dimensions: score.dimensions,
    total: score.total,
    grade: score.grade,
    band: score.band,
    segment: score.segment,
    thresholds: score.thresholds,
    disqualified: score.disqualified,
    outside: score.outside,
    reasons: score.reasons.map(({ rule, label, hundredths, evidence }) => ({
      rule,
      label,
      points: hundredths / 100,
      ...(evidence && { evidence }),
    })),
    nextChangeAt: score.nextChangeAt === null ? null : new Date(score.nextChangeAt).toISOString(),
  };
}
