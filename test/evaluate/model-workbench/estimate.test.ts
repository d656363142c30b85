import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { estimate } from '../../../src/evaluate/model-workbench/counts.js';

test('all looked at is exact, nothing looked at says nothing', () => {
  expect(estimate(7, 100, 100)).toEqual({ leads: 7, low: 7, high: 7 });
  expect(estimate(0, 0, 100)).toEqual({ leads: 0, low: 0, high: 100 });
});

test('a tenth of ten thousand of a million is told to within some thousands', () => {
  const { leads, low, high } = estimate(1_000, 10_000, 1_000_000);
  expect(leads).toBe(100_000);
  expect(100_000 - low).toBeGreaterThan(5_000);
  expect(high - 100_000).toBeLessThan(7_000);
});

test('an estimate lies in its interval, which never denies what was seen', () => {
  const cases = fc.integer({ min: 1, max: 5_000 }).chain((looked) =>
    fc.record({
      looked: fc.constant(looked),
      hits: fc.integer({ min: 0, max: looked }),
      more: fc.integer({ min: 0, max: 1_000_000 }),
    }),
  );
  fc.assert(
    fc.property(cases, ({ looked, hits, more }) => {
      const of = looked + more;
      const { leads, low, high } = estimate(hits, looked, of);
      expect(low).toBeGreaterThanOrEqual(hits);
      expect(high).toBeLessThanOrEqual(of - (looked - hits));
      expect(low).toBeLessThanOrEqual(leads);
      expect(high).toBeGreaterThanOrEqual(leads);
    }),
  );
});
