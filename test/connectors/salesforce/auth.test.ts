import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import nock from 'nock';
import { install } from '../../../connectors/salesforce/auth.js';
import { noNetwork } from '../no-network.js';
import { NOW } from './support.js';
import { app, FORM, LOGIN, MY_DOMAIN, tokenAnswer } from './token-support.js';

noNetwork();

const verifier = 'v'.repeat(43);
const redirectUri = 'https://leads.acme.example/oauth/salesforce/callback';
/** Within the week in which a refresh token must not rest. */
const LASTS = 6 * 24 * 3_600_000;

const exchange = () =>
  install.exchange({ baseUrl: LOGIN, app, redirectUri, code: 'code-1', verifier, now: NOW });
const refresh = () => install.refresh({ baseUrl: LOGIN, app, refreshToken: 'refresh-1', now: NOW });
const answers = (status: number, body: object) =>
  nock(LOGIN, FORM).post('/services/oauth2/token').reply(status, body);

test('the address to authorize carries the challenge of the proof key, never the key', () => {
  const url = install.authorizeUrl({
    appUrl: `${LOGIN}/`,
    clientId: app.clientId,
    redirectUri,
    state: 'a b&c',
    verifier,
  });
  expect(url).not.toContain('+');
  expect(url).not.toContain(verifier);
  const { origin, pathname, searchParams } = new URL(url);
  expect(origin + pathname).toBe(`${LOGIN}/services/oauth2/authorize`);
  expect(Object.fromEntries(searchParams)).toEqual({
    response_type: 'code',
    client_id: 'consumer-key',
    redirect_uri: redirectUri,
    scope: 'api refresh_token id',
    state: 'a b&c',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  });
});

test.each(['v'.repeat(42), 'v'.repeat(129), `${'v'.repeat(42)}=`])(
  'a proof key of a form that Salesforce refuses is not sent: %s',
  (verifier) => {
    const options = { appUrl: LOGIN, clientId: 'c', redirectUri, state: 's', verifier };
    expect(() => install.authorizeUrl(options)).toThrow(/43 to 128/);
  },
);

test('a code becomes tokens, the org and where its API is', async () => {
  nock(LOGIN, FORM)
    .post('/services/oauth2/token', {
      grant_type: 'authorization_code',
      code: 'code-1',
      redirect_uri: redirectUri,
      client_id: 'consumer-key',
      client_secret: 'consumer-secret',
      code_verifier: verifier,
    })
    .reply(200, tokenAnswer({ refresh_token: 'refresh-1' }));
  expect(await exchange()).toEqual({
    accessToken: '00D000000000001!access',
    refreshToken: 'refresh-1',
    expiresAt: NOW + LASTS,
    instanceUrl: MY_DOMAIN,
    portal: '00D000000000001EAM',
    scopes: ['refresh_token', 'api', 'id'],
  });
});

test('without the scope of a refresh token nothing is connected', async () => {
  answers(200, tokenAnswer());
  await expect(exchange()).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('refresh_token'),
  });
});

test('a rotated refresh token replaces the old one, else the old one stays', async () => {
  nock(LOGIN, FORM)
    .post('/services/oauth2/token', {
      grant_type: 'refresh_token',
      refresh_token: 'refresh-1',
      client_id: 'consumer-key',
      client_secret: 'consumer-secret',
    })
    .reply(200, tokenAnswer({ refresh_token: 'refresh-2' }));
  expect(await refresh()).toMatchObject({ refreshToken: 'refresh-2', instanceUrl: MY_DOMAIN });
  answers(200, tokenAnswer());
  expect(await refresh()).toMatchObject({ refreshToken: 'refresh-1' });
});

test.each([
  ['another secret', tokenAnswer({ refresh_token: 'r' }, 'other-secret')],
  ['no signature', { ...tokenAnswer({ refresh_token: 'r' }), signature: undefined }],
  ['another time', { ...tokenAnswer({ refresh_token: 'r' }), issued_at: '1' }],
])('an answer signed with %s is refused', async (_, body) => {
  answers(200, body);
  await expect(exchange()).rejects.toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('not signed'),
  });
});

