import { expect, test } from '@jest/globals';
import { isoDate, looksLikeDate } from '../../../src/commands/try/dates.js';

test.each([
  ['22.01.2026', 'day-month', '2026-01-22'],
  ['22.01.2026 14:05', 'day-month', '2026-01-22T14:05:00Z'],
  ['1/22/2026', 'month-day', '2026-01-22'],
  ['1/22/2026, 2:05 PM', 'month-day', '2026-01-22T14:05:00Z'],
  ['1/22/26 12:05 AM', 'month-day', '2026-01-22T00:05:00Z'],
  ['03/04/2026', 'day-month', '2026-04-03'],
  ['03/04/2026', 'month-day', '2026-03-04'],
  ['2026-01-22T20:36:47.000+0000', 'month-day', '2026-01-22T20:36:47.000+0000'],
  ['Jan 22, 2026', 'month-day', '2026-01-22T00:00:00.000Z'],
  ['22 January 2026', 'day-month', '2026-01-22T00:00:00.000Z'],
  ['31/02/2026', 'day-month', null],
  ['13/13/2026', 'month-day', null],
  ['soon', 'day-month', null],
] as const)('%s in the order %s is %s', (text, order, expected) => {
  expect(isoDate(text, order)).toBe(expected);
  expect(looksLikeDate(text)).toBe(text !== 'soon');
});
