import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { IdMaker, readId, to18 } from '../../../../connectors/salesforce/simulator/ids.js';

test('the suffix tells which characters are capitals', () => {
  expect(to18('003D000000QV9n2')).toBe('003D000000QV9n2IAD');
  expect(to18('003D000000QV9n2IAD')).toBe('003D000000QV9n2IAD');
});

test('an id is read in both forms, and not with a wrong suffix', () => {
  expect(readId('003D000000QV9n2')).toBe('003D000000QV9n2IAD');
  expect(readId('003D000000QV9n2IAD')).toBe('003D000000QV9n2IAD');
  expect(readId('003D000000QV9n2AAA')).toBeUndefined();
  for (const text of ['', '003', "003D000000QV9n'", '003D000000QV9n2IADX']) {
    expect(readId(text)).toBeUndefined();
  }
});

test('ids differ, grow, and differ without case too', () => {
  const maker = new IdMaker('5f000');
  const ids = Array.from({ length: 500 }, () => maker.make('00Q'));
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(500);
  expect(ids.every((id) => id.length === 18 && id.startsWith('00Q5f000'))).toBe(true);
});

test('two ids that differ by case alone have different suffixes', () => {
  const char = fc.constantFrom(...'abcXYZ019');
  const text = fc.array(char, { minLength: 15, maxLength: 15 }).map((list) => list.join(''));
  fc.assert(
    fc.property(text, (id) => {
      const upper = id.toUpperCase();
      expect(to18(id).slice(15) === to18(upper).slice(15)).toBe(id === upper);
    }),
  );
});
