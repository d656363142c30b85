import type { Activity, Channel } from '../lead/activity.js';
import type { LeadFields } from '../lead/fields.js';

/** What is scored: the lead's fields (flat, dotted names), its activities, the observed channels. */
export interface ScoreInput {
  readonly id: string;
  /** Dotted names; includes `createdAt` and, where set, `countFrom`. */
  readonly fields: LeadFields;
  /** In any order; those of one id are one, the last wins; later than `now` do not count yet. */
  readonly activities: readonly Activity[];
  /** Default: all channels. */
  readonly observed?: readonly Channel[];
}

/** One line of the breakdown. The points of all lines add up to the total exactly. */
export interface Reason {
  /** Rule id, or null for bound, weight, disqualify and rounding lines. */
  readonly rule: string | null;
  readonly label: string;
  /** Whole hundredths of a point. */
  readonly hundredths: number;
  /** Values, dates (ISO) and counts that made the line. */
  readonly evidence?: Readonly<Record<string, unknown>>;
}

export interface Score {
  readonly id: string;
  readonly dimensions: Readonly<Record<string, number>> | null;
  readonly total: number | null;
  readonly grade: string | null;
  readonly band: string | null;
  readonly segment: string | null;
  readonly thresholds: Readonly<Record<string, number>> | null;
  readonly disqualified: string | null;
  readonly outside: 'include' | 'exclude' | null;
  readonly reasons: readonly Reason[];
  /** The first millisecond at which a published figure changes by itself, or null. */
  readonly nextChangeAt: number | null;
}

/** A model version compiled once; scoring is pure. */
export interface Scorer {
  readonly model: string;
  readonly version: number;
  /** All figures with reasons and `nextChangeAt`. */
  score(input: ScoreInput, now: number): Score;
  /** All figures with reasons; `nextChangeAt` is null. For those who only read. */
  explain(input: ScoreInput, now: number): Score;
  /** Figures alone: `reasons` is [] and `nextChangeAt` null. Faster; for previews and simulations. */
  totals(input: ScoreInput, now: number): Score;
  /** The band's action text, or null. */
  action(band: string | null): string | null;
}
