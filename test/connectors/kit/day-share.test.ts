import { expect, test } from '@jest/globals';
import { createDayShare } from '../../../connectors/kit/day-share.js';

const HOUR = 3_600_000;

test('nothing told leaves room; less than a fifth of the day left does not', () => {
  const day = createDayShare();
  expect(day.spare(0)).toBe(true);
  day.told({ limit: 1_000, remaining: 200 }, 0);
  expect(day.spare(1)).toBe(true);
  day.told({ limit: 1_000, remaining: 199 }, 2);
  expect(day.spare(3)).toBe(false);
});

test('what was told over an hour ago says nothing: the day may have turned', () => {
  const day = createDayShare();
  day.told({ limit: 1_000, remaining: 0 }, 0);
  expect(day.spare(HOUR)).toBe(false);
  expect(day.spare(HOUR + 1)).toBe(true);
});
