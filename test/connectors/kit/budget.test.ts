import { expect, test } from '@jest/globals';
import { chunks, halves, mapLimited } from '../../../connectors/kit/batch.js';
import { createBudget } from '../../../connectors/kit/budget.js';

test('a large limit keeps a little free, a small one is used whole', () => {
  expect(createBudget(110, 10_000).limit(0)).toBe(107);
  expect(createBudget(5, 1_000).limit(0)).toBe(5);
});

test('the limit follows what the CRM tells, both ways', () => {
  const budget = createBudget(100, 10_000);
  budget.accepted(0, 190);
  expect(budget.limit(0)).toBe(186);
  budget.accepted(0, 100);
  expect(budget.limit(0)).toBe(98);
  budget.accepted(0);
  expect(budget.limit(0)).toBe(98);
});

test('requests refused together halve the limit once and pause for the longest', () => {
  const budget = createBudget(100, 10_000);
  budget.refused(10_000, 1_000);
  budget.refused(12_000, 1_500);
  expect(budget.limit(1_500)).toBe(49);
  expect(budget.pausedUntil()).toBe(13_500);
  budget.refused(10_000, 13_500);
  expect(budget.limit(13_500)).toBe(24);
});

test('a halved limit regrows a tenth a window, rests below where it was refused, and grows on', () => {
  const budget = createBudget(100, 10_000);
  budget.refused(10_000, 0);
  const every = (from: number, count: number): number[] =>
    Array.from({ length: count }, (_, window) => budget.limit(from + window * 10_000));
  expect(every(0, 7)).toEqual([49, 49, 58, 67, 76, 85, 88]);
  expect(every(70_000, 9)).toEqual([88, 88, 88, 88, 88, 88, 88, 97, 98]);
  expect(budget.limit(10_000_000)).toBe(98);
});

test('it never grows above what the CRM told meanwhile', () => {
  const budget = createBudget(190, 10_000);
  budget.refused(10_000, 0);
  budget.accepted(20_000, 60);
  expect(budget.limit(20_000)).toBe(58);
  expect(budget.limit(10_000_000)).toBe(58);
});

test.each([
  ['a second', 5, 1_000],
  ['ten seconds', 100, 10_000],
])(
  'after half an hour of nothing but refusals the window of %s is whole again soon',
  (_, allowed, windowMs) => {
    const budget = createBudget(allowed, windowMs);
    const whole = budget.limit(0);
    let now = 0;
    for (; now < 30 * 60_000; now = budget.pausedUntil()) budget.refused(windowMs, now);
    expect(budget.limit(now)).toBe(1);
    expect(budget.limit(now + 10 * windowMs)).toBeGreaterThanOrEqual(0.8 * whole);
    expect(budget.limit(now + 120_000 + 3 * windowMs)).toBe(whole);
  },
);

test('where some requests went through, the limit comes back after the rest all the same', () => {
  const budget = createBudget(100, 10_000);
  let now = 0;
  for (; now < 30 * 60_000; now = budget.pausedUntil() + 500) {
    budget.accepted(now);
    budget.refused(10_000, now);
  }
  expect(budget.limit(now + 120_000)).toBeLessThan(12);
  expect(budget.limit(now + 120_000 + 110_000)).toBe(98);
});

test('a limit never falls below one', () => {
  const budget = createBudget(1, 1_000);
  budget.refused(1_000, 0);
  budget.refused(1_000, 5_000);
  expect(budget.limit(5_000)).toBe(1);
});

test('batches keep order and size', () => {
  expect(chunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(chunks([], 2)).toEqual([]);
  expect(halves([1, 2, 3])).toEqual([[1, 2], [3]]);
});

test('limited work keeps the order of results and its width', async () => {
  let running = 0;
  let most = 0;
  const results = await mapLimited([5, 4, 3, 2, 1], 2, async (item) => {
    running += 1;
    most = Math.max(most, running);
    for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
    running -= 1;
    return item * 10;
  });
  expect(results).toEqual([50, 40, 30, 20, 10]);
  expect(most).toBe(2);
});
