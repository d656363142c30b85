import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TRANSFORMS } from '../../../src/mapping/transforms/index.js';

function run(name: string, raw: string): unknown {
  const result = TRANSFORMS[name]?.run(raw);
  if (!result) throw new Error(`no transform ${name}`);
  return 'error' in result ? `! ${result.error}` : result.value;
}

/** Refused: the sentence is checked only for being one. */
const REFUSED = expect.stringMatching(/^! is .+/);

test.each([
  ['trim', '  Ann ', 'Ann'],
  ['lower', ' ACME ', 'acme'],
  ['list', 'a; b ;a;', ['a', 'b']],
  ['list', 'red, green,red', ['red', 'green']],
  ['list', 'Doe, Ann; Roe, Bob', ['Doe, Ann', 'Roe, Bob']],
  ['list', ' ', []],
  ['language', 'de-AT', 'de'],
  ['language', 'pt_BR', 'pt'],
  ['language', 'German', REFUSED],
  ['email', ' Ann.Lee+x@ACME.Example ', 'ann.lee+x@acme.example'],
  ['email', 'Ann Lee <ann@acme.example>', 'ann@acme.example'],
  ['email', 'mailto:ann@acme.example', 'ann@acme.example'],
  ['email', 'ann@bücher.example', 'ann@xn--bcher-kva.example'],
  ['email', 'ann@localhost', REFUSED],
  ['email', 'ann at acme.example', REFUSED],
  ['email', 'a@b@acme.example', REFUSED],
  ['email', 'ann@acme.example, bob@acme.example', REFUSED],
  ['domain', 'https://www.Acme.example:8080/a?b#c', 'acme.example'],
  ['domain', 'ann@acme.example', 'acme.example'],
  ['domain', 'acme.example/path', 'acme.example'],
  ['domain', 'shop.acme.example.', 'shop.acme.example'],
  ['domain', 'www.example', 'www.example'],
  ['domain', 'Acme Ltd', REFUSED],
  ['domain', '10.0.0.1', REFUSED],
  ['url_path', 'https://acme.example/pricing/?utm=1#top', '/pricing'],
  ['url_path', 'https://acme.example', '/'],
  ['url_path', 'acme.example/product/a', '/product/a'],
  ['url_path', '//acme.example/a', '/a'],
  ['url_path', '/pricing', '/pricing'],
  ['url_path', 'pricing', '/pricing'],
  ['url_path', 'https://acme.example/caf%C3%A9', '/café'],
  ['url_path', 'https://acme.example/%E0%A4%A', '/%E0%A4%A'],
  ['url_path', 'two words', REFUSED],
  ['phone', '+49 (30) 123456', '+4930123456'],
  ['phone', '0049 30 123456', '+4930123456'],
  ['phone', 'tel:+44 20 7946 0018', '+442079460018'],
  ['phone', '+1 202-555-0143 ext. 7', '+12025550143'],
  ['phone', '(202) 555-0143', '2025550143'],
  ['phone', '+999 1', REFUSED],
  ['phone', '12', REFUSED],
  ['phone', 'call me', REFUSED],
])('%s reads %j', (name, raw, expected) => {
  expect(run(name, raw)).toEqual(expected);
});

test.each([
  ['Germany', 'DE'],
  ['deutschland', 'DE'],
  ['Allemagne', 'DE'],
  ['ALEMANIA', 'DE'],
  ['Germania', 'DE'],
  ['de', 'DE'],
  ['DEU', 'DE'],
  ['U.S.A.', 'US'],
  ['United States of America', 'US'],
  ['États-Unis', 'US'],
  ['Estados Unidos', 'US'],
  ['UK', 'GB'],
  ['England', 'GB'],
  ['The Netherlands', 'NL'],
  ['Österreich', 'AT'],
  ['Côte d’Ivoire', 'CI'],
  ['Türkiye', 'TR'],
  ['South Korea', 'KR'],
  ['Russia', 'RU'],
  ['Hong Kong', 'HK'],
  ['Georgia', 'GE'],
  ['Germany (DE)', 'DE'],
  ['Schweiz / Suisse', 'CH'],
  ['Trinidad & Tobago', 'TT'],
  ['Hong Kong (China)', REFUSED],
  ['日本', 'JP'],
  ['Asia/Pacific Region', REFUSED],
  ['unknown', REFUSED],
  ['Germany / France', REFUSED],
])('country reads %j', (raw, expected) => {
  expect(run('country', raw)).toEqual(expected);
});

test.each([
  ['ann@acme.example', 'business'],
  ['ann@gmail.com', 'free'],
  ['ann@web.de', 'free'],
  ['ann@orange.fr', 'free'],
  ['ann@proton.me', 'free'],
  ['ann@mailinator.com', 'disposable'],
  ['ann@inbox.mailinator.com', 'disposable'],
  ['info@acme.example', 'role'],
  ['Sales+fair@acme.example', 'role'],
  ['no-reply@acme.example', 'role'],
  ['customer.service@acme.example', 'role'],
  ['einkauf@acme.example', 'role'],
  ['info@gmail.com', 'free'],
  ['infos.lee@acme.example', 'business'],
  ['ann@facebook.com', 'business'],
  ['nobody', REFUSED],
])('email_kind reads %j', (raw, expected) => {
  expect(run('email_kind', raw)).toEqual(expected);
});

test('no transform throws, whatever it is given, and each says the same twice', () => {
  const names = fc.constantFrom(...Object.keys(TRANSFORMS));
  fc.assert(
    fc.property(names, fc.oneof(fc.string(), fc.string({ unit: 'binary' })), (name, raw) => {
      expect(run(name, raw)).toEqual(run(name, raw));
    }),
    { numRuns: 1000 },
  );
});

test('an error never repeats the raw value', () => {
  const secret = 'qzxwv';
  for (const { run: transform } of Object.values(TRANSFORMS)) {
    expect(
      JSON.stringify(Object.entries(transform(`${secret} ??`)).filter(([key]) => key === 'error')),
    ).not.toContain(secret);
  }
});

test('what a transform makes is left as it is by the same transform', () => {
  for (const [name, raw] of [
    ['email', 'Ann <A@ACME.example>'],
    ['domain', 'https://www.acme.example/'],
    ['country', 'Deutschland'],
    ['phone', '+49 30 123456'],
    ['url_path', 'https://acme.example/a/b/'],
    ['date', '2026-03-01 9:15:52'],
    ['money', '€ 1.234,50'],
    ['language', 'en-GB'],
  ] as const) {
    const once = run(name, raw);
    expect(run(name, String(once))).toEqual(once);
  }
});
