import { expect, test } from '@jest/globals';
import nock from 'nock';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { noNetwork } from '../no-network.js';
import { HOST, NOW } from './support.js';

noNetwork();

const { install } = hubspot;
if (!install) throw new Error('HubSpot has ways with an app');

const app = { clientId: 'client-1', clientSecret: 'secret-1' };
const FORM = { reqheaders: { 'content-type': 'application/x-www-form-urlencoded' } };
const verifier = 'v'.repeat(43);
const TOKENS = {
  access_token: 'access-2',
  refresh_token: 'refresh-2',
  expires_in: 1_800,
  token_type: 'bearer',
};

const refresh = () => install.refresh({ baseUrl: HOST, app, refreshToken: 'refresh-1', now: NOW });

test('the address to authorize names all required scopes, spaces as %20', () => {
  const url = install.authorizeUrl({
    appUrl: 'https://app.hubspot.com/',
    clientId: 'client-1',
    redirectUri: 'https://leads.acme.example/oauth/hubspot/callback',
    state: 'a b&c',
    verifier,
  });
  expect(url).not.toContain('+');
  const { origin, pathname, searchParams } = new URL(url);
  expect(origin + pathname).toBe('https://app.hubspot.com/oauth/authorize');
  expect(Object.fromEntries(searchParams)).toEqual({
    client_id: 'client-1',
    redirect_uri: 'https://leads.acme.example/oauth/hubspot/callback',
    scope: hubspot.declaration.scopes.required.join(' '),
    optional_scope: hubspot.declaration.scopes.optional.join(' '),
    state: 'a b&c',
  });
});

test('a code becomes tokens, the portal and our app id', async () => {
  nock(HOST, FORM)
    .post('/oauth/2026-09/token', {
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: 'https://leads.acme.example/oauth/hubspot/callback',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
    .reply(200, { ...TOKENS, hub_id: 4711, scopes: ['oauth'], user_id: 77 });
  nock(HOST, FORM)
    .post('/oauth/2026-09/token/introspect', {
      token: 'access-2',
      access_token: 'access-2',
      token_type_hint: 'access_token',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
    .reply(200, { active: true, hub_id: 4711, app_id: 50_780_459, scopes: ['oauth'] });
  const redirectUri = 'https://leads.acme.example/oauth/hubspot/callback';
  expect(
    await install.exchange({ baseUrl: HOST, app, redirectUri, code: 'code-1', verifier, now: NOW }),
  ).toEqual({
    accessToken: 'access-2',
    refreshToken: 'refresh-2',
    expiresAt: NOW + 1_800_000,
    portal: '4711',
    scopes: ['oauth'],
    appId: '50780459',
  });
});

test('a refresh keeps the old refresh token where none comes back', async () => {
  nock(HOST, FORM)
    .post('/oauth/2026-09/token', {
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
    .reply(200, { ...TOKENS, refresh_token: undefined });
  expect(await refresh()).toEqual({
    accessToken: 'access-2',
    refreshToken: 'refresh-1',
    expiresAt: NOW + 1_800_000,
  });
});

test.each([
  [400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' }, 'reconnect'],
  [400, { error: 'access_denied', status: 'BAD_HUB' }, 'reconnect'],
  [400, { error: 'invalid_grant' }, 'reconnect'],
  [400, { error: 'invalid_client', status: 'BAD_CLIENT_ID' }, 'refused'],
  [400, { status: 'BAD_CLIENT_SECRET' }, 'refused'],
  [401, {}, 'refused'],
  [423, {}, 'wait'],
  [429, {}, 'wait'],
  [477, {}, 'wait'],
  [500, {}, 'transient'],
  [503, {}, 'transient'],
])('a refresh answered %i %j is %s', async (status, body, kind) => {
  nock(HOST).post('/oauth/2026-09/token').reply(status, body);
  await expect(refresh()).rejects.toMatchObject({ name: 'CrmError', kind });
});

test('a refused code is our own affair, not a removed app', async () => {
  nock(HOST)
    .post('/oauth/2026-09/token')
    .reply(400, { error: 'invalid_grant', status: 'BAD_AUTH_CODE', message: 'code used' });
  await expect(
    install.exchange({
      baseUrl: HOST,
      app,
      redirectUri: 'https://x.example',
      code: 'c',
      verifier,
      now: 0,
    }),
  ).rejects.toMatchObject({ kind: 'refused' });
});

test('an unreachable host is transient, and no error tells a secret', async () => {
  nock(HOST).post('/oauth/2026-09/token').replyWithError('reset');
  const error = await refresh().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'transient' });
  expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/secret-1|refresh-1/);
});

const leave = () =>
  install.leave({ baseUrl: HOST, app, accessToken: 'access-1', refreshToken: 'refresh-1' });

test.each([204, 401, 404])('leaving answered %i revokes', async (status) => {
  nock(HOST, { reqheaders: { authorization: 'Bearer access-1' } })
    .delete('/appinstalls/2026-09/external-install')
    .reply(status);
  nock(HOST, FORM)
    .post('/oauth/2026-09/token/revoke', {
      token: 'refresh-1',
      token_type_hint: 'refresh_token',
      client_id: 'client-1',
      client_secret: 'secret-1',
    })
    .reply(400, { error: 'invalid_grant', status: 'BAD_REFRESH_TOKEN' });
  await leave();
});

test('leaving that fails is told', async () => {
  nock(HOST).delete('/appinstalls/2026-09/external-install').reply(502);
  await expect(leave()).rejects.toMatchObject({ kind: 'transient' });
});

test('an answer is waited for no longer than asked, by each of the calls', async () => {
  const calls = {
    refresh: () =>
      install.refresh({
        baseUrl: HOST,
        app,
        refreshToken: 'refresh-1',
        now: NOW,
        timeoutMs: 50,
      }),
    exchange: () =>
      install.exchange({
        baseUrl: HOST,
        app,
        redirectUri: 'https://x.example',
        code: 'c',
        verifier,
        now: NOW,
        timeoutMs: 50,
      }),
    leave: () =>
      install.leave({
        baseUrl: HOST,
        app,
        accessToken: 'access-1',
        refreshToken: 'refresh-1',
        timeoutMs: 50,
      }),
  };
  for (const call of Object.values(calls)) {
    nock(HOST).post('/oauth/2026-09/token').optionally().delay(60_000).reply(200, TOKENS);
    nock(HOST)
      .delete('/appinstalls/2026-09/external-install')
      .optionally()
      .delay(60_000)
      .reply(204);
    await expect(call()).rejects.toMatchObject({ kind: 'transient' });
    nock.abortPendingRequests();
    nock.cleanAll();
  }
});
