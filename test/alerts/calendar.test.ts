import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createCalendar, isTimeZone, localDate, readDue } from '../../src/alerts/calendar.js';

const WEEK = { days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:00' } as const;

function due(
  text: string,
  from: string,
  zone = 'UTC',
  hours: Parameters<typeof createCalendar>[0] = WEEK,
) {
  const parsed = readDue(text);
  if (!parsed) throw new Error(`no due time: ${text}`);
  return new Date(createCalendar(hours, zone).due(parsed, Date.parse(from)))
    .toISOString()
    .slice(0, 16);
}

test.each([
  // 2026-03-02 is a Monday.
  ['1 business hour', '2026-03-02T10:00Z', '2026-03-02T11:00'],
  ['1 business hour', '2026-03-02T06:00Z', '2026-03-02T10:00'],
  ['1 business hour', '2026-03-02T16:30Z', '2026-03-03T09:30'],
  ['1 business hour', '2026-03-02T16:00Z', '2026-03-02T17:00'],
  ['1 business hour', '2026-03-02T17:00Z', '2026-03-03T10:00'],
  ['1 business hour', '2026-03-06T16:45Z', '2026-03-09T09:45'],
  ['1 business hour', '2026-03-07T12:00Z', '2026-03-09T10:00'],
  ['20 business hours', '2026-03-02T09:00Z', '2026-03-04T13:00'],
  ['end of next business day', '2026-03-02T10:00Z', '2026-03-03T17:00'],
  ['end of next business day', '2026-03-06T10:00Z', '2026-03-09T17:00'],
  ['end of next business day', '2026-03-07T10:00Z', '2026-03-09T17:00'],
  ['end of business day', '2026-03-02T10:00Z', '2026-03-02T17:00'],
  ['end of business day', '2026-03-06T17:00Z', '2026-03-09T17:00'],
  ['2 business days', '2026-03-05T10:00Z', '2026-03-09T17:00'],
  ['24h', '2026-03-06T10:00Z', '2026-03-07T10:00'],
])('%s from %s is %s', (text, from, expected) => {
  expect(due(text, from)).toBe(expected);
});

test.each([
  // In New York the clocks went forward on Sunday 2026-03-08 and go back on Sunday 2026-11-01.
  ['1 business hour', '2026-03-06T21:30Z', 'America/New_York', '2026-03-09T13:30'],
  ['end of next business day', '2026-03-06T15:00Z', 'America/New_York', '2026-03-09T21:00'],
  ['1 business hour', '2026-10-30T20:30Z', 'America/New_York', '2026-11-02T14:30'],
  // It is already Monday in Auckland, and still Sunday in Honolulu.
  ['1 business hour', '2026-03-01T21:00Z', 'Pacific/Auckland', '2026-03-01T22:00'],
  ['1 business hour', '2026-03-02T01:00Z', 'Pacific/Honolulu', '2026-03-02T20:00'],
  ['1 business hour', '2026-03-02T03:30Z', 'Asia/Kathmandu', '2026-03-02T04:30'],
])('%s from %s in %s is %s', (text, from, zone, expected) => {
  expect(due(text, from, zone)).toBe(expected);
});

test('an hour that the clocks leave out is not worked, one that comes twice is worked twice', () => {
  const night = { days: ['sun'], from: '01:00', to: '05:00' } as const;
  const zone = 'America/New_York';
  // 01:00 EST is 06:00 UTC; of the four hours on the dial three pass.
  expect(due('3 business hours', '2026-03-08T00:00Z', zone, night)).toBe('2026-03-08T09:00');
  expect(due('4 business hours', '2026-03-08T00:00Z', zone, night)).toBe('2026-03-15T06:00');
  expect(due('5 business hours', '2026-11-01T00:00Z', zone, night)).toBe('2026-11-01T10:00');
});

test('opening at a time that does not exist opens when the clocks have changed', () => {
  const hours = { days: ['sun'], from: '02:30', to: '05:00' } as const;
  expect(due('1 business hour', '2026-03-08T00:00Z', 'America/New_York', hours)).toBe(
    '2026-03-08T08:00',
  );
  // In Cairo the clocks go from 00:00 to 01:00 on Friday 2026-04-24, at 22:00 UTC of the day before.
  const early = { days: ['fri'], from: '00:00', to: '05:00' } as const;
  expect(due('1 business hour', '2026-04-23T12:00Z', 'Africa/Cairo', early)).toBe(
    '2026-04-23T23:00',
  );
});

test('a day is the owner’s own', () => {
  const at = Date.parse('2026-03-02T23:30:00Z');
  expect(localDate(at, 'UTC')).toBe('2026-03-02');
  expect(localDate(at, 'Europe/Helsinki')).toBe('2026-03-03');
  expect(localDate(at, 'America/New_York')).toBe('2026-03-02');
});

test.each(['', 'soon', '0 business hours', '1 business week', '1h30', 'end of day', '-1h'])(
  '%j is no due time',
  (text) => {
    expect(readDue(text)).toBeUndefined();
  },
);

test('time zones are known by their IANA names', () => {
  expect(isTimeZone('Europe/Helsinki')).toBe(true);
  expect(isTimeZone('US/Eastern')).toBe(true);
  expect(isTimeZone('Europe/Atlantis')).toBe(false);
  expect(isTimeZone('')).toBe(false);
});

test('exactly so many open hours lie between the start and the due moment', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Helsinki', 'America/New_York', 'Asia/Kolkata');
  const QUARTER = 900_000;
  const isOpen = (at: number, zone: string): boolean => {
    const text = new Date(at).toLocaleString('en-GB', {
      timeZone: zone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
    });
    const [, day, hour] = /(\w{3}).* ?(\d\d):\d\d/.exec(text) ?? [];
    return !['Sat', 'Sun'].includes(day ?? '') && Number(hour) >= 9 && Number(hour) < 17;
  };
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4 * 24 * 400 }),
      fc.integer({ min: 1, max: 20 }),
      zones,
      (quarters, hours, zone) => {
        const start = Date.parse('2026-01-01T00:00:00Z') + quarters * QUARTER;
        const end = createCalendar(WEEK, zone).due({ kind: 'business-hours', hours }, start);
        let open = 0;
        for (let at = start; at < end; at += QUARTER) if (isOpen(at, zone)) open += 1;
        expect(open).toBe(hours * 4);
        expect(isOpen(end - 1, zone)).toBe(true);
      },
    ),
    { numRuns: 40 },
  );
});
