import { expect, test } from '@jest/globals';
import { openCredentials, sealCredentials } from '../../src/accounts/credentials.js';
import { createKeyring } from '../../src/lib/crypto.js';
import type { Account } from '../../src/store/accounts.js';

const OLD = 'the former secret key, long enough to be one';
const NEW = 'the present secret key, long enough to be one';
const CREDENTIALS = { kind: 'key', key: 'pat-secret' } as const;
const account = (portal: string, credentials: string | null, crm = 'hubspot') =>
  ({ crm, portal, credentials }) as Account;

test('what is stored shows nothing and opens in its own row', () => {
  const keyring = createKeyring(NEW);
  const sealed = sealCredentials(keyring, { crm: 'hubspot', portal: '1' }, CREDENTIALS);
  expect(sealed).not.toContain('pat-secret');
  expect(openCredentials(keyring, account('1', sealed))).toEqual(CREDENTIALS);
  expect(sealCredentials(keyring, { crm: 'hubspot', portal: '1' }, CREDENTIALS)).not.toBe(sealed);
});

test('moved to another row, or changed, it is refused', () => {
  const keyring = createKeyring(NEW);
  const sealed = sealCredentials(keyring, { crm: 'hubspot', portal: '1' }, CREDENTIALS);
  const refusal = expect.objectContaining({ code: 'cannot-open' });
  expect(() => openCredentials(keyring, account('2', sealed))).toThrow(refusal);
  expect(() => openCredentials(keyring, account('1', sealed, 'salesforce'))).toThrow(refusal);
  const [version, key, packed = ''] = sealed.split('.');
  const other = packed[20] === 'A' ? 'B' : 'A';
  const changed = [version, key, packed.slice(0, 20) + other + packed.slice(21)].join('.');
  expect(() => openCredentials(keyring, account('1', changed))).toThrow(refusal);
});

test('after a change of the secret key the former one still opens, until it is left out', () => {
  const sealed = sealCredentials(createKeyring(OLD), { crm: 'hubspot', portal: '1' }, CREDENTIALS);
  const both = createKeyring(NEW, [OLD]);
  expect(openCredentials(both, account('1', sealed))).toEqual(CREDENTIALS);
  expect(sealed.startsWith(both.prefix)).toBe(false);
  const anew = sealCredentials(both, { crm: 'hubspot', portal: '1' }, CREDENTIALS);
  expect(anew.startsWith(both.prefix)).toBe(true);
  expect(() => openCredentials(createKeyring(NEW), account('1', sealed))).toThrow(
    /SECRET_KEY_PREVIOUS/,
  );
});

test('an account without credentials says so', () => {
  expect(() => openCredentials(createKeyring(NEW), account('1', null))).toThrow(/connect it again/);
});
