import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connector } from '../../connectors/connector.js';
import {
  type Credentials,
  openCredentials,
  sealCredentials,
} from '../../src/accounts/credentials.js';
import { createHeartbeat } from '../../src/accounts/heartbeat.js';
import { createAuth } from '../../src/accounts/tokens.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { createKeyring } from '../../src/lib/crypto.js';
import {
  type Account,
  findAccount,
  saveCredentials,
  setAccountState,
} from '../../src/store/accounts.js';
import { openPool } from '../../src/store/pool.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const START = Date.parse('2026-03-01T12:00:00Z');
const keyring = createKeyring('a secret key for tests, long enough to be one');

let database: TestDatabase;
let second: ReturnType<typeof openPool>;
let id: number;
let now = START;

/** A CRM that rotates refresh tokens: one that is used again ends all that came of it. */
let live = 'refresh-0';
let serial = 0;
let granted = 0;
let portal = '1';
let died: (() => void) | null = null;

const connector = {
  declaration: { label: 'Test CRM' },
  install: {
    async refresh({ refreshToken }: { refreshToken: string }) {
      if (refreshToken !== live) {
        live = 'none';
        throw new CrmError('reconnect', 'The app was removed from this account; connect it again.');
      }
      serial += 1;
      live = `refresh-${serial}`;
      died?.();
      return {
        accessToken: `access-${serial}`,
        refreshToken: live,
        instanceUrl: `https://${serial}`,
      };
    },
    async grant({ way, fields }: { way: string; fields: Record<string, string> }) {
      granted += 1;
      const accessToken = `${way}/${fields.clientId}/${granted}`;
      return { accessToken, portal, scopes: [], instanceUrl: 'https://own' };
    },
  },
} as unknown as Connector;

beforeAll(async () => {
  database = await createTestDatabase();
  second = openPool({ connectionString: database.url, max: 5, applicationName: 'second' });
  ({ account: id } = await makeAccount(database.pool));
});
afterAll(async () => {
  await second.end();
  await database.drop();
});

const load = async (): Promise<Account> => (await findAccount(database.pool, id)) as Account;
const store = async (credentials: Credentials) =>
  saveCredentials(database.pool, id, sealCredentials(keyring, await load(), credentials));
const stored = async () => openCredentials(keyring, await load());

const APP: Credentials = {
  kind: 'app',
  clientId: 'client',
  clientSecret: 'secret',
  accessToken: 'access-0',
  refreshToken: 'refresh-0',
};
const GRANT: Credentials = {
  kind: 'grant',
  way: 'jwt',
  fields: { clientId: 'client', privateKey: 'key' },
  accessToken: 'first',
};

beforeEach(async () => {
  now = START;
  live = 'refresh-0';
  serial = 0;
  granted = 0;
  portal = '1';
  died = null;
  await setAccountState(database.pool, await load(), 'connected', null);
  await store(APP);
});

const auth = async (pool = database.pool, moved?: () => void) =>
  createAuth({ pool, keyring, clock: () => now, connector: () => connector }, await load(), moved);

test('a token whose end is not told holds until it is refused', async () => {
  const one = await auth();
  now += 365 * 86_400_000;
  expect(await one.token()).toBe('access-0');
  await one.refused('access-0');
  expect(await one.token()).toBe('access-1');
});

test('two processes that are refused at once use a rotating refresh token once', async () => {
  const [one, other] = await Promise.all([auth(), auth(second)]);
  await Promise.all([one.refused('access-0'), other.refused('access-0')]);
  expect(serial).toBe(1);
  expect(await stored()).toMatchObject({ refreshToken: live, accessToken: 'access-1' });
  await other.refused('access-1');
  expect(await stored()).toMatchObject({ refreshToken: 'refresh-2' });
});

test('what a crash loses between the answer and its storing asks for a new connection', async () => {
  died = () => {
    throw new Error('killed');
  };
  await expect((await auth()).refused('access-0')).rejects.toThrow('killed');
  died = null;
  await expect((await auth(second)).refused('access-0')).rejects.toMatchObject({
    kind: 'reconnect',
  });
});

test('tokens that are refused one after the other are asked for three times in a minute, then no more', async () => {
  const one = await auth();
  for (const turn of [0, 1, 2]) await one.refused(`access-${turn}`);
  await expect(one.refused('access-3')).rejects.toMatchObject({ kind: 'reconnect' });
  await expect((await auth(second)).refused('access-3')).rejects.toThrow(
    'refuses every new access',
  );
  expect(serial).toBe(3);
  now += 61_000;
  await one.refused('access-3');
  expect(await one.token()).toBe('access-4');
});

test('an account without a refresh token gets a new grant', async () => {
  await store(GRANT);
  let moves = 0;
  const one = await auth(database.pool, () => {
    moves += 1;
  });
  expect(await one.token()).toBe('first');
  await Promise.all([one.refused('first'), one.refused('first')]);
  expect(await one.token()).toBe('jwt/client/1');
  expect(await stored()).toMatchObject({ accessToken: 'jwt/client/1', instanceUrl: 'https://own' });
  expect(moves).toBe(1);
  await one.refused('jwt/client/1');
  expect(moves).toBe(1);
});

test('a refresh token that nobody used for a week is used, and one that is dead rests its account', async () => {
  const troubles: string[] = [];
  const beat = createHeartbeat({
    pool: database.pool,
    keyring,
    clock: () => now,
    connector: () => connector,
    log: { warn: () => {} },
    trouble: async (_, error) => void troubles.push(error.kind),
  });
  await store({ ...APP, renewals: [START] } as Credentials);
  expect(await beat()).toBe(0);
  now += 8 * 86_400_000;
  expect([await beat(), await beat()]).toEqual([1, 0]);
  expect(await stored()).toMatchObject({ refreshToken: 'refresh-1', renewals: [now] });
  now += 6 * 86_400_000;
  expect(await beat()).toBe(0);
  live = 'another';
  now += 2 * 86_400_000;
  expect(await beat()).toBe(0);
  expect(troubles).toEqual(['reconnect']);
});

test('a grant that opens another account is not used', async () => {
  await store(GRANT);
  portal = '2';
  await expect((await auth()).refused('first')).rejects.toMatchObject({ kind: 'reconnect' });
  expect(await stored()).toEqual(GRANT);
});
