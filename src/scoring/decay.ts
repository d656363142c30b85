import { parseDuration } from '../language/duration.js';
import { DAY } from '../lib/clock.js';
import type { DecayDocument } from './schema.js';

/** The points of an occurrence that is so many whole days old. */
export type Faded = (days: number) => number;

/** Days that are looked up; older occurrences are computed. */
const TABLE_DAYS = 400;

/**
 * Points under a decay. With d whole days: half-life H gives p x 0.5^(d/H); linear N gives
 * p x max(0, 1 - d/N); a step S gives p x f^floor(d/S), or shrinks the size of p by a number of points
 * for every full step, never below 0. Steps are counted in whole milliseconds.
 */
export function compileDecay(decay: DecayDocument | undefined, points: number): Faded {
  if (!decay || !fades(decay)) return () => points;
  return tabled(formulaOf(decay, points));
}

/** The same, looked up. */
export function tabled(formula: Faded): Faded {
  const table = Float64Array.from({ length: TABLE_DAYS }, (_, days) => formula(days));
  return (days) => (days < TABLE_DAYS ? (table[days] as number) : formula(days));
}

/** Whether points under this decay change with time at all. */
export function fades(decay: DecayDocument | undefined): boolean {
  return decay !== undefined && decay.factor !== 1 && decay.points !== 0;
}

function formulaOf(decay: DecayDocument, points: number): Faded {
  if (decay.halfLife !== undefined) {
    const halfLife = parseDuration(decay.halfLife);
    return (days) => points * 0.5 ** ((days * DAY) / halfLife);
  }
  if (decay.linear !== undefined) {
    const length = parseDuration(decay.linear);
    return (days) => points * Math.max(0, 1 - (days * DAY) / length);
  }
  const step = parseDuration(decay.step ?? '1d');
  const steps = (days: number): number => Math.floor((days * DAY) / step);
  const { factor, points: loss = 0 } = decay;
  if (factor !== undefined) return (days) => points * factor ** steps(days);
  return (days) => Math.sign(points) * Math.max(0, Math.abs(points) - loss * steps(days));
}

/** Whole elapsed days. */
export function daysBetween(then: number, now: number): number {
  return Math.floor((now - then) / DAY);
}
