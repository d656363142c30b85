import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { runCli } from './support.js';

const folder = mkdtempSync(join(tmpdir(), 'plumbline-project-'));
let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = { DATABASE_URL: database.url, SECRET_KEY: 'a secret key for tests, long enough to be one' };
});
afterAll(async () => {
  await database.drop();
  rmSync(folder, { recursive: true, force: true });
});

const URL = 'https://plumbline.example';

test('an own app: the files are written with the subscriptions of the mapping', async () => {
  const args = ['connect', 'hubspot', '--url', `${URL}/`, '--out', folder];
  const { code, stdout, stderr } = await runCli(args, { env });
  expect(stderr).toBe('');
  expect(code).toBe(0);
  expect(stdout).toContain('hs project upload');
  expect(stdout).toContain(
    `plumbline connect hubspot --url ${URL} --client-id ID --client-secret -`,
  );
  const read = (name: string) => JSON.parse(readFileSync(join(folder, 'src/app', name), 'utf8'));
  expect(read('app-hsmeta.json').config.auth.redirectUrls).toEqual([
    `${URL}/oauth/hubspot/callback`,
  ]);
  const { settings, subscriptions } = read('webhooks/webhooks-hsmeta.json').config;
  expect(settings.targetUrl).toBe(`${URL}/hooks/hubspot`);
  const contact = subscriptions.crmObjects
    .filter((one: { objectType: string }) => one.objectType === 'contact')
    .map((one: { propertyName?: string }) => one.propertyName);
  expect(contact).toEqual(
    expect.arrayContaining([
      'jobtitle',
      'lifecyclestage',
      'hs_additional_emails',
      'plumbline_override',
      'plumbline_release',
    ]),
  );
  // Polled ones and our own outputs are never subscribed to.
  expect(contact).not.toContain('hs_analytics_last_timestamp');
  expect(contact).not.toContain('plumbline_score');
});

test('the credentials are stored sealed and give an install address', async () => {
  const args = ['connect', 'hubspot', '--url', URL, '--client-id', 'abc', '--client-secret', '-'];
  const { code, stdout } = await runCli(args, { env, input: 'a client secret\n' });
  expect(code).toBe(0);
  expect(stdout).toContain('https://app.hubspot.com/oauth/authorize?client_id=abc&');
  expect(stdout).toContain(`Start it with PUBLIC_URL=${URL}.`);
  const { rows } = await database.pool.query('select client_id, kind, credentials from apps');
  expect(rows).toEqual([{ client_id: 'abc', kind: 'own-app', credentials: expect.any(String) }]);
  expect(rows[0].credentials).not.toContain('a client secret');

  const again = await runCli(['connect', 'hubspot', '--install'], { env });
  expect(again.stdout).toContain('client_id=abc');
  expect(again.stdout).not.toBe(stdout);
});

test('wrong uses are refused with the way out', async () => {
  const refused = async (...args: string[]) => {
    const { code, stderr } = await runCli(['connect', 'hubspot', ...args], { env });
    return `${code} ${stderr}`;
  };
  expect(await refused('--url', 'http://plumbline.example')).toContain(
    '2 --url is "http://plumbline.example"; expected the https address',
  );
  expect(existsSync('plumbline-hubspot-app')).toBe(false);
  expect(await refused('--key', 'x', '--url', URL)).toContain('2 --key connects by key');
  expect(await refused('--client-id', 'new')).toContain('2 ');
  expect(await refused('--install', '--client-id', 'other')).toContain(
    '1 No app for hubspot is stored here',
  );
});
