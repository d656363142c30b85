import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs, type RetryOptions, retry, systemSleep } from '../../src/lib/retry.js';

function setUp(more: Partial<RetryOptions> = {}) {
  const pauses: number[] = [];
  const options: RetryOptions = {
    attempts: 4,
    baseMs: 100,
    maxMs: 1000,
    shouldRetry: () => true,
    sleep: async (ms) => {
      pauses.push(ms);
    },
    random: () => 0,
    ...more,
  };
  return { options, pauses };
}

test('the pause doubles from the base to the bound, and its random half never leaves it', () => {
  const backoff = { baseMs: 100, maxMs: 1000 };
  expect([1, 2, 3, 4, 5, 99].map((attempt) => backoffMs(attempt, backoff, () => 0))).toEqual([
    50, 100, 200, 400, 500, 500,
  ]);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
      (attempt, random) => {
        const pause = backoffMs(attempt, backoff, () => random);
        expect(pause).toBeGreaterThanOrEqual(50);
        expect(pause).toBeLessThanOrEqual(1000);
      },
    ),
  );
});

test('work that fails twice succeeds at the third try', async () => {
  const { options, pauses } = setUp();
  const result = await retry(async (attempt) => {
    if (attempt < 3) throw new Error('not yet');
    return attempt;
  }, options);
  expect(result).toBe(3);
  expect(pauses).toEqual([50, 100]);
});

test('the last error is thrown when the tries are used up', async () => {
  const { options, pauses } = setUp();
  await expect(
    retry(async (attempt) => {
      throw new Error(`try ${attempt}`);
    }, options),
  ).rejects.toThrow('try 4');
  expect(pauses).toHaveLength(3);
});

test('an error that stays is thrown at once', async () => {
  const { options, pauses } = setUp({ shouldRetry: () => false });
  await expect(retry(() => Promise.reject(new Error('no')), options)).rejects.toThrow('no');
  expect(pauses).toEqual([]);
});

test('a pause the other side asked for is kept when it is longer', async () => {
  const { options, pauses } = setUp({ attempts: 2, waitMs: () => 700 });
  await expect(retry(() => Promise.reject(new Error('busy')), options)).rejects.toThrow('busy');
  expect(pauses).toEqual([700]);
});

test('an abort ends a wait', async () => {
  const stop = new AbortController();
  const waiting = systemSleep(3_600_000, stop.signal);
  stop.abort(new Error('shutting down'));
  await expect(waiting).rejects.toThrow('shutting down');
  await expect(systemSleep(3_600_000, stop.signal)).rejects.toThrow('shutting down');
});
