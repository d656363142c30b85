import { parseDuration } from '../../language/duration.js';
import { CHANNELS } from '../../lead/activity.js';
import { DAY } from '../../lib/clock.js';
import { daysBetween } from '../decay.js';
import { boundsOf } from '../rounding.js';
import type { RuleDocument } from '../schema.js';
import { isoTime, lineOf, pointsOf, type Rule } from './rule.js';

export interface IdleFacts {
  /** Time of the newest activity of each channel. */
  readonly newest: Float64Array;
  /** Where idleness counts from without any activity; -Infinity when nothing is known. */
  idleFrom(): number;
  /** Whether a channel (by its index) is observed. */
  observes(channel: number): boolean;
}

/**
 * Pays for silence: with d whole days since the newest activity of the channels and d >= first, the
 * points once, and once more for every further full `every`. Works only where a channel is observed.
 */
export function compileIdle(
  rule: RuleDocument,
  readyAt: number | undefined,
  facts: IdleFacts,
): Rule {
  const { channel = 'any', first, every } = rule.idle ?? { first: '0d' };
  const names = channel === 'any' ? CHANNELS.filter((name) => name !== 'none') : [channel].flat();
  const known: readonly string[] = CHANNELS;
  const channels = names.map((name) => known.indexOf(name));
  const firstMs = parseDuration(first);
  const everyMs = every === undefined ? Number.POSITIVE_INFINITY : parseDuration(every);
  const points = pointsOf(rule, readyAt);
  const bounds = boundsOf(rule);
  let since = Number.NEGATIVE_INFINITY;

  return {
    id: rule.id,
    label: rule.label,
    prepare: () => {
      since = Number.NEGATIVE_INFINITY;
      if (!channels.some((index) => facts.observes(index))) return;
      for (const index of channels) since = Math.max(since, facts.newest[index] as number);
      if (since === Number.NEGATIVE_INFINITY) since = facts.idleFrom();
    },
    at: (now) => {
      if (since === Number.NEGATIVE_INFINITY) return lineOf(0, bounds);
      const elapsed = daysBetween(since, now) * DAY;
      if (elapsed < firstMs) return lineOf(0, bounds);
      return lineOf(points * (1 + Math.floor((elapsed - firstMs) / everyMs)), bounds);
    },
    evidence: () => ({ since: isoTime(since) }),
    steps: (from, to, out) => {
      if (since === Number.NEGATIVE_INFINITY) return;
      const next = since + (daysBetween(since, from) + 1) * DAY;
      if (next <= to) out.push(next);
    },
    work: () => 1,
  };
}
