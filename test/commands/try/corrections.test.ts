import { expect, test } from '@jest/globals';
import { readCorrections } from '../../../src/commands/try/corrections.js';

const SAMPLES = [
  { header: 'Firma', values: ['Acme'] },
  { header: 'a=b', values: ['1'] },
  { header: 'Requested demo', values: ['2026-02-01'] },
];

test('fields, activities and nothing can be said of a column', () => {
  const told = readCorrections(
    ['firma=lead.company.name', 'a=b=custom.x', 'Requested demo=activity.demo_request'],
    SAMPLES,
  );
  expect([...told]).toEqual([
    ['Firma', { kind: 'field', field: 'company.name' }],
    ['a=b', { kind: 'field', field: 'custom.x' }],
    ['Requested demo', { kind: 'activity', type: 'demo_request', by: 'date' }],
  ]);
  expect(readCorrections(['Firma=-'], SAMPLES).get('Firma')?.kind).toBe('ignored');
});

test.each([
  ['Firma', 'expected "Column=field"'],
  ['Firmaa=company.name', 'no column "Firmaa". Did you mean Firma?'],
  ['Firma=company.nam', 'no lead field "company.nam". Did you mean company.name?'],
  ['Firma=activity.demo', 'no activity type "demo"'],
])('%s is refused: %s', (text, message) => {
  expect(() => readCorrections([text], SAMPLES)).toThrow(message);
});
