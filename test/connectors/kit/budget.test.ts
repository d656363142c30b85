import { expect, test } from '@jest/globals';
import { chunks, halves, mapLimited } from '../../../connectors/kit/batch.js';
import { createBudget } from '../../../connectors/kit/budget.js';

test('a large limit keeps a twentieth free, a small one is used whole', () => {
  expect(createBudget(110, 10_000).limit(0)).toBe(104);
  expect(createBudget(5, 1_000).limit(0)).toBe(5);
});

test('the limit follows what the CRM tells, both ways', () => {
  const budget = createBudget(100, 10_000);
  budget.told(190);
  expect(budget.limit(0)).toBe(180);
  budget.told(100);
  expect(budget.limit(0)).toBe(95);
});

test('a refusal halves the limit once, pauses, and the limit grows back slowly', () => {
  const budget = createBudget(100, 10_000);
  budget.refused(10_000, 1_000);
  budget.refused(12_000, 1_500);
  expect(budget.limit(1_500)).toBe(47);
  expect(budget.pausedUntil()).toBe(13_500);
  expect(budget.limit(121_000)).toBe(56);
  expect(budget.limit(10_000_000)).toBe(95);
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
