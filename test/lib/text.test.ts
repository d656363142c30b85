import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanJson, cleanText } from '../../src/lib/text.js';

test('NUL bytes go, lone surrogates become the replacement character', () => {
  expect(cleanText('a\u0000b\uD800c\uDC00')).toBe('ab\uFFFDc\uFFFD');
  expect(cleanText('ok 😀')).toBe('ok 😀');
});

test('whatever comes in, the result is well-formed and clean', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(cleanJson(value));
      expect(() => encodeURIComponent(text)).not.toThrow();
      expect(text).not.toContain('\\u0000');
    }),
  );
});
