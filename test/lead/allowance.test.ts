import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { tooManyWrites } from '../../src/lead/allowance.js';

const THIRD = 1 / 3;
const DAY = { limit: 30_000 };

test('a stream is let go of for more than its share of the events, and taken up for a tenth of that', () => {
  expect(tooManyWrites(10_000, DAY, THIRD)).toBe(false);
  expect(tooManyWrites(10_001, DAY, THIRD)).toBe(true);
  expect(tooManyWrites(1_001, DAY, THIRD, true)).toBe(true);
  expect(tooManyWrites(1_000, DAY, THIRD, true)).toBe(false);
});

test('where nothing is declared or told, it is held', () => {
  expect(tooManyWrites(1_000_000, null, THIRD)).toBe(false);
  expect(tooManyWrites(1_000_000, DAY, undefined)).toBe(false);
  expect(tooManyWrites(1_000_000, null, THIRD, true)).toBe(false);
});

test('it ends: with nothing left to write a stream is held, and what is let go of stays so longest', () => {
  const limit = fc.nat({ max: 1_000_000 });
  const writes = fc.nat({ max: 1_000_000 });
  fc.assert(
    fc.property(limit, writes, (most, count) => {
      expect(tooManyWrites(0, { limit: most }, THIRD, true)).toBe(false);
      const taken = tooManyWrites(count, { limit: most }, THIRD);
      expect(!taken || tooManyWrites(count, { limit: most }, THIRD, true)).toBe(true);
    }),
  );
});
