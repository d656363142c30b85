import { expect, test } from '@jest/globals';
import { createFormats } from '../../../src/admin/ui/lib/formats.js';
import { fieldText } from '../../../src/admin/ui/screens/lead/field-text.js';

const english = createFormats('en-GB');
const german = createFormats('de-DE');

test('moments, days and numbers are written as the reader does', () => {
  const moment = { type: 'date', value: '2026-03-12T14:05:00.000Z' } as const;
  expect(fieldText(moment, english)).toBe(english.moment(moment.value));
  expect(fieldText({ type: 'date', value: '2026-03-12' }, english)).toBe('12 Mar 2026');
  expect(fieldText({ type: 'number', value: '1234567.5' }, english)).toBe('1,234,567.5');
  expect(fieldText({ type: 'number', value: '1234567.5' }, german)).toBe('1.234.567,5');
});

test('what is not of its kind, and text that looks like a number, stays as it is', () => {
  expect(fieldText({ type: 'text', value: '0123' }, german)).toBe('0123');
  expect(fieldText({ type: 'number', value: 'about 50' }, german)).toBe('about 50');
  expect(fieldText({ type: 'number', value: '' }, german)).toBe('');
  expect(fieldText({ type: 'date', value: 'soon' }, german)).toBe('soon');
  expect(fieldText({ type: 'date', value: null }, german)).toBeNull();
});
