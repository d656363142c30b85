import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dayNote, dayUse } from '../../src/accounts/day-budget.js';

const NOW = Date.UTC(2026, 10, 10, 9);
const told = (remaining: number, minutesAgo = 1) => ({
  limit: 10_000,
  remaining,
  at: NOW - minutesAgo * 60_000,
});
const use = (own: number, remaining = 10_000, callShare = 20) =>
  dayUse({ callShare }, own, told(remaining), NOW);

test('as our share is used, mass writes wait first, then reading, then live writes', async () => {
  expect(use(0).share).toBe(2_000);
  expect([1_399, 1_400, 1_599, 1_600, 1_899, 1_900].map((own) => use(own).waits)).toEqual([
    'nothing',
    'background',
    'background',
    'reads',
    'reads',
    'live',
  ]);
});

test('so it goes with what all apps use together: reading stops at 80 %, writing at 95 %', () => {
  const left = [3_001, 3_000, 2_001, 2_000, 501, 500];
  expect(left.map((remaining) => use(0, remaining).waits)).toEqual([
    'nothing',
    'background',
    'background',
    'reads',
    'reads',
    'live',
  ]);
});

test('what was told a quarter of an hour ago says nothing of others, but of our share', () => {
  const old = (own: number) => dayUse({ callShare: 20 }, own, told(0, 16), NOW).waits;
  expect([old(0), old(1_900)]).toEqual(['nothing', 'live']);
});

test('the note says what is used, what waits and what brings it sooner', () => {
  expect(dayNote(use(0))).toBeNull();
  expect(dayNote(use(1_650))).toBe(
    '1650 of our share of 2000 calls in 24 hours are used: mass write-backs and reading wait until some are free again. A larger share brings it sooner.',
  );
  expect(dayNote(use(10, 2_500))).toContain(
    '7500 of the 10000 calls that the CRM allows all apps in a day are used: mass write-backs wait',
  );
});

test('nothing goes on that is less urgent than what waits, and more use never lets anything go on', () => {
  const figures = fc.record({
    own: fc.nat(30_000),
    remaining: fc.nat(10_000),
    callShare: fc.integer({ min: 1, max: 100 }),
    more: fc.nat(10_000),
  });
  fc.assert(
    fc.property(figures, ({ own, remaining, callShare, more }) => {
      const { spending } = use(own, remaining, callShare);
      expect(spending.live || !spending.reads).toBe(true);
      expect(spending.reads || !spending.background).toBe(true);
      const later = use(own + more, remaining, callShare).spending;
      for (const kind of ['background', 'reads', 'live'] as const) {
        expect(spending[kind] || !later[kind]).toBe(true);
      }
    }),
  );
});
