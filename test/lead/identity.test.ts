import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { emailKey, mayJoin } from '../../src/lead/identity.js';

test('addresses find their person whatever their case and blanks', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const key = emailKey(email, 'business');
      fc.pre(key !== null);
      expect(emailKey(` ${email.toUpperCase()} `, 'business')).toBe(key);
      expect(emailKey(key, 'business')).toBe(key);
    }),
  );
});

test.each([
  ['info@acme.example', 'role'],
  ['noreply@acme.example', 'business'],
  ['test@acme.example', 'business'],
  ['jane@example.com', 'business'],
  ['no address', null],
  ['', null],
  [null, null],
  [undefined, null],
] as const)('%j finds nobody', (email, kind) => expect(emailKey(email, kind)).toBeNull());

test('a lead takes one record of an account and object', () => {
  const holder = { holds: new Set(['1/contacts']) };
  expect(mayJoin(holder, '2/contacts')).toBe(true);
  expect(mayJoin(holder, '1/contacts')).toBe(false);
  expect(mayJoin(undefined, '1/contacts')).toBe(false);
});
