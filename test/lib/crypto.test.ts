import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createKeyring, randomId } from '../../src/lib/crypto.js';
import { cleanText } from '../../src/lib/text.js';

const OLD = 'old-secret-key-of-forty-characters-000001';
const NEW = 'new-secret-key-of-forty-characters-000002';

test('what is sealed is opened again, in its own place alone', () => {
  const ring = createKeyring(NEW);
  const parts = fc.array(fc.string(), { maxLength: 3 });
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), parts, parts, (text, place, other) => {
      const plain = cleanText(text);
      const sealed = ring.seal(plain, place);
      expect(ring.open(sealed, place)).toBe(plain);
      if (JSON.stringify(place) !== JSON.stringify(other)) {
        expect(() => ring.open(sealed, other)).toThrow('cannot be opened');
      }
    }),
  );
});

test('places are told apart by their parts, not by their joined text', () => {
  const ring = createKeyring(NEW);
  expect(() => ring.open(ring.seal('x', ['a', 'bc']), ['ab', 'c'])).toThrow('another place');
  expect(ring.hash(['a', 'bc'])).not.toBe(ring.hash(['ab', 'c']));
});

test('a changed cipher text is refused wherever it was changed', () => {
  const ring = createKeyring(NEW);
  const sealed = ring.seal('refresh-me', ['account', '1']);
  const [version, id, body = ''] = sealed.split('.');
  const bytes = Buffer.from(body, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    const text = `${version}.${id}.${changed.toString('base64url')}`;
    expect(() => ring.open(text, ['account', '1'])).toThrow('cannot be opened');
  }
  for (const bad of ['', 'v1', `v2.${id}.${body}`, `${version}.${id}.AAAA`, `${sealed}.x`]) {
    expect(() => ring.open(bad, ['account', '1'])).toThrow('cannot be opened');
  }
});

test('sealing twice gives different texts, and neither shows the plain one', () => {
  const ring = createKeyring(NEW);
  expect(ring.seal('plain', [])).not.toBe(ring.seal('plain', []));
  expect(Buffer.from(ring.seal('plain', []), 'utf8').toString()).not.toContain('plain');
});

test('after a rotation the former key still opens, and its texts are told to be outdated', () => {
  const before = createKeyring(OLD);
  const sealed = before.seal('token', ['row', '1']);
  const after = createKeyring(NEW, [OLD]);
  expect(after.open(sealed, ['row', '1'])).toBe('token');
  expect(sealed.startsWith(after.prefix)).toBe(false);
  const anew = after.seal('token', ['row', '1']);
  expect(anew.startsWith(after.prefix)).toBe(true);
  expect(createKeyring(NEW).open(anew, ['row', '1'])).toBe('token');
  expect(() => createKeyring(NEW).open(sealed, ['row', '1'])).toThrow('SECRET_KEY_PREVIOUS');
});

test('a key id tells keys apart and nothing of the key', () => {
  const id = (secret: string) => createKeyring(secret).seal('', []).split('.')[1] ?? '';
  expect(id(OLD)).not.toBe(id(NEW));
  expect(id(OLD)).toHaveLength(8);
});

test('a keyed hash is stable under its key and found after a rotation', () => {
  const hash = createKeyring(OLD).hash(['account', '1']);
  expect(createKeyring(OLD).hash(['account', '1'])).toBe(hash);
  expect(createKeyring(NEW).hash(['account', '1'])).not.toBe(hash);
  expect(createKeyring(NEW, [OLD]).hashes(['account', '1'])).toContain(hash);
  expect(createKeyring(NEW, [OLD]).hash(['account', '1'])).toBe(
    createKeyring(NEW).hash(['account', '1']),
  );
});

test('ids come from the source they are given', () => {
  expect(randomId((size) => new Uint8Array(size), 3)).toBe('AAAA');
  expect(new Set(Array.from({ length: 100 }, () => randomId())).size).toBe(100);
  expect(randomId()).toMatch(/^[\w-]{22}$/);
});
