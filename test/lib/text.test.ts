import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { cleanJson, cleanText, oneLine, parseCleanJson } from '../../src/lib/text.js';

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

test('JSON that is read clean is what it would be if it were read and then cleaned', () => {
  const texts = fc.string({ unit: 'binary' }).map((text) => `${text}\u0000\uD800`);
  const values = fc.oneof(fc.jsonValue({ noUnicodeString: false }), fc.dictionary(texts, texts));
  fc.assert(
    fc.property(values, (value) => {
      const body = Buffer.from(JSON.stringify(value));
      expect(parseCleanJson(body)).toEqual(cleanJson(JSON.parse(body.toString())));
    }),
  );
  expect(parseCleanJson(Buffer.from('["a\\u0000b","\\ud800"]'))).toEqual(['ab', '\uFFFD']);
  expect(() => parseCleanJson(Buffer.from('["a\u0000b"]'))).toThrow(SyntaxError);
});

test('shortening cuts no character in two and says that it cut', () => {
  expect(oneLine('a\r\nb\tc\u202Ed', 20)).toBe('a b cd');
  expect(oneLine('😀😀😀😀', 3)).toBe('😀😀…');
  expect(oneLine('abc', 3)).toBe('abc');
});
