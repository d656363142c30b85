import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connector, SessionContext } from '../../connectors/connector.js';
import { connectByFields, hostFrom } from '../../src/accounts/connect-by-fields.js';
import { openCredentials } from '../../src/accounts/credentials.js';
import type { InstallDependencies } from '../../src/accounts/own-app.js';
import { createSessions } from '../../src/accounts/sessions.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { findAccount } from '../../src/store/accounts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { PAIR } from '../support/pair-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const keyring = createKeyring('a secret key for tests, long enough to be one');
const FIELDS = [
  {
    name: 'loginUrl',
    label: 'Login address',
    help: 'Where people log in.',
    secret: false,
    default: 'https://login.pair.example',
    host: { endsIn: ['login.pair.example', '.my.pair.example'] },
  },
  { name: 'clientId', label: 'Client id', help: 'Of the app.', secret: false },
  { name: 'clientSecret', label: 'Client secret', help: 'Of the app.', secret: true },
];

let asked: Parameters<NonNullable<NonNullable<Connector['install']>['grant']>>[0][] = [];
let contexts: SessionContext[] = [];
let refusal: CrmError | null = null;
const connector = {
  declaration: {
    ...PAIR,
    ways: [
      ...PAIR.ways,
      { id: 'client-credentials', label: 'By app', push: false, freshness: '.', fields: FIELDS },
      { id: 'own-app', label: 'In a browser', push: false, freshness: '.', fields: [FIELDS[0]] },
    ],
  },
  defaultBaseUrl: 'https://login.pair.example',
  install: {
    async grant(options: (typeof asked)[number]) {
      asked.push(options);
      if (refusal) throw refusal;
      const instanceUrl = 'https://org.my.pair.example';
      return { accessToken: 'granted', portal: '77', scopes: ['api'], instanceUrl };
    },
  },
  open(context: SessionContext) {
    contexts.push(context);
    return {
      describe: async () => ({
        portal: context.portal || '1',
        name: 'Org',
        timeZone: 'UTC',
        scopes: [],
        missing: [],
        missingToWrite: [],
        properties: { Lead: [{ name: 'email' }], Contact: [] },
        stageOrder: [],
      }),
    };
  },
} as unknown as Connector;

let database: TestDatabase;
let deps: InstallDependencies;
const started: number[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  const log = { child: () => log, info() {}, warn() {}, error() {}, debug() {} };
  deps = {
    pool: database.pool,
    keyring,
    clock: () => NOW,
    connector: () => connector,
    log: log as never,
    timeoutMs: 1_000,
    window: () => ({ take: async () => () => {} }),
    count() {},
    baseUrl: () => connector.defaultBaseUrl,
    startReading: async ({ id }) => void started.push(id),
  };
});
afterAll(() => database?.drop());
beforeEach(() => {
  asked = [];
  contexts = [];
  refusal = null;
});

const given = { clientId: 'id', clientSecret: ' secret\n' };
const connect = (fields: Record<string, string>, way = 'client-credentials') =>
  connectByFields(deps, { crm: 'pair', way: way as never, fields, who: 'Ada' });

test('an account is connected by a grant, and opened where the grant says', async () => {
  const { account } = await connect({ ...given, loginUrl: 'https://acme.my.pair.example/' });
  const fields = {
    loginUrl: 'https://acme.my.pair.example/',
    clientId: 'id',
    clientSecret: 'secret',
  };
  expect(asked).toMatchObject([
    { way: 'client-credentials', baseUrl: 'https://acme.my.pair.example', fields },
  ]);
  expect(account).toMatchObject({ portal: '77', way: 'client-credentials', scopes: ['api'] });
  expect(started).toContain(account.id);
  expect(openCredentials(keyring, account)).toMatchObject({
    kind: 'grant',
    accessToken: 'granted',
  });
  expect(account.credentials).not.toContain('secret');
  const found = await findAccount(database.pool, account.id);
  if (!found) throw new Error('not stored');
  await createSessions(deps).of(found);
  expect(contexts.map(({ baseUrl }) => baseUrl)).toEqual(
    Array(2).fill('https://org.my.pair.example'),
  );
});

test('what is left out stands as declared; what is missing or not asked for is named', async () => {
  await connect(given);
  expect(asked).toMatchObject([{ baseUrl: 'https://login.pair.example' }]);
  const code = (fields: Record<string, string>, way?: string) =>
    connect(fields, way).catch((error) => `${error.code} ${error.message}`);
  expect(await code({ clientId: 'id' })).toContain('missing-field Client secret is missing');
  expect(await code({ ...given, pin: '1' })).toContain(
    'unknown-field By app does not ask for "pin"',
  );
  expect(await code(given, 'own-app')).toContain('no-such-way');
  expect(await code(given, 'jwt')).toContain('key, client-credentials');
});

test('credentials that the CRM does not take are told in its words', async () => {
  refusal = new CrmError('reconnect', 'Allow the user to use the app.');
  await expect(connect(given)).rejects.toMatchObject({
    code: 'not-accepted',
    status: 422,
    message: 'Allow the user to use the app.',
  });
});

test('secrets go to hosts of the CRM alone, or to the address of the settings', () => {
  const [, way] = connector.declaration.ways;
  const host = (loginUrl: string) => way && hostFrom(way, { loginUrl }, 'http://127.0.0.1:8080');
  expect(host('')).toBe('http://127.0.0.1:8080');
  expect(host('http://127.0.0.1:8080/')).toBe('http://127.0.0.1:8080');
  expect(host('https://acme.my.pair.example')).toBe('https://acme.my.pair.example');
  for (const bad of [
    'http://acme.my.pair.example',
    'https://my.pair.example.evil.example',
    'https://evil.example/.my.pair.example',
    'https://login.pair.example@evil.example',
    'https://user:pw@acme.my.pair.example',
    'https://xlogin.pair.example',
    'http://127.0.0.1:9090',
    'nonsense',
  ]) {
    expect(() => host(bad)).toThrow(expect.objectContaining({ code: 'bad-host' }));
  }
});
