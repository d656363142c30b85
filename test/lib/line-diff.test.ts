import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../src/lib/line-diff.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'));

test('the lines of both sides are both texts, numbered from 1', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (left: 'before' | 'after') => lines.filter((line) => line[left] !== null);
      expect(side('before').map((line) => line.text)).toEqual(before.split('\n'));
      expect(side('after').map((line) => line.text)).toEqual(after.split('\n'));
      for (const left of ['before', 'after'] as const) {
        expect(side(left).map((line) => line[left])).toEqual(side(left).map((_, at) => at + 1));
      }
    }),
  );
});

test('what stays is found between what changes', () => {
  const kinds = diffLines('x\nsame\ny\nend', 'z\nsame\nend').map(({ kind, text }) => [kind, text]);
  expect(kinds).toEqual([
    ['removed', 'x'],
    ['added', 'z'],
    ['same', 'same'],
    ['removed', 'y'],
    ['same', 'end'],
  ]);
});

test('texts too large to compare are replaced as a whole between their common ends', () => {
  const many = (word: string) =>
    Array.from({ length: 2_500 }, (_, at) => `${word}${at}`).join('\n');
  const lines = diffLines(`begin\n${many('a')}\nend`, `begin\n${many('b')}\nend`);
  expect(lines.filter(({ kind }) => kind === 'same').map((line) => line.text)).toEqual([
    'begin',
    'end',
  ]);
  expect(lines).toHaveLength(5_002);
});
