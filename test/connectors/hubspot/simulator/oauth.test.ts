import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, form, start } from './support.js';

const REDIRECT = 'http://localhost:3000/oauth/callback';
let simulator: Simulator;

beforeEach(async () => {
  simulator = await start({ contacts: 3, installed: false });
});
afterEach(() => simulator.close());

function client() {
  return { client_id: simulator.app.clientId, client_secret: simulator.app.clientSecret };
}

async function authorize(
  extra: Record<string, string> = {},
  path = '/oauth/authorize',
): Promise<URL> {
  const query = new URLSearchParams({
    client_id: simulator.app.clientId,
    redirect_uri: REDIRECT,
    scope: simulator.app.requiredScopes.join(' '),
    state: 'opaque',
    ...extra,
  });
  const answer = await call(simulator, 'GET', `${path}?${query}`, undefined, null);
  if (answer.status !== 302) throw new Error(`${answer.status} ${answer.body}`);
  return new URL(answer.headers.get('location') ?? '');
}

async function connect(): Promise<{ access_token: string; refresh_token: string }> {
  const code = (await authorize()).searchParams.get('code') ?? '';
  const answer = await form(simulator, '/oauth/2026-09/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    ...client(),
  });
  expect(answer.status).toBe(200);
  return answer.body;
}

test('a code is exchanged once for a bearer token that opens the portal', async () => {
  const callback = await authorize({ optional_scope: 'sales-email-read' });
  expect(callback.searchParams.get('state')).toBe('opaque');
  const fields = {
    grant_type: 'authorization_code',
    code: callback.searchParams.get('code') ?? '',
    redirect_uri: REDIRECT,
    ...client(),
  };
  const answer = await form(simulator, '/oauth/2026-09/token', fields);
  expect(answer.body).toMatchObject({
    token_type: 'bearer',
    token_use: 'access_token',
    expires_in: 1800,
    hub_id: Number(simulator.portal),
    user_id: expect.any(Number),
    refresh_token: expect.any(String),
  });
  expect(answer.body.scopes).toContain('sales-email-read');
  const read = await call(
    simulator,
    'GET',
    '/crm/v3/objects/contacts',
    undefined,
    answer.body.access_token,
  );
  expect(read.status).toBe(200);
  const again = await form(simulator, '/oauth/v1/token', fields);
  expect(again.status).toBe(400);
  expect(again.body).toMatchObject({ error: 'invalid_grant', status: 'BAD_AUTH_CODE' });
});

test.each(['v1', 'v3', '2026-03', '2026-09'])(
  'refresh under %s keeps the refresh token',
  async (version) => {
    const { refresh_token } = await connect();
    const answer = await form(simulator, `/oauth/${version}/token`, {
      grant_type: 'refresh_token',
      refresh_token,
      ...client(),
    });
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).toBe(refresh_token);
  },
);

test('an access token is dead after 1800 seconds of the simulator clock', async () => {
  const { access_token } = await connect();
  simulator.clock.advance(1_799_000);
  expect((await call(simulator, 'GET', '/crm/v3/owners', undefined, access_token)).status).toBe(
    200,
  );
  simulator.clock.advance(2000);
  const dead = await call(simulator, 'GET', '/crm/v3/owners', undefined, access_token);
  expect(dead.status).toBe(401);
  expect(dead.body).toMatchObject({ status: 'error', category: 'EXPIRED_AUTHENTICATION' });
  expect(dead.body.message).toMatch(/expired \d+ minute\(s\) ago/);
});

test('after an uninstall the tokens are dead and a refresh says BAD_REFRESH_TOKEN', async () => {
  const { access_token, refresh_token } = await connect();
  const path = '/appinstalls/2026-09/external-install';
  expect((await call(simulator, 'DELETE', path, undefined, access_token)).status).toBe(204);
  expect((await call(simulator, 'GET', '/crm/v3/owners', undefined, access_token)).status).toBe(
    401,
  );
  const fields = { grant_type: 'refresh_token', refresh_token, ...client() };
  const answer = await form(simulator, '/oauth/2026-03/token', fields);
  expect(answer.status).toBe(400);
  expect(answer.body).toMatchObject({
    error: 'invalid_grant',
    status: 'BAD_REFRESH_TOKEN',
    error_description: expect.any(String),
    message: expect.any(String),
  });
});

