import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadSettings } from '../src/settings.js';
import { settingsPage } from '../src/settings-page.js';
import { VARIABLES } from '../src/settings-variables.js';

const KEY = 'k'.repeat(43);
const OTHER = 'o'.repeat(43);

function refusal(env: Record<string, string>): string {
  try {
    loadSettings(env);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('was accepted');
}

test('an empty environment starts with the documented defaults', () => {
  expect(loadSettings({})).toEqual({
    dataDir: './.plumbline',
    port: 3000,
    host: '127.0.0.1',
    publicUrl: null,
    secretKey: null,
    previousSecretKeys: [],
    databaseUrl: null,
    redisUrl: null,
    role: 'all',
    logLevel: 'info',
    logFormat: 'json',
    pollIntervalMs: 60_000,
    leaseMs: 60_000,
    callTimeoutMs: 20_000,
    unknownWaitMs: 30_000,
    tasksPerOwnerPerDay: 10,
    sessionIdleMs: 43_200_000,
    sessionLengthMs: 604_800_000,
    trustedProxies: ['loopback'],
    oidc: null,
    baseUrls: {},
  });
});

test('every variable is read, in its unit', () => {
  const settings = loadSettings({
    PUBLIC_URL: 'https://plumbline.example/',
    SECRET_KEY: KEY,
    SECRET_KEY_PREVIOUS: `${OTHER}, ${KEY}`,
    DATABASE_URL: 'postgres://u:p@db.example:5432/x',
    REDIS_URL: 'redis://cache.example',
    ROLE: 'worker',
    POLL_INTERVAL: '5m',
    LEASE_MS: '6000',
    CALL_TIMEOUT_MS: '2000',
    HUBSPOT_BASE_URL: 'http://127.0.0.1:4010',
    SALESFORCE_BASE_URL: 'http://localhost:4020/',
  });
  expect(settings).toMatchObject({
    publicUrl: 'https://plumbline.example',
    previousSecretKeys: [OTHER, KEY],
    role: 'worker',
    pollIntervalMs: 300_000,
    leaseMs: 6000,
    baseUrls: { hubspot: 'http://127.0.0.1:4010', salesforce: 'http://localhost:4020' },
  });
});

test('settings cannot be changed afterwards', () => {
  const settings = loadSettings({});
  expect(Object.isFrozen(settings)).toBe(true);
  expect(Object.isFrozen(settings.baseUrls)).toBe(true);
});

test('an empty variable counts as not set', () => {
  expect(loadSettings({ PORT: '', DATABASE_URL: '  ' })).toEqual(loadSettings({}));
});

test.each([
  ['PORT', '70000'],
  ['PORT', '3000x'],
  ['HOST', 'not a host'],
  ['PUBLIC_URL', 'http://plumbline.example'],
  ['PUBLIC_URL', 'plumbline.example'],
  ['PUBLIC_URL', 'https://plumbline.example/?a=1'],
  ['ROLE', 'webb'],
  ['LOG_LEVEL', 'verbose'],
  ['LOG_FORMAT', 'xml'],
  ['POLL_INTERVAL', '60'],
  ['POLL_INTERVAL', '2h'],
  ['LEASE_MS', '-1'],
  ['TASKS_PER_OWNER_PER_DAY', 'many'],
  ['SESSION_IDLE', '10s'],
  ['SESSION_LENGTH', '91d'],
  ['TRUSTED_PROXIES', 'everybody'],
  ['OIDC_ISSUER', 'http://login.example'],
  ['OIDC_DOMAINS', 'acme.example,*'],
] as const)('%s=%s is refused with its name, value and what is expected', (name, value) => {
  const message = refusal({ [name]: value });
  expect(message).toContain(`${name} is "${value}"`);
  expect(message).toContain(`expected ${VARIABLES[name].expected}`);
});

test('a base address must be safe for tokens', () => {
  expect(refusal({ HUBSPOT_BASE_URL: 'http://api.example' })).toContain('HUBSPOT_BASE_URL is');
});

test.each(['SECRET_KEY', 'DATABASE_URL', 'REDIS_URL', 'SECRET_KEY_PREVIOUS'])(
  'the bad value of %s is never shown',
  (name) => {
    const message = refusal({ [name]: 'hunter2' });
    expect(message).toContain(name);
    expect(message).not.toContain('hunter2');
  },
);

test('all problems are told at once', () => {
  const message = refusal({ PORT: 'x', ROLE: 'y' });
  expect(message).toContain('PORT');
  expect(message).toContain('ROLE');
});

test('a shared database needs a shared key', () => {
  expect(refusal({ DATABASE_URL: 'postgres://db.example/x' })).toContain('SECRET_KEY is not set');
});

test('separate roles need a shared database', () => {
  expect(refusal({ ROLE: 'web' })).toContain('ROLE is "web" without DATABASE_URL');
});

test('the calls of a batch, three time-outs long, must end before its lease does', () => {
  const message = refusal({ LEASE_MS: '5999', CALL_TIMEOUT_MS: '2000' });
  expect(message).toContain('LEASE_MS is 5999, less than three times CALL_TIMEOUT_MS (2000)');
  expect(message).toContain('expected a lease of 6000 or more');
  expect(loadSettings({ LEASE_MS: '6000', CALL_TIMEOUT_MS: '2000' }).leaseMs).toBe(6_000);
});

test('an identity provider needs its client, and an address to come back to', () => {
  const provider = {
    OIDC_ISSUER: 'https://login.example/realms/sales/',
    OIDC_CLIENT_ID: 'plumbline',
    OIDC_CLIENT_SECRET: 'hunter2',
  };
  expect(refusal({ OIDC_ISSUER: provider.OIDC_ISSUER })).toMatch(
    /OIDC_CLIENT_ID is not set[\s\S]*OIDC_CLIENT_SECRET is not set[\s\S]*PUBLIC_URL is not set/,
  );
  const PUBLIC_URL = 'https://plumbline.example';
  expect(
    loadSettings({ ...provider, PUBLIC_URL, OIDC_DOMAINS: 'a.example, b.example' }).oidc,
  ).toEqual({
    issuer: 'https://login.example/realms/sales/',
    clientId: 'plumbline',
    clientSecret: 'hunter2',
    roleClaim: null,
    domains: ['a.example', 'b.example'],
  });
});

test('a session is at least as long as its idle time', () => {
  expect(refusal({ SESSION_IDLE: '2d', SESSION_LENGTH: '1d' })).toContain(
    'SESSION_LENGTH is shorter than SESSION_IDLE',
  );
  expect(loadSettings({ SESSION_IDLE: '30m', SESSION_LENGTH: '2d' })).toMatchObject({
    sessionIdleMs: 1_800_000,
    sessionLengthMs: 172_800_000,
  });
});

test('the settings page tells of every variable', () => {
  const page = readFileSync(new URL('../docs/settings.md', import.meta.url), 'utf8');
  expect(page).toBe(settingsPage());
  for (const name of Object.keys(VARIABLES)) expect(page).toContain(`\`${name}\``);
});
