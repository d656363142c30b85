import { parseDuration } from '../../language/duration.js';
import { DAY } from '../../lib/clock.js';
import { compileDecay, daysBetween, fades } from '../decay.js';
import type { Hits } from '../matchers.js';
import { boundsOf } from '../rounding.js';
import type { RuleDocument } from '../schema.js';
import { isoTime, lineOf, pointsOf, type Rule } from './rule.js';

/**
 * Pays once for different activities that match the steps in order, the last at most `within` after the
 * first: the match with the newest last step, for it the latest possible earlier ones.
 */
export function compileSequence(
  rule: RuleDocument,
  readyAt: number | undefined,
  steps: readonly Hits[],
): Rule {
  const within = rule.within === undefined ? Number.POSITIVE_INFINITY : parseDuration(rule.within);
  const bounds = boundsOf(rule);
  const faded = compileDecay(rule.decay, pointsOf(rule, readyAt));
  let first = 0;
  let last = Number.NEGATIVE_INFINITY;

  return {
    id: rule.id,
    label: rule.label,
    prepare: () => {
      const found = findMatch(steps, within);
      first = found?.first ?? 0;
      last = found?.last ?? Number.NEGATIVE_INFINITY;
    },
    at: (now) =>
      lineOf(last === Number.NEGATIVE_INFINITY ? 0 : faded(daysBetween(last, now)), bounds),
    evidence: () =>
      last === Number.NEGATIVE_INFINITY ? {} : { first: isoTime(first), last: isoTime(last) },
    occurrences: (now) =>
      last === Number.NEGATIVE_INFINITY
        ? []
        : [{ at: last, raw: pointsOf(rule, readyAt), points: faded(daysBetween(last, now)) }],
    ...(fades(rule.decay) && {
      steps: (from: number, to: number, out: number[]) => {
        if (last === Number.NEGATIVE_INFINITY) return;
        const next = last + (daysBetween(last, from) + 1) * DAY;
        if (next <= to) out.push(next);
      },
    }),
    work: () => 1,
  };
}

/**
 * Goes back from the newest candidate of the last step, taking for every earlier step the latest that
 * is older in the order of activities. An older last step never allows a later earlier one, so every
 * list is walked once.
 */
function findMatch(
  steps: readonly Hits[],
  within: number,
): { readonly first: number; readonly last: number } | undefined {
  const lastStep = steps.at(-1);
  if (!lastStep) return undefined;
  const next = new Array<number>(steps.length).fill(0);
  for (let index = 0; index < lastStep.count; index++) {
    let place = lastStep.place[index] as number;
    let at = lastStep.at[index] as number;
    const last = at;
    for (let step = steps.length - 2; step >= 0; step--) {
      const hits = steps[step] as Hits;
      let candidate = next[step] as number;
      while (candidate < hits.count && (hits.place[candidate] as number) <= place) candidate++;
      next[step] = candidate;
      if (candidate === hits.count) return undefined;
      place = hits.place[candidate] as number;
      at = hits.at[candidate] as number;
    }
    if (last - at <= within) return { first: at, last };
  }
  return undefined;
}
