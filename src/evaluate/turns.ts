import { parseComputed } from '../language/computed.js';
import { type Activity, type Channel, channelOf } from '../lead/activity.js';
import type { DecisionFacts } from '../lifecycle/types.js';
import { CompanyCounts } from '../scoring/company-counts.js';
import { joined, stepsOf, turnOf } from '../scoring/steps.js';
import type { ScoreInput, Scorer } from '../scoring/types.js';
import { lasting } from './facts.js';

const NEVER = Number.POSITIVE_INFINITY;

/** The times of activities by the channel that they belong to. */
function timesByChannel(activities: readonly Activity[]): Map<Channel, number[]> {
  const times = new Map<Channel, number[]>();
  for (const { type, attributes, occurredAt } of activities) {
    const channel = channelOf(type, attributes);
    const own = times.get(channel);
    if (own) own.push(occurredAt);
    else times.set(channel, [occurredAt]);
  }
  return times;
}

/**
 * When the numbers computed from activities change by themselves: they fall when what they count comes of
 * age. A trend changes with the score, now or at the moment it looks back to.
 */
export function leadTurn(
  input: ScoreInput,
  now: number,
  scorer: Scorer,
): NonNullable<DecisionFacts['turn']> {
  let known: Activity[] | undefined;
  const activities = () => {
    known ??= lasting(input);
    return known;
  };
  return (path, operands) => {
    const field = parseComputed(path);
    switch (field?.kind) {
      case 'count': {
        // Most leads have none that is still to come of age: nothing to look for.
        const young = ({ type, occurredAt }: Activity): boolean =>
          type === field.type && occurredAt + field.duration > now;
        if (!input.activities.some(young)) return NEVER;
        const own = activities().filter(({ type }) => type === field.type);
        const spans = own.map(
          ({ occurredAt }) => [occurredAt, occurredAt + field.duration] as const,
        );
        return turnOf(stepsOf(spans), operands, now);
      }
      case 'channels': {
        const counts = (channel: Channel) =>
          channel !== 'none' && (input.observed?.includes(channel) ?? true);
        const stretches = [...timesByChannel(activities())]
          .filter(([channel]) => counts(channel))
          .flatMap(([, times]) => joined(times, field.duration));
        return turnOf(stepsOf(stretches), operands, now);
      }
      case 'company':
        return input.company
          ? CompanyCounts.of(input.company).edge(field.count, operands, now)
          : NEVER;
      case 'trend': {
        const then = scorer.score(input, now - field.duration).nextChangeAt;
        return then === null ? NEVER : then + field.duration;
      }
      default:
        return NEVER;
    }
  };
}
