import { expect, test } from '@jest/globals';
import { guessColumns } from '../../../src/commands/try/guess.js';
import { createRowReader } from '../../../src/commands/try/row-reader.js';

const NOW = Date.UTC(2026, 2, 1, 12);
const DAY = 86_400_000;

function read(row: Record<string, string>, sample: Record<string, string> = row) {
  const columns = guessColumns(
    Object.entries(sample).map(([header, value]) => ({ header, values: value ? [value] : [] })),
  );
  const cells = columns.map(({ header }) => row[header] ?? '');
  const result = createRowReader(columns).read(cells, 7, NOW);
  const acts = result.input.activities.map(({ type, occurredAt, attributes }) => ({
    type,
    daysAgo: (NOW - occurredAt) / DAY,
    ...attributes,
  }));
  return { ...result, acts };
}

test('fields are read by the transforms of the mapping, derived ones too', () => {
  const { input, name } = read({
    'First Name': 'Ann',
    Email: 'Ann@Acme.example',
    Title: 'VP of Sales',
    Company: 'Acme',
    Employees: '51-200',
    Country: 'Deutschland',
  });
  expect(name).toBe('Ann (Acme)');
  expect(input.fields).toMatchObject({
    email: 'ann@acme.example',
    emailKind: 'business',
    seniority: 'vp',
    department: 'sales',
    'company.employees': 51,
    country: 'DE',
  });
});

test('a conversion is what the name of its form says, at its date', () => {
  const row = {
    'Recent Conversion': 'Demo: book a slot',
    'Recent Conversion Date': '2026-02-28T12:00:00Z',
    'Last Page Seen': 'https://seller.example/pricing?x=1',
    'Time Last Seen': '2026-02-27T12:00:00Z',
  };
  const { acts, input } = read(row);
  expect(acts).toEqual([
    { type: 'demo_request', daysAgo: 1, form: 'Demo: book a slot' },
    { type: 'page_view', daysAgo: 2, path: '/pricing' },
  ]);
  expect(input.observed).toEqual(expect.arrayContaining(['web']));
});

test('counts become that many acts, back from the last known date, those with a date included', () => {
  const { acts } = read({
    'Number of Pageviews': '3',
    'Time Last Visited': '',
    'Last Visited': '2026-02-26T12:00:00Z',
  });
  expect(acts.map(({ type, daysAgo }) => [type, daysAgo])).toEqual([
    ['page_view', 3],
    ['page_view', 4],
    ['page_view', 5],
  ]);
});

test('without any date acts are as of the creation, else now', () => {
  const acts = (row: Record<string, string>) => read(row).acts.map(({ daysAgo }) => daysAgo);
  expect(acts({ 'Last Activity': 'Email Opened' })).toEqual([0]);
  expect(acts({ 'Last Activity': 'Email Opened', Created: '2026-02-19T12:00:00Z' })).toEqual([10]);
});

test('a last activity that says nothing known is none, and "no" is no act', () => {
  expect(read({ 'Last Activity': 'Converted to Lead' }).acts).toEqual([]);
  expect(read({ 'Demo requested': 'No' }).acts).toEqual([]);
  expect(read({ 'Demo requested': 'Yes' }).acts).toEqual([{ type: 'demo_request', daysAgo: 0 }]);
});

test('problems name the column, never the value; blank words are no values', () => {
  const { problems, input } = read(
    { Email: 'not an address', Country: 'Select' },
    { Email: 'ann@acme.example', Country: 'Finland' },
  );
  expect(problems).toEqual([{ column: 'Email', message: 'is not an e-mail address' }]);
  expect(input.fields).not.toHaveProperty('country');
});

test('a lead without a name is called by what is known', () => {
  expect(read({ Email: 'ann@acme.example' }).name).toBe('ann@acme.example');
  expect(read({ Colour: 'light blue' }).name).toBe('row 7');
});
