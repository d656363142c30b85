import type { Cell } from '../../language/predicate.js';
import { DAY } from '../../lib/clock.js';
import { type Bounds, clamp, toHundredths } from '../rounding.js';
import type { RuleDocument } from '../schema.js';

/**
 * One compiled rule over the lead now loaded. Between two edges (moments at which something other than
 * ageing happens) its value changes in one direction only, unless `range` says otherwise.
 */
export interface Rule {
  readonly id: string;
  readonly label: string;
  /** The one stored value that alone decides its line, whatever the moment; absent where more does. */
  readonly decidedBy?: Cell | undefined;
  /** What it is about, and its line in whole hundredths while nothing of that was found: `at` is not needed then. */
  readonly needs?: { readonly found: { readonly count: number }; readonly without: number };
  /** Called at every edge, before `at`. */
  prepare?(now: number): void;
  /** Its line in whole hundredths at a moment, rounded and bounded; guard and window are the caller's. */
  at(now: number): number;
  /** What made the line of the last `at`, or of finding nothing. */
  evidence(): Readonly<Record<string, unknown>>;
  /** Each thing that it counted at the moment of the last `at`; absent for rules that count nothing. */
  occurrences?(now: number): Occurrence[];
  /** Adds the moments in (from, to] at which ageing may change it; absent when it does not age. */
  steps?(from: number, to: number, out: number[]): void;
  /** The lowest and highest value between two moments, where ageing moves it in both directions. */
  range?(from: number, to: number): readonly [number, number];
  /** How many activities one call of `at` looks at. */
  work(): number;
  /** The next moment after `now` at which `prepare` must run again. */
  edge?(now: number): number;
}

/** One counted activity, in points and not rounded. */
export interface Occurrence {
  readonly at: number;
  /** What it gave on its first day. */
  readonly raw: number;
  /** What age has left of it. */
  readonly points: number;
}

/** `points`, or `percent` of the points of a sales-ready lead. */
export function pointsOf(
  from: { readonly points?: number | undefined; readonly percent?: number | undefined },
  readyAt: number | undefined,
): number {
  return from.percent === undefined ? (from.points ?? 0) : ((readyAt ?? 0) * from.percent) / 100;
}

/** A rule's sum as its line. */
export function lineOf(points: number, bounds: Bounds): number {
  return clamp(toHundredths(points), bounds);
}

/** A segment's change merged over a rule: points replace a percent and the other way round. */
export function merged(
  rule: RuleDocument,
  change: {
    readonly points?: number | undefined;
    readonly percent?: number | undefined;
    readonly unknown?: number | undefined;
    readonly else?: number | undefined;
  },
): RuleDocument {
  const result = { ...rule };
  if (change.points !== undefined) {
    result.points = change.points;
    delete result.percent;
  }
  if (change.percent !== undefined) {
    result.percent = change.percent;
    delete result.points;
  }
  if (change.unknown !== undefined) result.unknown = change.unknown;
  if (change.else !== undefined) result.else = change.else;
  return result;
}

const DATES = new Map<number, string>();
const pad = (value: number, width: number): string => String(value).padStart(width, '0');
const TWO = Array.from({ length: 60 }, (_, value) => pad(value, 2));
const THREE = Array.from({ length: 1000 }, (_, value) => pad(value, 3));

/** `Date.toISOString` for the many moments of few days that reasons name. */
export function isoTime(at: number): string {
  const day = Math.floor(at / DAY);
  let date = DATES.get(day);
  if (date === undefined) {
    if (DATES.size > 10_000) DATES.clear();
    date = new Date(day * DAY).toISOString().slice(0, -13);
    DATES.set(day, date);
  }
  const rest = Math.floor(at) - day * DAY;
  const seconds = Math.floor(rest / 1000);
  const minutes = Math.floor(seconds / 60);
  const clock = `${TWO[Math.floor(minutes / 60)]}:${TWO[minutes % 60]}:${TWO[seconds % 60]}`;
  return `${date}${clock}.${THREE[rest % 1000]}Z`;
}
