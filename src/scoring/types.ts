import type { Activity, Channel } from '../lead/activity.js';
import type { CompanyActivity } from '../lead/company-activity.js';
import type { LeadFields } from '../lead/fields.js';

/** What is scored: the lead's fields (flat, dotted names), its activities, the observed channels. */
export interface ScoreInput {
  readonly id: string;
  /** Dotted names; includes `createdAt` and, where set, `countFrom`. */
  readonly fields: LeadFields;
  /** In any order; those of one id are one, the last wins; later than `now` do not count yet. */
  readonly activities: readonly Activity[];
  /** The activities are newest first and each once, as the store hands them out: taken as they are. */
  readonly arranged?: boolean;
  /** What is known of the people at its company; without it the fields `company.people` and so on speak. */
  readonly company?: CompanyActivity;
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

/** How one rule's line came about: `raw + faded + bounded` is its points, but for the rounding. */
export interface LineDetail {
  readonly rule: string;
  /** Points before age and bounds. */
  readonly raw: number;
  /** What age took (or, of negative points, gave back). */
  readonly faded: number;
  /** What the rule's own bounds changed: `cap`, `floor` and the most for repetitions. */
  readonly bounded: number;
  /** The counted activities, newest first; empty for rules that count none. */
  readonly occurrences: readonly OccurrenceDetail[];
}

export interface OccurrenceDetail {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly raw: number;
  readonly points: number;
  /** The share of its points that is left, 0 to 1. */
  readonly left: number;
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
  /** The fields that its predicates name. */
  readonly fields: ReadonlySet<string>;
  /** The types of activities whose attributes matter to it. */
  readonly attributeTypes: ReadonlySet<string>;
  /** All figures with reasons and `nextChangeAt`. */
  score(input: ScoreInput, now: number): Score;
  /** All figures with reasons; `nextChangeAt` is null. For those who only read. */
  explain(input: ScoreInput, now: number): Score;
  /** Figures alone: `reasons` is [] and `nextChangeAt` null. Faster; for previews and simulations. */
  totals(input: ScoreInput, now: number): Score;
  /** How the lines of rules came about; those of `explain`, in the same order. */
  details(input: ScoreInput, now: number): readonly LineDetail[];
  /** The band's action text, or null. */
  action(band: string | null): string | null;
}