test.each([
  ['no instance', { ...tokenAnswer(), instance_url: undefined }],
  ['an instance without TLS', { ...tokenAnswer(), instance_url: 'http://acme.example' }],
  ['no identity', { ...tokenAnswer(), id: undefined }],
  ['no token', { ...tokenAnswer(), access_token: '' }],
])('an answer with %s is no answer', async (_, body) => {
  answers(200, body);
  await expect(refresh()).rejects.toMatchObject({ kind: 'transient' });
});

const grant = (error_description: string) => ({ error: 'invalid_grant', error_description });

test.each([
  ['reconnect', grant('expired access/refresh token'), /Connect the org again/],
  ['reconnect', grant('inactive user'), /Activate this user/],
  ['rights', grant('ip restricted'), /allowed ranges/],
  ['rights', grant("user hasn't approved this consumer"), /pre-authorized/],
  ['refused', grant('expired authorization code'), /connect again/],
  ['refused', grant('invalid code verifier'), /proof key/],
  ['refused', grant('authentication failure'), /production, sandbox/],
  ['refused', { error: 'invalid_client_id' }, /consumer key/],
  ['refused', { error: 'invalid_client' }, /secret together/],
  ['refused', { error: 'redirect_uri_mismatch' }, /callback address/],
  ['refused', { error: 'unsupported_grant_type' }, /flow/],
  ['refused', { error: 'something_new' }, /something_new/],
  ['wait', { error: 'rate_limit_exceeded' }, /wait/],
])('a refusal is %s: %j', async (kind, body, message) => {
  answers(400, body);
  await expect(refresh()).rejects.toMatchObject({ kind, message: expect.stringMatching(message) });
});

test.each([500, 503, 302])('a failure (HTTP %d) passes by itself', async (status) => {
  nock(LOGIN).post('/services/oauth2/token').reply(status, '<html>');
  await expect(refresh()).rejects.toMatchObject({ kind: 'transient' });
});

test('no message holds a secret, a token or a code', async () => {
  answers(400, { error: 'x', error_description: 'consumer-secret refresh-1 code-1' });
  const error = await refresh().catch((thrown: Error) => thrown);
  expect(JSON.stringify([error, (error as Error).message])).not.toMatch(
    /consumer-secret|refresh-1/,
  );
});

test('leaving revokes the refresh token; one that is dead already is left', async () => {
  const leave = () =>
    install.leave({ baseUrl: LOGIN, app, accessToken: 'access-1', refreshToken: 'refresh-1' });
  const revoke = () => nock(LOGIN, FORM).post('/services/oauth2/revoke', { token: 'refresh-1' });
  revoke().reply(200);
  await leave();
  revoke().reply(400, { error: 'unsupported_token_type' });
  await leave();
  revoke().reply(400, { error: 'invalid_token' });
  await leave();
  revoke().reply(503);
  await expect(leave()).rejects.toMatchObject({ kind: 'transient' });
});

test('a slow answer is cut', async () => {
  nock(LOGIN).post('/services/oauth2/token').delay(200).reply(200, tokenAnswer());
  await expect(
    install.refresh({ baseUrl: LOGIN, app, refreshToken: 'r', now: NOW, timeoutMs: 20 }),
  ).rejects.toMatchObject({ kind: 'transient' });
});

test.each([
  'access_denied',
  'OAUTH_APP_BLOCKED',
  'OAUTH_APP_ACCESS_DENIED',
  'OAUTH_APPROVAL_ERROR_GENERIC',
  'OAUTH_EC_APP_NOT_FOUND',
  'redirect_uri_mismatch',
  'invalid_client_id',
])('%s at the callback is explained', (error) => {
  expect(install.declined?.(error)).toMatch(/\w.*\.$/);
});

test('an unknown word at the callback is not', () => {
  expect(install.declined?.('toString')).toBeUndefined();
});

test('the guide of an own app names the callback and every scope', () => {
  const files = install.project({ publicUrl: 'https://leads.acme.example/', properties: {} });
  const text = files['external-client-app.md'] ?? '';
  expect(text).toContain(`    ${redirectUri}\n`);
  for (const scope of ['(api)', '(refresh_token', '(id']) expect(text).toContain(scope);
});
