import { parseDuration } from '../../language/duration.js';
import { DAY } from '../../lib/clock.js';
import { compileDecay, daysBetween, type Faded, fades, tabled } from '../decay.js';
import type { Hits } from '../matchers.js';
import { type Bounds, boundsOf } from '../rounding.js';
import type { RuleDocument } from '../schema.js';
import { isoTime, lineOf, type Occurrence, pointsOf, type Rule } from './rule.js';

/**
 * Counts occurrences: those younger than `within`, of each UTC day the newest `perDay`, nothing when
 * fewer than `atLeast` are left. `once` pays the newest and `repeat` the further ones; `each` pays all.
 */
export function compileTally(
  rule: RuleDocument,
  readyAt: number | undefined,
  hits: Hits,
): Rule & Required<Pick<Rule, 'steps'>> {
  const bounds = boundsOf(rule);
  const within = rule.within === undefined ? Number.POSITIVE_INFINITY : parseDuration(rule.within);
  const { atLeast = 1, perDay = Number.POSITIVE_INFINITY, repeat } = rule;
  const points = pointsOf(rule, readyAt);
  const repeatPoints = repeat ? pointsOf(repeat, readyAt) : 0;
  const max = repeat?.max ?? Number.POSITIVE_INFINITY;
  const first = compileDecay(rule.decay, points);
  const further = rule.count === 'each' ? first : compileDecay(rule.decay, repeatPoints);
  const newestOnly = rule.count !== 'each' && !repeat;
  const mixed = rule.count !== 'each' && points * repeatPoints < 0;
  const ages = fades(rule.decay);

  const nothing = lineOf(0, bounds);

  let kept = 0;
  let main = 0;
  let rest = 0;

  const count = (now: number): void => {
    kept = 0;
    main = 0;
    rest = 0;
    let day = Number.NaN;
    let onDay = 0;
    for (let index = 0; index < hits.count; index++) {
      const at = hits.at[index] as number;
      const age = now - at;
      if (age >= within) break;
      if (perDay !== Number.POSITIVE_INFINITY) {
        const its = Math.floor(at / DAY);
        if (its !== day) onDay = 0;
        day = its;
        if (onDay++ >= perDay) continue;
      }
      if (kept === 0) main = first(Math.floor(age / DAY));
      else if (!newestOnly) rest += further(Math.floor(age / DAY));
      else if (kept >= atLeast && perDay === Number.POSITIVE_INFINITY) {
        // Nothing further changes the points; the count is for the reasons alone.
        kept = within === Number.POSITIVE_INFINITY ? hits.count : hits.within(within, now);
        return;
      }
      kept++;
    }
    if (kept < atLeast) {
      main = 0;
      rest = 0;
    } else if (rest > max) rest = max;
    else if (rest < -max) rest = -max;
  };

  const tally: Rule & Required<Pick<Rule, 'steps'>> = {
    id: rule.id,
    label: rule.label,
    needs: { found: hits, without: nothing },
    at: (now) => {
      if (hits.count === 0) return nothing;
      count(now);
      return lineOf(main + rest, bounds);
    },
    evidence: () =>
      kept === 0 || hits.count === 0 ? {} : { count: kept, newest: isoTime(hits.at[0] as number) },
    occurrences: (now) => {
      if (hits.count === 0) return [];
      count(now);
      if (kept < atLeast) return [];
      const found: Occurrence[] = [];
      const onDays = new Map<number, number>();
      for (const at of hits.at.subarray(0, hits.within(within, now))) {
        const day = Math.floor(at / DAY);
        const before = onDays.get(day) ?? 0;
        onDays.set(day, before + 1);
        if (before >= perDay || (newestOnly && found.length === 1)) continue;
        const days = daysBetween(at, now);
        const isFirst = found.length === 0;
        found.push({
          at,
          raw: isFirst || rule.count === 'each' ? points : repeatPoints,
          points: isFirst ? first(days) : further(days),
        });
      }
      return found;
    },
    steps: (from, to, out) => {
      for (let index = 0; index < hits.count; index++) {
        const at = hits.at[index] as number;
        if (from - at >= within) break;
        if (at + within <= to) out.push(at + within);
        if (ages && (index === 0 || !newestOnly || atLeast > 1)) {
          const next = at + (daysBetween(at, from) + 1) * DAY;
          if (next <= to) out.push(next);
        }
        if (newestOnly && atLeast === 1) break;
      }
    },
    ...(mixed && {
      range: (from: number, to: number) => {
        count(from);
        const before = [main, rest] as const;
        count(to);
        const low = Math.min(before[0], main) + Math.min(before[1], rest);
        const high = Math.max(before[0], main) + Math.max(before[1], rest);
        return [lineOf(low, bounds), lineOf(high, bounds)] as const;
      },
    }),
    work: () => hits.count,
  };
  const alone = newestOnly && atLeast === 1 && perDay === Number.POSITIVE_INFINITY;
  return alone ? { ...tally, ...newestAlone(hits, within, first, bounds) } : tally;
}

/** A tally that pays the newest occurrence and no other: its line of each day of age is computed once. */
function newestAlone(
  hits: Hits,
  within: number,
  points: Faded,
  bounds: Bounds,
): Pick<Rule, 'at' | 'evidence'> {
  const nothing = lineOf(0, bounds);
  const lines = tabled((days) => lineOf(points(days), bounds));
  let asked = 0;
  return {
    at: (now) => {
      asked = now;
      if (hits.count === 0) return nothing;
      const age = now - (hits.at[0] as number);
      return age >= within ? nothing : lines(Math.floor(age / DAY));
    },
    evidence: () => {
      const count = within === Number.POSITIVE_INFINITY ? hits.count : hits.within(within, asked);
      return count === 0 ? {} : { count, newest: isoTime(hits.at[0] as number) };
    },
  };
}

/** Whether a tally changes by ageing at all. */
export function tallyAges(rule: RuleDocument): boolean {
  return rule.within !== undefined || fades(rule.decay);
}
