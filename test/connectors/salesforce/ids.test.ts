import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { objectOfId, recordIdOf } from '../../../connectors/salesforce/ids.js';

test.each([
  ['00D000000000062', '00D000000000062EAA'],
  ['003D000001aH2Ab', '003D000001aH2AbIAK'],
  ['0010x000004aBcD', '0010x000004aBcDAAU'],
])('%s is %s', (short, long) => {
  expect(recordIdOf(short)).toBe(long);
  expect(recordIdOf(long)).toBe(long);
});

test.each(['', '0', '00Q', '00Q0000000000001', "00Q000000000' OR", null, 15, '00Q00000000000é'])(
  '%j is no id',
  (value) => {
    expect(recordIdOf(value)).toBeUndefined();
  },
);

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

test('ids that differ in case alone differ without it in their long form', () => {
  const short = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 15, maxLength: 15 });
  fc.assert(
    fc.property(short, fc.nat(14), (id, at) => {
      const letter = id.charAt(at);
      const other = letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase();
      const twin = id.slice(0, at) + other + id.slice(at + 1);
      fc.pre(twin !== id);
      expect(recordIdOf(twin)?.toLowerCase()).not.toBe(recordIdOf(id)?.toLowerCase());
      expect(recordIdOf(recordIdOf(id))).toBe(recordIdOf(id));
    }),
  );
});

test('an id tells its object', () => {
  expect(objectOfId('00Q000000000001EAA')).toBe('Lead');
  expect(objectOfId('003000000000001EAA')).toBe('Contact');
  expect(objectOfId('a0X000000000001EAA')).toBeUndefined();
});
