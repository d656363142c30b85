import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTimeZone, nextMidnight } from '../../../connectors/kit/midnight.js';

test.each([
  ['UTC', '2026-11-22T10:00:00.000Z', '2026-11-23T00:00:00.000Z'],
  ['Europe/Berlin', '2026-11-22T10:00:00.000Z', '2026-11-22T23:00:00.000Z'],
  ['Europe/Berlin', '2026-11-22T23:00:00.000Z', '2026-11-23T23:00:00.000Z'],
  // Clocks go forward: a day of 23 hours; back: one of 25.
  ['Europe/Berlin', '2026-03-28T23:00:00.000Z', '2026-03-29T22:00:00.000Z'],
  ['Europe/Berlin', '2026-10-24T22:00:00.000Z', '2026-10-25T23:00:00.000Z'],
  ['America/New_York', '2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'],
  ['Asia/Kolkata', '2026-06-01T18:29:59.999Z', '2026-06-01T18:30:00.000Z'],
  // Midnight itself is left out: the day begins at one o'clock.
  ['Africa/Cairo', '2026-04-23T12:00:00.000Z', '2026-04-23T22:00:00.000Z'],
])('in %s the day of %s ends at %s', (zone, from, end) => {
  expect(new Date(nextMidnight(Date.parse(from), zone)).toISOString()).toBe(end);
});

test('it is the first moment of another date', () => {
  const zones = ['UTC', 'Europe/London', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Tokyo'];
  const moment = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2030, 0, 1) });
  fc.assert(
    fc.property(moment, fc.constantFrom(...zones), (now, timeZone) => {
      const end = nextMidnight(now, timeZone);
      const date = (at: number) => new Date(at).toLocaleDateString('en-GB', { timeZone });
      expect(date(end - 1)).toBe(date(now));
      expect(date(end)).not.toBe(date(now));
    }),
    { numRuns: 50 },
  );
});

test('an unknown zone is told apart', () => {
  expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([
    true,
    false,
    false,
  ]);
});
