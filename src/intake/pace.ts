/** How soon a feed is polled again. Pure. */
import { DAY } from '../lib/clock.js';

/** A feed whose changes come by a stream is polled this rarely: for what a stream cannot tell. */
const STREAMED_EVERY = 15 * 60_000;

/** People are looked at so many times as often as what they are linked to. */
const PERSON_WEIGHT = 4;

export interface FeedPace {
  /** Shortest wait, milliseconds: that of a feed with news. */
  readonly intervalMs: number;
  /** Since it last had news, milliseconds. */
  readonly idleMs: number;
  readonly person: boolean;
  /** Its changes come by a stream that holds. */
  readonly streamed: boolean;
  /** The account's feeds: of people, and others. */
  readonly feeds: { readonly persons: number; readonly others: number };
  /** As in the declaration's limits. */
  readonly idlePollsPerDay: number | undefined;
}

/**
 * The wait until the next poll, milliseconds. Where polls count against a daily limit a feed without news
 * is polled ever more rarely: after a quarter of the time that it has been without, up to its share of what
 * an idle account may cost.
 */
export function pollWait(pace: FeedPace): number {
  const { intervalMs, idleMs, person, streamed, feeds, idlePollsPerDay } = pace;
  const least = streamed ? Math.max(intervalMs, STREAMED_EVERY) : intervalMs;
  if (idlePollsPerDay === undefined) return least;
  const weight = person ? PERSON_WEIGHT : 1;
  const all = feeds.persons * PERSON_WEIGHT + feeds.others;
  const most = (DAY * all) / (idlePollsPerDay * weight);
  return Math.max(least, Math.min(idleMs / 4, most));
}
