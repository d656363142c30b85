import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express from 'express';
import { startHubSpotSimulator } from '../../connectors/hubspot/simulator/index.js';
import { openApp, registerApp } from '../../src/accounts/apps.js';
import { createHookSecrets } from '../../src/accounts/hook-secrets.js';
import { beginInstall, createInstallRouter } from '../../src/accounts/own-app.js';
import { type App, createApp } from '../../src/app.js';
import { silentLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { ensureWorkspace, listAccounts } from '../../src/store/accounts.js';
import { listApps, type StoredApp } from '../../src/store/apps.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let simulator: Awaited<ReturnType<typeof startHubSpotSimulator>>;
let app: App;
let server: Server;
let publicUrl: string;
let now = Date.now();

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await startHubSpotSimulator({ contacts: 2, installed: false });
  app = await createApp({
    settings: loadSettings({
      DATABASE_URL: database.url,
      SECRET_KEY: 'a secret key for tests, long enough to be one',
      HUBSPOT_BASE_URL: simulator.url,
    }),
    log: silentLogger,
    clock: () => now,
    owner: false,
  });
  server = createServer(express().use('/oauth', createInstallRouter(app.install)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(async () => {
  await app.close();
  await simulator.close();
  await new Promise((resolve) => server.close(resolve));
  await database.drop();
});

async function register(clientSecret = simulator.app.clientSecret): Promise<StoredApp> {
  await registerApp(app, {
    workspace: await ensureWorkspace(app.pool, 'default'),
    crm: 'hubspot',
    clientId: simulator.app.clientId,
    kind: 'own-app',
    publicUrl,
    clientSecret,
    who: 'test',
  });
  return (await listApps(app.pool, 'hubspot'))[0] as StoredApp;
}

/** Opens the address as a browser does up to the CRM's way back, which is answered but not followed. */
async function grant(address: string): Promise<string> {
  const answer = await fetch(address, { redirect: 'manual' });
  const back = answer.headers.get('location');
  if (!back) throw new Error(`no way back: ${answer.status} ${await answer.text()}`);
  return back;
}

const open = async (address: string): Promise<{ status: number; text: string }> => {
  const answer = await fetch(address);
  return { status: answer.status, text: await answer.text() };
};

test('an app is stored sealed, and its secret signs webhooks', async () => {
  const stored = await register();
  expect(stored.credentials).not.toContain(simulator.app.clientSecret);
  expect(openApp(app.keyring, stored).clientSecret).toBe(simulator.app.clientSecret);
  const secrets = await createHookSecrets(app.pool, app.keyring)('hubspot');
  expect(secrets).toEqual([simulator.app.clientSecret]);
});

test('the address leads through the CRM to a connected account that is being read', async () => {
  const address = await beginInstall(app.install, await register());
  expect(address).toMatch(new RegExp(`^${simulator.url}/oauth/authorize\\?client_id=`));
  expect(new URL(address).searchParams.get('redirect_uri')).toBe(
    `${publicUrl}/oauth/hubspot/callback`,
  );
  const back = await grant(address);
  const { status, text } = await open(back);
  expect(text).toContain('is connected');
  expect(status).toBe(200);
  const [account] = await listAccounts(app.pool);
  expect(account).toMatchObject({
    portal: simulator.portal,
    way: 'own-app',
    appId: simulator.app.appId,
    state: 'connected',
    writes: false,
  });
  const { rows } = await database.pool.query('select distinct kind from cursors order by 1');
  expect(rows).toEqual([{ kind: 'backfill' }, { kind: 'poll' }]);
  // The tokens work.
  expect((await (await app.session(account as never)).owners()).length).toBeGreaterThan(0);

  const twice = await open(back);
  expect(twice.status).toBe(400);
  expect(twice.text).toContain('used already');
});

test('a state counts for ten minutes, once, and for its own CRM alone', async () => {
  const stored = await register();
  const late = await grant(await beginInstall(app.install, stored));
  now += 10 * 60_000;
  expect((await open(late)).status).toBe(400);

  const address = await beginInstall(app.install, stored);
  const state = new URL(address).searchParams.get('state');
  const declined = await open(
    `${publicUrl}/oauth/hubspot/callback?error=access_denied&state=${state}`,
  );
  expect(declined.status).toBe(400);
  expect(declined.text).toContain('did not grant access');

  expect((await open(`${publicUrl}/oauth/hubspot/callback?code=x&state=guess`)).status).toBe(400);
  expect((await open(`${publicUrl}/oauth/hubspot/callback?code=x`)).status).toBe(400);
  expect((await open(`${publicUrl}/oauth/sugar/callback?code=x&state=y`)).status).toBe(404);
  const { rows } = await database.pool.query('select count(*)::int as count from install_states');
  expect(rows[0].count).toBe(0);
});

test('what the CRM says is shown as text, never as markup', async () => {
  const state = new URL(await beginInstall(app.install, await register())).searchParams;
  const { text } = await open(
    `${publicUrl}/oauth/hubspot/callback?code=${encodeURIComponent('<script>')}&state=${state.get('state')}`,
  );
  expect(text).not.toContain('<script>');
  expect(text).toContain('Not connected');
});

test('a replaced secret reaches the accounts, and the former one still signs', async () => {
  await register('another secret');
  const secrets = await createHookSecrets(app.pool, app.keyring)('hubspot');
  expect([...secrets].sort()).toEqual(['another secret', simulator.app.clientSecret].sort());
  const [account] = await listAccounts(app.pool);
  const { openCredentials } = await import('../../src/accounts/credentials.js');
  expect(openCredentials(app.keyring, account as never)).toMatchObject({
    clientSecret: 'another secret',
    formerSecret: simulator.app.clientSecret,
  });
  // Saying the same again forgets nothing.
  await register('another secret');
  const [stored] = await listApps(app.pool, 'hubspot');
  expect(openApp(app.keyring, stored as StoredApp).formerSecret).toBe(simulator.app.clientSecret);
});
