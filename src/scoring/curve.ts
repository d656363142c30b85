import { readDuration } from '../language/duration.js';
import { DAY } from '../lib/clock.js';
import { compileDecay } from './decay.js';
import type { DecayDocument } from './schema.js';

/** What is left of points by age, for drawing: `[days, points]`, the first at 0 days. */
export type Curve = readonly (readonly [days: number, points: number])[];

/** A curve is drawn over so many spans of its decay, and ends where the activity no longer counts. */
const SPANS = { halfLife: 4, linear: 1.1, step: 8 } as const;
const LONGEST_DAYS = 3 * 365;
const MOST_POINTS = 120;

function daysOf(duration: string | undefined): number | undefined {
  const span = duration === undefined ? undefined : readDuration(duration);
  return span === undefined ? undefined : span / DAY;
}

/** Whole days only, for that is how the scorer counts age; without a decay the curve is flat over 30 days. */
export function decayCurve(
  decay: DecayDocument | undefined,
  points: number,
  within?: string,
): Curve {
  const faded = compileDecay(decay, points);
  const spans = (Object.keys(SPANS) as (keyof typeof SPANS)[]).flatMap((kind) => {
    const days = daysOf(decay?.[kind]);
    return days === undefined ? [] : [days * SPANS[kind]];
  });
  const end = Math.min(
    daysOf(within) ?? Number.POSITIVE_INFINITY,
    spans[0] ?? daysOf(within) ?? 30,
  );
  const last = Math.max(1, Math.min(LONGEST_DAYS, Math.ceil(end)));
  const step = Math.max(1, Math.ceil(last / MOST_POINTS));
  const days = Array.from({ length: Math.floor(last / step) + 1 }, (_, index) => index * step);
  if (days.at(-1) !== last) days.push(last);
  // Adding 0 makes of -0, which JSON does not know, a plain 0.
  return days.map((day) => [day, Math.round(faded(day) * 100) / 100 + 0] as const);
}
