import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { diffLines } from '../../../src/admin/ui/lib/line-diff.js';

const text = fc
  .array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

test('both texts can be read from their difference', () => {
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const side = (not: 'added' | 'removed') =>
        lines
          .filter(({ kind }) => kind !== not)
          .map((line) => line.text)
          .join('\n');
      expect(side('added')).toBe(before);
      expect(side('removed')).toBe(after);
    }),
  );
});

test('what stayed is kept as one, as much of it as there is', () => {
  const kinds = (before: string, after: string) =>
    diffLines(before, after).map(({ kind, text }) => `${kind} ${text}`);
  expect(kinds('a\nb\nc', 'a\nx\nc')).toEqual(['same a', 'removed b', 'added x', 'same c']);
  expect(kinds('a\nb\nc\nd', 'b\nc\ne\nd')).toEqual([
    'removed a',
    'same b',
    'same c',
    'added e',
    'same d',
  ]);
  expect(kinds('a', 'a')).toEqual(['same a']);
});
