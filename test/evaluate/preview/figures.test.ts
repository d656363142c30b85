import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Connector } from '../../../connectors/connector.js';
import { distribution } from '../../../src/evaluate/preview/distribution.js';
import { estimate, figuresOf } from '../../../src/evaluate/preview/figures.js';
import { Movers } from '../../../src/evaluate/preview/movers.js';
import { packMovers, unpackMovers } from '../../../src/evaluate/preview/packed-movers.js';
import type { Outcome } from '../../../src/evaluate/preview/page.js';
import { Tally } from '../../../src/evaluate/preview/tally.js';
import type { Account } from '../../../src/store/accounts.js';
import { PAIR } from '../../support/pair-world.js';

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
  reached: fc.constant({ before: [], after: [] }),
  writes: fc.constant([]),
  tasks: fc.constant([]),
});

const SETTING = {
  model: {},
  accounts: [],
  connectors: new Map(),
  tasksPerOwnerPerDay: 8,
  streams: new Map(),
  today: () => 0,
};
const reached = { before: [], after: [] };

test('a mover comes out of the columns as it went in, and out of what is stored of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { maxLength: 40 }), async (outcomes) => {
      const movers = new Movers();
      for (const one of outcomes) movers.add(one);
      const found = outcomes.map((_, at) => movers.at(at));
      expect(found).toEqual(
        outcomes.map(({ lead, before, after }) => ({ lead, before, after, task: false })),
      );
      const stored = await unpackMovers(await packMovers(movers));
      expect(outcomes.map((_, at) => stored.at(at))).toEqual(found);
      expect(stored.select(() => true)).toEqual(movers.select(() => true));
    }),
  );
});

test('columns grow, and the greatest change comes first, the older lead first among equals', () => {
  const movers = new Movers();
  const at = (total: number) => ({ total, grade: null, band: null, stage: null });
  for (let lead = 3_000; lead > 0; lead -= 1) {
    movers.add({
      lead,
      before: at(10),
      after: at(10 + (lead % 3)),
      reached,
      writes: [],
      tasks: [],
    });
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

test('every lead stands in one step of the distribution, which ends where totals do', () => {
  const totals = fc.array(fc.integer({ min: -400, max: 900 }), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(totals, fc.integer({ min: 1, max: 500 }), (list, cap) => {
      const counts = new Map<number, number>();
      for (const total of list) counts.set(total, (counts.get(total) ?? 0) + 1);
      const { from, width, to, before, after } = distribution(counts, new Map(), 1, { cap });
      expect(before.reduce((sum, one) => sum + one, 0)).toBe(list.length);
      expect(after.every((one) => one === 0)).toBe(true);
      expect(before.length).toBeLessThanOrEqual(21);
      expect(from).toBeLessThanOrEqual(Math.min(...list));
      expect(to).toBe(Math.max(cap, ...list));
      expect(from + width * before.length).toBeGreaterThanOrEqual(to);
    }),
  );
});

test('the last step takes the cap itself in and ends there', () => {
  const counts = new Map([
    [94, 1],
    [95, 2],
    [100, 3],
  ]);
  const { from, width, to, before } = distribution(counts, new Map(), 1, { cap: 100 });
  expect({ from, width, to, steps: before.length }).toEqual({
    from: 0,
    width: 5,
    to: 100,
    steps: 20,
  });
  expect(before.slice(-2)).toEqual([1, 5]);
});

test('thresholds are told from the lowest, bands from the best, with those of nobody', () => {
  const tally = new Tally();
  const at = (total: number, band: string | null) => ({ total, grade: null, band, stage: null });
  const add = (
    before: ReturnType<typeof at>,
    after: ReturnType<typeof at>,
    mql: [boolean, boolean],
  ) =>
    tally.add({
      lead: 1,
      before,
      after,
      reached: { before: mql[0] ? ['mql'] : [], after: mql[1] ? ['mql'] : [] },
      writes: [],
      tasks: [],
    });
  add(at(60, 'warm'), at(80, 'hot'), [true, true]);
  add(at(40, 'cold'), at(55, 'warm'), [false, true]);
  add(at(30, 'cold'), at(0, null), [false, false]);
  const { reached: thresholds, standing } = figuresOf(tally, {
    ...SETTING,
    of: 3,
    model: { thresholds: { sql: 90, mql: 50 }, bands: { cold: 0, hot: { from: 70 }, warm: 50 } },
  });
  const plain = (list: typeof standing) =>
    list.map(({ name, before, after }) => [name, before.value, after.value]);
  expect(plain(thresholds)).toEqual([
    ['mql', 1, 2],
    ['sql', 0, 0],
  ]);
  expect(plain(standing)).toEqual([
    ['hot', 0, 1],
    ['warm', 1, 1],
    ['cold', 2, 0],
    [null, 0, 1],
  ]);
});

test('tasks stay within what each owner has left of the day', () => {
  const tally = new Tally();
  const after = { total: 60, grade: null, band: null, stage: 'mql' };
  for (let lead = 1; lead <= 20; lead += 1) {
    const owner = lead % 2 === 0 ? 'ann' : null;
    const task = { owner, priority: 'medium' as const, total: 60, key: String(lead), account: 1 };
    const before = { ...after, stage: 'lead' };
    tally.add({ lead, before, after, reached, writes: [], tasks: [task] });
  }
  const figures = figuresOf(tally, {
    ...SETTING,
    of: 20,
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

test('what the CRM tells us of in turn is counted, with what it allows', () => {
  const tally = new Tally();
  const at = { total: 1, grade: null, band: null, stage: null };
  for (let lead = 1; lead <= 6; lead += 1) {
    const write = { account: lead % 2, stage: false, event: lead > 2 };
    tally.add({ lead, before: at, after: at, reached, writes: [write], tasks: [] });
  }
  const account = { crm: 'pair', name: '', writes: true };
  const figures = figuresOf(tally, {
    ...SETTING,
    of: 6,
    accounts: [
      { ...account, id: 0 },
      { ...account, id: 1 },
    ] as Account[],
    connectors: new Map([['pair', { declaration: PAIR } as Connector]]),
    streams: new Map([[1, { objects: new Set(['Lead']), limit: 5, pauses: true }]]),
  });
  expect(
    figures.accounts.map(({ writes, changeEvents, stream }) => [
      writes.value,
      changeEvents.value,
      stream,
    ]),
  ).toEqual([
    [3, 2, null],
    [3, 2, { limit: 5, pauses: true }],
  ]);
});
