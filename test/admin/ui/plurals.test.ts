import { expect, test } from '@jest/globals';
import { allTexts } from './support/texts.js';

const en = await allTexts('en');
const de = await allTexts('de');

test('one of a thing is not said as many', () => {
  expect(en.mappings.fieldCount('1', true)).toBe('1 field');
  expect(en.mappings.activityCount('1', true)).toBe('1 activity');
  expect(en.overview.calls('1', true)).toBe('1 call this hour');
  expect(de.mappings.fieldCount('1', true)).toBe('1 Feld');
  expect(de.mappings.activityCount('1', true)).toBe('1 Aktivität');
  expect(de.overview.calls('1', true)).toBe('1 Aufruf in dieser Stunde');
});

test('many are said as many', () => {
  expect(en.mappings.activityCount('2', false)).toBe('2 activities');
  expect(de.overview.calls('1.204', false)).toBe('1.204 Aufrufe in dieser Stunde');
});