test('introspection tells portal, app and scopes; a revoked grant is inactive', async () => {
  const { access_token, refresh_token } = await connect();
  const introspect = (token: string) =>
    form(simulator, '/oauth/2026-09/token/introspect', { token, ...client() });
  expect((await introspect(access_token)).body).toMatchObject({
    active: true,
    hub_id: Number(simulator.portal),
    app_id: Number(simulator.app.appId),
    token_use: 'access_token',
  });
  const v1 = await call(
    simulator,
    'GET',
    `/oauth/v1/access-tokens/${access_token}`,
    undefined,
    null,
  );
  expect(v1.body).toMatchObject({ token: access_token, hub_id: Number(simulator.portal) });
  expect(v1.body.active).toBeUndefined();
  const revoked = await call(
    simulator,
    'DELETE',
    `/oauth/v1/refresh-tokens/${refresh_token}`,
    undefined,
    null,
  );
  expect(revoked.status).toBe(204);
  expect((await introspect(refresh_token)).body).toEqual({ active: false });
  expect((await call(simulator, 'GET', '/crm/v3/owners', undefined, access_token)).status).toBe(
    200,
  );
});

test('wrong client, secret, redirect and grant are told apart', async () => {
  const code = (await authorize()).searchParams.get('code') ?? '';
  const good = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT, ...client() };
  const status = async (fields: Record<string, string>) =>
    (await form(simulator, '/oauth/2026-09/token', { ...good, ...fields })).body.status;
  expect(await status({ client_id: 'other' })).toBe('BAD_CLIENT_ID');
  expect(await status({ client_secret: 'other' })).toBe('BAD_CLIENT_SECRET');
  expect(await status({ redirect_uri: `${REDIRECT}/` })).toBe('BAD_REDIRECT_URI');
  expect(await status({ grant_type: 'password' })).toBe('BAD_GRANT_TYPE');
});

test('a token call fails on demand as HubSpot does', async () => {
  const fields = { grant_type: 'refresh_token', refresh_token: 'any', ...client() };
  const refresh = () => form(simulator, '/oauth/2026-09/token', fields);
  simulator.fault({ kind: 'status', operation: 'oauth.token', code: 'BAD_HUB', count: 1 });
  const refused = await refresh();
  expect([refused.status, refused.body.status]).toEqual([400, 'BAD_HUB']);
  simulator.fault({ kind: 'status', operation: 'oauth.token', status: 503, count: 1 });
  expect((await refresh()).status).toBe(503);
  expect((await refresh()).body.status).toBe('BAD_REFRESH_TOKEN');
});

test('authorize refuses a missing required scope, an undeclared one and a foreign redirect', async () => {
  await expect(authorize({ scope: 'oauth' })).rejects.toThrow('crm.objects.contacts.read');
  await expect(authorize({ optional_scope: 'tickets' })).rejects.toThrow('tickets');
  await expect(authorize({ redirect_uri: 'https://evil.example/' })).rejects.toThrow('redirect');
  expect((await authorize({ deny: '1' })).searchParams.get('error')).toBe('access_denied');
});

test('without a bearer, or with an unknown one, 401 INVALID_AUTHENTICATION', async () => {
  for (const bearer of [null, 'unknown']) {
    const answer = await call(simulator, 'GET', '/crm/v3/objects/contacts', undefined, bearer);
    expect(answer.status).toBe(401);
    expect(answer.body).toMatchObject({ status: 'error', category: 'INVALID_AUTHENTICATION' });
  }
});

test('a call without the scope is 403 naming what is missing', async () => {
  const { access_token } = await connect();
  const answer = await call(
    simulator,
    'GET',
    '/crm/objects/2026-09/emails',
    undefined,
    access_token,
  );
  expect(answer.status).toBe(403);
  expect(answer.body.category).toBe('MISSING_SCOPES');
  expect(answer.body.errors[0].context.requiredGranularScopes).toEqual(['sales-email-read']);
});
