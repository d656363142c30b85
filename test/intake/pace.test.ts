import { expect, test } from '@jest/globals';
import { type FeedPace, pollWait } from '../../src/intake/pace.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const pace: FeedPace = {
  intervalMs: MINUTE,
  idleMs: 0,
  person: true,
  streamed: false,
  feeds: { persons: 2, others: 8 },
  idlePollsPerDay: 1_400,
};

/** Polls of one feed in a day by a clock of its own, after `idleMs` without news; its longest wait. */
function day(feed: FeedPace, newsAt: readonly number[] = []): { polls: number; longest: number } {
  let polls = 0;
  let longest = 0;
  let changedAt = -feed.idleMs;
  for (let now = 0; now < DAY; ) {
    const before = now;
    now += pollWait({ ...feed, idleMs: now - changedAt });
    longest = Math.max(longest, now - before);
    polls += 1;
    const news = newsAt.filter((at) => at > before && at <= now);
    if (news.length > 0) changedAt = now;
  }
  return { polls, longest };
}

test('an account in which nothing changes costs its share of polls a day, people first', () => {
  const long = { ...pace, idleMs: DAY };
  const person = day(long);
  const other = day({ ...long, person: false });
  expect(person.polls * 2 + other.polls * 8).toBeLessThanOrEqual(1_400 + 10);
  expect(person.polls).toBeGreaterThan(3 * other.polls);
  expect(person.longest).toBeLessThan(5 * MINUTE);
});

test('the first day without news costs hardly more', () => {
  const person = day(pace);
  const other = day({ ...pace, person: false });
  expect(person.polls * 2 + other.polls * 8).toBeLessThan(1_400 * 1.1);
});

test('news brings the interval of the settings back', () => {
  expect(pollWait(pace)).toBe(MINUTE);
  const busy = Array.from({ length: 24 * 60 }, (_, minute) => minute * MINUTE + 1);
  expect(day(pace, busy).polls).toBeGreaterThan(1_400);
});

test('a feed whose changes come by a stream is polled every quarter of an hour', () => {
  expect(pollWait({ ...pace, streamed: true })).toBe(15 * MINUTE);
  expect(day({ ...pace, streamed: true, idleMs: DAY }).polls).toBe(96);
});

test('where no limit counts polls the interval stays', () => {
  const free = { ...pace, idlePollsPerDay: undefined, idleMs: DAY };
  expect(pollWait(free)).toBe(MINUTE);
  expect(pollWait({ ...free, streamed: true })).toBe(15 * MINUTE);
});
