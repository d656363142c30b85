import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openApp, registerApp } from '../../src/accounts/apps.js';
import { openCredentials, sealCredentials } from '../../src/accounts/credentials.js';
import { PARKED_CONTEXT, resealAll } from '../../src/accounts/reseal.js';
import { createApp } from '../../src/app.js';
import { systemClock } from '../../src/lib/clock.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { silentLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { type Account, findAccount, saveCredentials } from '../../src/store/accounts.js';
import { findApp } from '../../src/store/apps.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const OLD = 'the former secret key that is long enough to be one';
const NEW = 'the present secret key that is long enough to be one';
const KEY = { kind: 'key', key: 'pat-secret' } as const;

let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool, '1');
});
afterAll(() => database?.drop());

const app = { crm: 'hubspot', clientId: 'client' };
const text = 'x'.repeat(20);

/** An account, an app, and more set aside than a page holds, all sealed with one key. */
beforeEach(async () => {
  const { pool } = database;
  await pool.query('truncate parked_deliveries, parked_changes, apps');
  const keyring = createKeyring(OLD);
  const account = (await findAccount(pool, where.account)) as Account;
  await saveCredentials(pool, where.account, sealCredentials(keyring, account, KEY));
  await registerApp(
    { pool, keyring },
    {
      ...app,
      workspace: where.workspace,
      kind: 'own-app',
      publicUrl: 'https://plumbline.example',
      clientSecret: 'app-secret',
      who: 'test',
    },
  );
  await pool.query(
    `insert into parked_deliveries (id, route, kind, sealed, reason, at)
     select i, 'hubspot', 'hook', sealed, 'bad', now() from unnest($1::text[]) with ordinality s(sealed, i)`,
    [Array.from({ length: 230 }, () => keyring.seal(text, PARKED_CONTEXT))],
  );
  await pool.query(
    `insert into parked_changes (workspace, id, account, object, record, sealed, reason)
     values ($1, 1, $2, 'contacts', '1', $3, 'bad')`,
    [where.workspace, where.account, keyring.seal(text, PARKED_CONTEXT)],
  );
});

async function reseal(keyring: ReturnType<typeof createKeyring>) {
  const told: [string, unknown][] = [];
  const log = {
    info: (_: string, fields?: object) => told.push(['info', fields]),
    warn: (_: string, fields?: object) => told.push(['warn', fields]),
  };
  await resealAll(database.pool, keyring, log as never);
  return told;
}

test('after a start with both keys, the new one alone opens everything', async () => {
  const { pool } = database;
  expect(await reseal(createKeyring(NEW, [OLD]))).toEqual([
    ['info', { table: 'accounts', count: 1 }],
    ['info', { table: 'apps', count: 1 }],
    ['info', { table: 'parked_deliveries', count: 230 }],
    ['info', { table: 'parked_changes', count: 1 }],
  ]);
  const alone = createKeyring(NEW);
  const account = (await findAccount(pool, where.account)) as Account;
  expect(openCredentials(alone, account)).toEqual(KEY);
  const stored = await findApp(pool, where.workspace, app.crm, app.clientId);
  expect(stored && openApp(alone, stored)).toEqual({ clientSecret: 'app-secret' });
  const { rows } = await pool.query<{ sealed: string }>(
    'select sealed from parked_deliveries union all select sealed from parked_changes',
  );
  expect(rows).toHaveLength(231);
  for (const { sealed } of rows) expect(alone.open(sealed, PARKED_CONTEXT)).toBe(text);
  expect(await reseal(alone)).toEqual([]);
});

test('what no known key opens stays as it is and is told, and holds nothing else up', async () => {
  const { pool } = database;
  const lost = createKeyring('a secret key that nobody has any more, alas');
  await pool.query(`update parked_deliveries set sealed = $1 where id between 50 and 160`, [
    lost.seal(text, PARKED_CONTEXT),
  ]);
  expect((await reseal(createKeyring(NEW, [OLD]))).slice(2)).toEqual([
    ['info', { table: 'parked_deliveries', count: 119 }],
    ['warn', { table: 'parked_deliveries', count: 111 }],
    ['info', { table: 'parked_changes', count: 1 }],
  ]);
  const { rows } = await pool.query<{ n: number }>(
    'select count(*)::int as n from parked_deliveries where starts_with(sealed, $1)',
    [lost.prefix],
  );
  expect(rows).toEqual([{ n: 111 }]);
});

test('credentials renewed meanwhile are not written over', async () => {
  const { pool } = database;
  const both = createKeyring(NEW, [OLD]);
  const account = (await findAccount(pool, where.account)) as Account;
  const renewed = sealCredentials(both, account, { kind: 'key', key: 'renewed' });
  // Renewed between the look and the write.
  const raced = {
    query: async (sql: string, values: unknown[]) => {
      if (/^update accounts/.test(sql)) await saveCredentials(pool, where.account, renewed);
      return pool.query(sql, values);
    },
  };
  await resealAll(raced as never, both, { info: () => {}, warn: () => {} } as never);
  expect(openCredentials(both, (await findAccount(pool, where.account)) as Account)).toEqual({
    kind: 'key',
    key: 'renewed',
  });
});

test('the process that serves seals anew at its start, a command does not', async () => {
  const { pool, url } = database;
  const settings = loadSettings({
    DATABASE_URL: url,
    SECRET_KEY: NEW,
    SECRET_KEY_PREVIOUS: OLD,
  });
  const isNew = async (owner: boolean): Promise<boolean> => {
    const app = await createApp({ settings, log: silentLogger, clock: systemClock, owner });
    await app.close();
    const account = await findAccount(pool, where.account);
    return account?.credentials?.startsWith(createKeyring(NEW).prefix) ?? false;
  };
  expect([await isNew(false), await isNew(true)]).toEqual([false, true]);
});
