import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { distribution, estimate, figuresOf } from '../../../src/evaluate/preview/figures.js';
import { Movers } from '../../../src/evaluate/preview/movers.js';
import type { Outcome } from '../../../src/evaluate/preview/page.js';
import { Tally } from '../../../src/evaluate/preview/tally.js';

const standing = fc.record({
  total: fc.option(fc.integer({ min: -50, max: 150 })),
  grade: fc.option(fc.constantFrom('A1', 'B2', 'D4')),
  band: fc.option(fc.constantFrom('hot', 'cold')),
  stage: fc.option(fc.constantFrom('lead', 'mql')),
});
const outcome: fc.Arbitrary<Outcome> = fc.record({
  lead: fc.integer({ min: 1, max: 2 ** 40 }),
  before: fc.option(standing),
  after: standing,
  writes: fc.constant([]),
  tasks: fc.constant([]),
});

test('a mover comes out of the columns as it went in', () => {
  fc.assert(
    fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
      const movers = new Movers();
      for (const one of outcomes) movers.add(one);
      const found = outcomes.map((_, at) => movers.at(at));
      expect(found).toEqual(
        outcomes.map(({ lead, before, after }) => ({ lead, before, after, task: false })),
      );
    }),
  );
});

test('columns grow, and the greatest change comes first, the older lead first among equals', () => {
  const movers = new Movers();
  const at = (total: number) => ({ total, grade: null, band: null, stage: null });
  for (let lead = 3_000; lead > 0; lead -= 1) {
    movers.add({ lead, before: at(10), after: at(10 + (lead % 3)), writes: [], tasks: [] });
  }
  const order = [...movers.select(({ after }) => (after.total ?? 0) > 10)].map((place) =>
    movers.at(place),
  );
  expect(order).toHaveLength(2_000);
  expect(order.slice(0, 2).map(({ lead }) => lead)).toEqual([2, 5]);
  expect(order.at(-1)).toMatchObject({ lead: 2_998, after: { total: 11 } });
});

test('a sample tells all within its margin; a whole count has none', () => {
  expect(estimate(7, 100, 100)).toEqual({ value: 7, margin: 0 });
  const half = estimate(1_000, 2_000, 100_000);
  expect(half.value).toBe(50_000);
  expect(half.margin).toBeGreaterThan(2_000);
  expect(half.margin).toBeLessThan(2_300);
  // What was not met once may still be there.
  expect(estimate(0, 2_000, 100_000)).toEqual({ value: 0, margin: 150 });
});

test('every lead stands in one step of the distribution', () => {
  const totals = fc.array(fc.integer({ min: -400, max: 900 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(totals, (list) => {
      const counts = new Map<number, number>();
      for (const total of list) counts.set(total, (counts.get(total) ?? 0) + 1);
      const { from, width, before, after } = distribution(counts, new Map(), 1);
      expect(before.reduce((sum, one) => sum + one, 0)).toBe(list.length);
      expect(after.every((one) => one === 0)).toBe(true);
      expect(before.length).toBeLessThanOrEqual(22);
      expect(from).toBeLessThanOrEqual(Math.min(...list));
      expect(from + width * before.length).toBeGreaterThan(Math.max(...list));
    }),
  );
});

test('tasks stay within what each owner has left of the day', () => {
  const tally = new Tally();
  const after = { total: 60, grade: null, band: null, stage: 'mql' };
  for (let lead = 1; lead <= 20; lead += 1) {
    const owner = lead % 2 === 0 ? 'ann' : null;
    const task = { owner, priority: 'medium' as const, total: 60, key: String(lead), account: 1 };
    const before = { ...after, stage: 'lead' };
    tally.add({ lead, before, after, writes: [], tasks: [task] });
  }
  const figures = figuresOf(tally, {
    of: 20,
    accounts: [],
    connectors: new Map(),
    tasksPerOwnerPerDay: 8,
    today: (owner) => (owner === 'ann' ? 5 : 0),
  });
  expect(figures.tasks).toEqual({ value: 3 + 8, margin: 0 });
  expect(figures.tasksOverLimit).toBe(9);
  expect(figures.changed).toMatchObject({
    any: { value: 20 },
    stage: { value: 20 },
    score: { value: 0 },
  });
});
