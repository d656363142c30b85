import { expect, test } from '@jest/globals';
import type { Unit } from '../../../src/scoring/sheet/types.js';
import { readWorths } from '../../../src/scoring/sheet/worth.js';
import { sheet, type Value } from './support.js';

function read(values: readonly Value[], unit?: Unit, told?: Unit) {
  const cells = sheet(values)[0]?.cells ?? [];
  const { byRow, troubles, decision } = readWorths(
    cells.map((cell, index) => ({ row: index + 2, cell })),
    { name: 'Worth', unit },
    told,
    'f.csv',
  );
  return { worths: cells.map((_, index) => byRow.get(index + 2)), troubles, decision };
}

test.each<[Value, object]>([
  ['30 %', { percent: 30 }],
  ['30%', { percent: 30 }],
  ['12,5 %', { percent: 12.5 }],
  ['-20 Prozent', { percent: -20 }],
  ['− 20 %', { percent: -20 }],
  ['40 Punkte', { points: 40 }],
  ['5 pts', { points: 5 }],
  ['0.3 %', { percent: 0.3 }],
  [{ percent: 0.3 }, { percent: 30 }],
  [{ percent: 0.29 }, { percent: 29 }],
  [{ percent: 1 }, { percent: 100 }],
])('a sign in the cell decides: %j is %j, whatever the column is called', (value, worth) => {
  for (const unit of ['percent', 'points', undefined] as const) {
    expect(read([value], unit).worths).toEqual([worth]);
  }
});

test('plain numbers are what the person says, else what the column is called', () => {
  expect(read([30, '5'], 'percent').worths).toEqual([{ percent: 30 }, { percent: 5 }]);
  expect(read([30], 'points').worths).toEqual([{ points: 30 }]);
  expect(read([30], 'percent', 'points').worths).toEqual([{ points: 30 }]);
  expect(read([30], undefined, 'percent').decision).toBe(
    '"Worth": percent of a sales-ready lead by --percent',
  );
  expect(() => read(['30 %', 20])).toThrow(
    'f.csv: row 3: "Worth" says 20, which may be percent of a sales-ready lead or points: say which with --percent or --points',
  );
});

test('plain percent from 0 to 1 with fractions are parts of one, and it is said', () => {
  const parts = read([0.3, '0,05', 1, 0], 'percent');
  expect(parts.worths).toEqual([{ percent: 30 }, { percent: 5 }, { percent: 100 }, { percent: 0 }]);
  expect(parts.decision).toContain('parts of one (0.3 is 30 %)');
  expect(read([1, 0], 'percent').worths).toEqual([{ percent: 1 }, { percent: 0 }]);
  expect(read([0.5], 'points').worths).toEqual([{ points: 0.5 }]);
});

test('a fraction beside whole percent is not guessed', () => {
  const { worths, troubles } = read([0.3, 50], 'percent');
  expect(worths).toEqual([undefined, { percent: 50 }]);
  expect(troubles).toEqual([
    { row: 2, message: '"Worth" says 0.3 beside whole percent: write 0.3 % or 30 %' },
  ]);
});

test.each([
  ['', 'is empty'],
  ['hoch', 'says "hoch": expected a number'],
  ['20 bis 30', 'says "20 bis 30": give one number'],
  ['1.000', 'says "1.000", with thousands or decimals: write it without a separator'],
  ['#REF!', 'says "#REF!": expected a number'],
])('%j is told as "%s"', (value, message) => {
  expect(read([value], 'points').troubles).toEqual([{ row: 2, message: `"Worth" ${message}` }]);
});
