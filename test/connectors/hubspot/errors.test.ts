import { expect, test } from '@jest/globals';
import { dailyWait } from '../../../connectors/hubspot/errors.js';

const MINUTE = 60_000;
const timeZone = 'Europe/Berlin';

test("a day's limit ends at the account's midnight, a minute added", () => {
  const now = Date.parse('2026-11-22T10:00:00.000Z');
  expect(dailyWait({ now, timeZone })).toBe(13 * 60 * MINUTE + MINUTE);
  // The clocks go forward in between.
  const spring = Date.parse('2026-03-28T23:30:00.000Z');
  expect(dailyWait({ now: spring, timeZone })).toBe(22.5 * 60 * MINUTE + MINUTE);
});

test('refused just after midnight, it is asked again soon instead of a day later', () => {
  const midnight = Date.parse('2026-11-22T23:00:00.000Z');
  const wait = (after: number) => dailyWait({ now: midnight + after, timeZone });
  expect([wait(0), wait(9 * MINUTE)]).toEqual([10 * MINUTE, 10 * MINUTE]);
  expect(wait(10 * MINUTE + 1)).toBe(24 * 60 * MINUTE - 10 * MINUTE - 1 + MINUTE);
});

test('without a time zone that is known it is asked again each hour', () => {
  const now = Date.parse('2026-11-22T10:00:00.000Z');
  expect(dailyWait({ now })).toBe(60 * MINUTE);
  expect(dailyWait({ now, timeZone: 'Mars/Olympus' })).toBe(60 * MINUTE);
});
