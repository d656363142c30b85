import { expect, test } from '@jest/globals';
import { DocumentError } from '../../src/language/document.js';
import { tryText, tryTransforms } from '../../src/mapping/try-text.js';

const text = `
crm: hubspot
version: 1
objects:
  contacts:
    fields:
      email: email
      jobTitel: jobtitle          # no such lead field
      country: { from: country, as: countri }
      company.employees: { from: size, as: range }
    activities:
      - { type: pageview, when: seen, at: value }
      - { type: email_open, when: opened, at: value }
writes:
  score: plumbline_score
  points: plumbline_points
`;
const values = { email: 'ANN@Acme.example', size: '51-200', opened: '2026-03-01T12:00:00Z' };

test('What is wrong is left out by name, and the rest is tried at every step', () => {
  const tried = tryText(text, 'x.yaml', 'contacts', values, Date.parse('2026-03-02T00:00:00Z'));
  expect([...tried.leftOut].sort()).toEqual([
    'objects.contacts.activities[0]',
    'objects.contacts.fields.country',
    'objects.contacts.fields.jobTitel',
    'writes.points',
  ]);
  expect(tried.fields).toEqual([
    {
      field: 'email',
      steps: [
        { property: 'email', raw: 'ANN@Acme.example', step: '' },
        { property: 'email', raw: 'ANN@Acme.example', step: 'email', value: 'ann@acme.example' },
      ],
      value: 'ann@acme.example',
    },
    {
      field: 'company.employees',
      steps: [
        { property: 'size', raw: '51-200', step: '' },
        { property: 'size', raw: '51-200', step: 'range', value: 51 },
      ],
      value: 51,
    },
  ]);
  expect(tried.activities.map(({ type }) => type)).toEqual(['email_open']);
});

test('Problems that appear only when others are gone are found, too', () => {
  const schemaFirst = text.replace('email: email', 'email: { form: email }');
  const tried = tryText(schemaFirst, 'x.yaml', 'contacts', values, 0);
  expect(tried.leftOut).toContain('objects.contacts.fields.email');
  expect(tried.leftOut).toContain('objects.contacts.activities[0]');
  expect(tried.fields.map(({ field }) => field)).toEqual(['company.employees']);
});

test('A document that cannot be read as a whole says so', () => {
  expect(() => tryText('crm: [', 'x.yaml', 'contacts', values, 0)).toThrow(DocumentError);
  expect(() =>
    tryText(text.replace('crm: hubspot', 'crm: 5'), 'x.yaml', 'contacts', {}, 0),
  ).toThrow(DocumentError);
});

test('Every transform is shown with what it makes of a value', () => {
  const tried = tryTransforms('51-200');
  expect(tried.find(({ transform }) => transform === 'range')).toEqual({
    transform: 'range',
    value: 51,
  });
  expect(tried.find(({ transform }) => transform === 'email')?.error).toEqual(expect.any(String));
});
