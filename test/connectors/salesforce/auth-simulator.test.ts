import { generateKeyPairSync } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { install } from '../../../connectors/salesforce/auth.js';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';

let simulator: Simulator;
afterEach(() => simulator.close());
const start = async (options: SimulatorOptions = {}): Promise<void> => {
  simulator = await startSalesforceSimulator({ people: 0, installed: false, ...options });
};

const redirectUri = 'https://leads.acme.example/oauth/salesforce/callback';
const verifier = 'v'.repeat(43);
const common = () => ({
  baseUrl: simulator.url,
  app: { clientId: simulator.app.clientId, clientSecret: simulator.app.clientSecret },
  now: Date.now(),
});

/** What a browser does: consents, and is sent back with a code. */
async function consent(): Promise<string> {
  const { clientId } = simulator.app;
  const options = { appUrl: simulator.url, clientId, redirectUri, state: 'state-1', verifier };
  const response = await fetch(install.authorizeUrl(options), { redirect: 'manual' });
  const back = new URL(response.headers.get('location') ?? '');
  expect(back.searchParams.get('state')).toBe('state-1');
  return back.searchParams.get('code') ?? '';
}
const exchange = async (rest: object = {}) =>
  install.exchange({ ...common(), redirectUri, code: await consent(), verifier, ...rest });
const asks = (accessToken: string) =>
  fetch(`${simulator.url}/services/data/v66.0/limits`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });

test('a code and its proof key become tokens of the org', async () => {
  await start();
  const tokens = await exchange();
  expect(tokens).toMatchObject({ portal: simulator.org.id, instanceUrl: simulator.url });
  expect((await asks(tokens.accessToken)).status).toBe(200);
});

test('another proof key, and a code that was used, are refused', async () => {
  await start();
  await expect(exchange({ verifier: 'w'.repeat(43) })).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('proof key'),
  });
  const code = await consent();
  await exchange({ code });
  await expect(exchange({ code })).rejects.toMatchObject({ kind: 'refused' });
});

test('a refresh token is used once; used again it ends the connection for good', async () => {
  await start();
  const first = await exchange();
  const refresh = (refreshToken: string) => install.refresh({ ...common(), refreshToken });
  const second = await refresh(first.refreshToken);
  expect(second.refreshToken).not.toBe(first.refreshToken);
  expect((await asks(second.accessToken)).status).toBe(200);
  await expect(refresh(first.refreshToken)).rejects.toMatchObject({ kind: 'reconnect' });
  await expect(refresh(second.refreshToken)).rejects.toMatchObject({ kind: 'reconnect' });
  expect((await asks(second.accessToken)).status).toBe(401);
});

test('leaving ends the tokens, and may be done twice', async () => {
  await start();
  const { accessToken, refreshToken } = await exchange();
  await install.leave({ ...common(), accessToken, refreshToken });
  expect((await asks(accessToken)).status).toBe(401);
  await install.leave({ ...common(), accessToken, refreshToken });
});

test('client credentials and a signed assertion give tokens without a browser', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  await start({ app: { certificate } });
  const { clientId, clientSecret } = simulator.app;
  const host = { baseUrl: simulator.url, now: Date.now() };
  const username = simulator.app.runAs ?? '';
  const key = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  for (const granted of [
    await install.grant?.({
      ...host,
      way: 'client-credentials',
      fields: { clientId, clientSecret },
    }),
    await install.grant?.({ ...host, way: 'jwt', fields: { clientId, username, privateKey: key } }),
  ]) {
    expect(granted).toMatchObject({ portal: simulator.org.id, instanceUrl: simulator.url });
    expect((await asks(granted?.accessToken ?? '')).status).toBe(200);
  }
  const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const wrong = other.export({ type: 'pkcs8', format: 'pem' }).toString();
  const fields = { clientId, username, privateKey: wrong };
  await expect(install.grant?.({ ...host, way: 'jwt', fields })).rejects.toMatchObject({
    kind: 'reconnect',
  });
});
