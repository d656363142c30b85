import { expect, test } from '@jest/globals';
import { createFormats } from '../../../src/admin/ui/lib/formats.js';
import { fieldText } from '../../../src/admin/ui/screens/lead/field-text.js';
import { common as deCommon } from '../../../src/admin/ui/texts/de/common.js';
import { fieldValues as deValues } from '../../../src/admin/ui/texts/de/fields.js';
import { common } from '../../../src/admin/ui/texts/en/common.js';
import { fieldValues } from '../../../src/admin/ui/texts/en/field-values.js';

type Field = Parameters<typeof fieldText>[0];
const formats = createFormats('en-GB');
const of = (type: Field['type'], value: string | null, field = 'custom.one'): Field => {
  return { field, type, value };
};
const english = (field: Field) => fieldText(field, formats, { common, fieldValues });
const german = (field: Field) =>
  fieldText(field, createFormats('de-DE'), { common: deCommon, fieldValues: deValues });

test('moments, days and numbers are written as the reader does', () => {
  const moment = '2026-03-12T14:05:00.000Z';
  expect(english(of('date', moment))).toBe(formats.moment(moment));
  expect(english(of('date', '2026-03-12'))).toBe('12 Mar 2026');
  expect(english(of('number', '1234567.5'))).toBe('1,234,567.5');
  expect(german(of('number', '1234567.5'))).toBe('1.234.567,5');
});

test('values that are words of ours have names, in their own fields alone', () => {
  expect(english(of('text', 'c_level', 'seniority'))).toBe('C-level');
  expect(german(of('text', 'manager', 'seniority'))).toBe('Leitung');
  expect(german(of('text', 'business', 'emailKind'))).toBe('geschäftlich');
  expect(german(of('text', 'business', 'custom.plan'))).toBe('business');
  expect(german(of('text', 'constructor', 'seniority'))).toBe('constructor');
  expect(german(of('boolean', 'true', 'doNotCall'))).toBe('Ja');
});

test('what is not of its kind, and text that looks like a number, stays as it is', () => {
  expect(german(of('text', '0123'))).toBe('0123');
  expect(german(of('number', 'about 50'))).toBe('about 50');
  expect(german(of('number', ''))).toBe('');
  expect(german(of('date', 'soon'))).toBe('soon');
  expect(german(of('date', null))).toBeNull();
});
