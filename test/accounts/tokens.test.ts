import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type pg from 'pg';
import type { Connector, Tokens } from '../../connectors/connector.js';
import {
  type Credentials,
  openCredentials,
  sealCredentials,
} from '../../src/accounts/credentials.js';
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

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;
const keyring = createKeyring('a secret key for tests, long enough to be one');

let database: TestDatabase;
let second: pg.Pool;
let id: number;
let renewals: string[] = [];
let timeouts: (number | undefined)[] = [];
let answer: (refreshToken: string) => Promise<Tokens>;

beforeAll(async () => {
  database = await createTestDatabase();
  second = openPool({ connectionString: database.url, max: 5, applicationName: 'second' });
  ({ account: id } = await makeAccount(database.pool));
});
afterAll(async () => {
  await second.end();
  await database.drop();
});

const APP: Credentials = {
  kind: 'app',
  clientId: 'client',
  clientSecret: 'secret',
  accessToken: 'access-0',
  refreshToken: 'refresh-0',
  expiresAt: NOW + 60_000,
};

const load = async (): Promise<Account> => (await findAccount(database.pool, id)) as Account;
const store = async (credentials: Credentials) =>
  saveCredentials(database.pool, id, sealCredentials(keyring, await load(), credentials));
const stored = async () => openCredentials(keyring, await load());

beforeEach(async () => {
  renewals = [];
  timeouts = [];
  answer = async (refreshToken) => {
    const next = Number(refreshToken.split('-')[1]) + 1;
    return {
      accessToken: `access-${next}`,
      refreshToken: `refresh-${next}`,
      expiresAt: NOW + HOUR,
    };
  };
  await setAccountState(database.pool, await load(), 'connected', null);
  await store(APP);
});

/** As one of several processes would ask. */
async function auth(pool: pg.Pool = database.pool, timeoutMs?: number) {
  const connector = {
    install: {
      refresh: async ({
        refreshToken,
        timeoutMs,
      }: {
        refreshToken: string;
        timeoutMs?: number;
      }) => {
        renewals.push(refreshToken);
        timeouts.push(timeoutMs);
        await new Promise((resolve) => setTimeout(resolve, 20));
        return answer(refreshToken);
      },
    },
  } as unknown as Connector;
  const deps = { pool, keyring, clock: () => NOW, connector: () => connector };
  return createAuth({ ...deps, ...(timeoutMs !== undefined && { timeoutMs }) }, await load());
}

test('many callers of two processes renew once and have the same token', async () => {
  const auths = await Promise.all([auth(), auth(second), auth(), auth(second)]);
  const tokens = await Promise.all(auths.flatMap((one) => [one.token(), one.token(), one.token()]));
  expect(renewals).toEqual(['refresh-0']);
  expect(new Set(tokens)).toEqual(new Set(['access-1']));
  expect(await stored()).toMatchObject({ accessToken: 'access-1', refreshToken: 'refresh-1' });
});

test('a refused token is renewed once, whoever is told first', async () => {
  await store({ ...(APP as object), expiresAt: NOW + HOUR } as Credentials);
  const [one, other] = await Promise.all([auth(), auth(second)]);
  expect([await one.token(), await other.token()]).toEqual(['access-0', 'access-0']);
  await Promise.all([one.refused('access-0'), other.refused('access-0'), one.refused('access-0')]);
  expect(renewals).toEqual(['refresh-0']);
  expect([await one.token(), await other.token()]).toEqual(['access-1', 'access-1']);
  await one.refused('access-0');
  expect(renewals).toHaveLength(1);
});

test('a token that another process got long ago is not trusted when ours is refused', async () => {
  await store({ ...(APP as object), expiresAt: NOW + HOUR } as Credentials);
  const [one, other] = [await auth(), await auth(second)];
  await other.refused('access-0');
  expect(await one.token()).toBe('access-0');
  // An hour later the CRM ends all tokens at once.
  await store({ ...((await stored()) as object), renewals: [NOW - HOUR] } as Credentials);
  await one.refused('access-0');
  expect(await one.token()).toBe('access-2');
  expect(renewals).toEqual(['refresh-0', 'refresh-1']);
});

test('the new refresh token is stored before the access token is given out', async () => {
  const one = await auth();
  expect(await one.token()).toBe('access-1');
  expect(await stored()).toMatchObject({ refreshToken: 'refresh-1' });
});

test('a renewal that fails keeps what was there, and the next one tries again', async () => {
  const one = await auth();
  const good = answer;
  answer = async () => {
    throw new Error('the CRM is away');
  };
  await expect(one.token()).rejects.toThrow('away');
  expect(await stored()).toEqual(APP);
  answer = good;
  expect(await one.token()).toBe('access-1');
});

test('after the CRM gave no more nobody asks again, whatever process and session', async () => {
  await store({ ...(APP as object), expiresAt: NOW + HOUR } as Credentials);
  const says = 'The grant was revoked; connect again.';
  answer = async () => {
    throw new CrmError('reconnect', says);
  };
  const auths = await Promise.all([auth(), auth(second), auth()]);
  const ends = await Promise.allSettled(auths.map((one) => one.refused('access-0')));
  expect(ends.map((end) => end.status === 'rejected' && end.reason.message)).toEqual(
    auths.map(() => says),
  );
  expect(renewals).toEqual(['refresh-0']);
  expect(await load()).toMatchObject({ state: 'reconnect', problem: says });
});

test('a renewal waits as long as a call may, where that is told', async () => {
  await (await auth(database.pool, 2_000)).token();
  await store(APP);
  await (await auth()).token();
  expect(timeouts).toEqual([2_000, undefined]);
});

/** The pool, where the lock can be taken but not given back. */
function withoutUnlock(pool: pg.Pool): pg.Pool {
  const connect = async () => {
    const client = await pool.connect();
    const query = (text: string, values: unknown[]) =>
      text.includes('unlock')
        ? Promise.reject(new Error('the query was cancelled'))
        : client.query(text, values);
    return { query, release: (broken?: boolean) => client.release(broken) };
  };
  return { connect } as unknown as pg.Pool;
}

test('a connection whose unlock fails is closed with its lock, and the tokens are good', async () => {
  expect(await (await auth(withoutUnlock(database.pool))).token()).toBe('access-1');
  const locks = async (): Promise<number> => {
    const { rows } = await second.query(
      `select from pg_locks where locktype = 'advisory' and objid = $1 and objsubid = 2 and granted
         and database = (select oid from pg_database where datname = current_database())`,
      [id],
    );
    return rows.length;
  };
  for (let turn = 0; turn < 100 && (await locks()) > 0; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await locks()).toBe(0);
});

test('a failure of the renewal is told, not that of the unlock after it', async () => {
  answer = async () => {
    throw new Error('the CRM is away');
  };
  await expect((await auth(withoutUnlock(database.pool))).token()).rejects.toThrow('away');
});

test('a key is handed out as it is', async () => {
  await store({ kind: 'key', key: 'pat-1' });
  const one = await auth();
  expect(await one.token()).toBe('pat-1');
  await one.refused('pat-1');
  expect(renewals).toEqual([]);
});
