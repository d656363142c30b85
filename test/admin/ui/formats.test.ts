import { expect, test } from '@jest/globals';
import { createFormats } from '../../../src/admin/ui/lib/formats.js';

const english = createFormats('en-GB');
const german = createFormats('de-DE');
const NOW = Date.parse('2026-03-10T12:00:00.000Z');
const ago = (ms: number) => english.relative(new Date(NOW - ms).toISOString(), NOW);

test('numbers are written as the locale writes them, with a true minus', () => {
  expect([english.count(12345.4), german.count(12345.4)]).toEqual(['12,345', '12.345']);
  expect([english.points(-3.456), german.points(1.5)]).toEqual(['\u22123.46', '1,5']);
  expect([english.signed(3), english.signed(0), english.signed(-3)]).toEqual([
    '+3',
    '0',
    '\u22123',
  ]);
  expect([english.percent(0.1234), english.percent(0.1234, 1)]).toEqual(['12%', '12.3%']);
  expect(english.list(['a', 'b', 'c'])).toBe('a, b and c');
});

test('a country has its name and its code; what is none stays as it is', () => {
  expect([english.country('FI'), german.country('FI')]).toEqual(['Finland (FI)', 'Finnland (FI)']);
  expect(['Atlantis', 'fi', 'QX', ''].map(english.country)).toEqual(['Atlantis', 'fi', 'QX', '']);
});

test('durations have at most two units', () => {
  const MINUTE = 60_000;
  expect(english.duration(38)).toBe('38ms');
  expect(english.duration(1250)).toBe('1.25s');
  expect(english.duration(3 * MINUTE + 5_000)).toBe('3m 5s');
  expect(english.duration(130 * MINUTE)).toBe('2h 10m');
  expect(english.duration(60 * MINUTE)).toBe('1h');
  expect(english.duration(59 * MINUTE + 59_900)).toBe('60m');
  expect(english.duration(50 * 60 * MINUTE)).toBe('2d 2h');
});

test('a moment is told in the largest unit that fits, ahead as well as ago', () => {
  expect(ago(2_000)).toBe('now');
  expect(ago(40_000)).toBe('40 sec ago');
  expect(ago(5 * 60_000)).toBe('5 min ago');
  expect(ago(3 * 3_600_000)).toBe('3 hr ago');
  expect(ago(86_400_000)).toBe('yesterday');
  expect(ago(90 * 86_400_000)).toBe('3 mo ago');
  expect(ago(-2 * 86_400_000)).toBe('in 2 days');
});
