import { expect, test } from '@jest/globals';
import { type CountAsk, createCounter } from '../../../../src/admin/ui/api/model-counts.js';

const ask = (field: string): CountAsk => ({ predicate: { field, exists: true } });
const live = () => new AbortController().signal;
const about = { of: 10, exact: true, looked: 10 };

test('asks at one time are one call for each set of lists, and each gets its own answer', async () => {
  const calls: number[] = [];
  const count = createCounter(async (asks) => {
    calls.push(Object.keys(asks).length);
    const counts = Object.entries(asks).map(([key, one]) => {
      const leads = JSON.stringify(one).length;
      return [key, { leads, low: leads, high: leads }] as const;
    });
    return { counts: Object.fromEntries(counts), ...about };
  });
  const [a, b, c] = await Promise.all([
    count(ask('a'), {}, live()),
    count(ask('longer'), {}, live()),
    count(ask('a'), { rivals: ['x'] }, live()),
  ]);
  expect(calls).toEqual([2, 1]);
  expect(a).toEqual(c);
  expect(b.count).not.toEqual(a.count);
  expect(a).toMatchObject(about);
});

test('a call goes on as long as somebody waits for it', async () => {
  const signals: AbortSignal[] = [];
  const count = createCounter((_asks, _lists, signal) => {
    signals.push(signal);
    return new Promise((_, reject) => {
      signal.addEventListener('abort', () => reject(new Error('gone')));
    });
  });
  const [one, other] = [new AbortController(), new AbortController()];
  const both = [count(ask('a'), {}, one.signal), count(ask('b'), {}, other.signal)];
  const settled = Promise.allSettled(both);
  while (signals.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  one.abort();
  expect(signals[0]?.aborted).toBe(false);
  other.abort();
  expect(signals[0]?.aborted).toBe(true);
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
