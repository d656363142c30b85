import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { expect, test } from '@jest/globals';
import nock from 'nock';
import {
  grant,
  grantByAssertion,
  grantByClient,
  signAssertion,
} from '../../../connectors/salesforce/grant.js';
import { WAYS } from '../../../connectors/salesforce/ways.js';
import { noNetwork } from '../no-network.js';
import { NOW } from './support.js';
import { app, FORM, LOGIN, MY_DOMAIN, tokenAnswer } from './token-support.js';

noNetwork();

const { privateKey: key, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
const assertion = { clientId: 'consumer-key', username: 'integration@acme.example', privateKey };
const host = (baseUrl: string) => ({ baseUrl, timeoutMs: 1_000 });
const SANDBOX = 'https://acme--dev.sandbox.my.salesforce.com';

const decode = (part: string | undefined) =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString());

test('client credentials are asked for at My Domain', async () => {
  nock(MY_DOMAIN, FORM)
    .post('/services/oauth2/token', {
      grant_type: 'client_credentials',
      client_id: 'consumer-key',
      client_secret: 'consumer-secret',
    })
    .reply(200, tokenAnswer());
  expect(await grantByClient(host(MY_DOMAIN), app)).toEqual({
    accessToken: '00D000000000001!access',
    instanceUrl: MY_DOMAIN,
    portal: '00D000000000001EAM',
    user: '005000000000001AAA',
    scopes: ['refresh_token', 'api', 'id'],
  });
});

test.each([LOGIN, 'https://test.salesforce.com/'])(
  'client credentials at %s are not even sent',
  async (baseUrl) => {
    await expect(grantByClient(host(baseUrl), app)).rejects.toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('My Domain'),
    });
  },
);

test('an assertion is signed by RS256 and lives for less than three minutes', () => {
  const [header, claims, signature] = signAssertion(assertion, LOGIN, NOW).split('.');
  expect(decode(header)).toEqual({ alg: 'RS256', typ: 'JWT' });
  expect(decode(claims)).toEqual({
    iss: 'consumer-key',
    sub: 'integration@acme.example',
    aud: LOGIN,
    exp: NOW / 1_000 + 150,
  });
  const signed = Buffer.from(`${header}.${claims}`);
  const given = Buffer.from(signature ?? '', 'base64url');
  expect(
    verify(
      'sha256',
      signed,
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      given,
    ),
  ).toBe(true);
});

test.each([
  [LOGIN, LOGIN],
  [MY_DOMAIN, LOGIN],
  ['https://test.salesforce.com', 'https://test.salesforce.com'],
  [SANDBOX, 'https://test.salesforce.com'],
])('the audience at %s is %s', (baseUrl, aud) => {
  expect(decode(signAssertion(assertion, baseUrl, NOW).split('.')[1])).toMatchObject({ aud });
});

test('an assertion is posted, and its answer carries no secret to check', async () => {
  nock(LOGIN, FORM)
    .post(
      '/services/oauth2/token',
      (body) =>
        body.grant_type === 'urn:ietf:params:oauth:grant-type:jwt-bearer' &&
        String(body.assertion).split('.').length === 3,
    )
    .reply(200, tokenAnswer({}, 'unknown'));
  expect(await grantByAssertion(host(LOGIN), assertion, NOW)).toMatchObject({
    instanceUrl: MY_DOMAIN,
  });
});

test('a user who has not approved the app is a right that is missing, not a dead connection', async () => {
  nock(LOGIN).post('/services/oauth2/token').reply(400, {
    error: 'invalid_grant',
    error_description: "user hasn't approved this consumer",
  });
  await expect(grantByAssertion(host(LOGIN), assertion, NOW)).rejects.toMatchObject({
    kind: 'rights',
  });
});

test.each([
  ['nonsense', 'SECRET-nonsense'],
  [
    'a key of another kind',
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  ],
])('%s is no private key, and is not quoted', async (_, wrong) => {
  const made = grantByAssertion(host(LOGIN), { ...assertion, privateKey: wrong }, NOW);
  const error = (await made.catch((thrown: Error) => thrown)) as Error;
  expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('RSA') });
  expect(error.message).not.toContain('SECRET');
  expect(error.cause).toBeUndefined();
});

test('a way is granted by the fields that it asks for', async () => {
  const fields = { clientId: app.clientId, clientSecret: app.clientSecret };
  const way = 'client-credentials';
  nock(MY_DOMAIN, FORM).post('/services/oauth2/token').reply(200, tokenAnswer());
  expect(await grant({ baseUrl: MY_DOMAIN, way, fields, now: NOW })).toEqual({
    accessToken: '00D000000000001!access',
    instanceUrl: MY_DOMAIN,
    portal: '00D000000000001EAM',
    scopes: ['refresh_token', 'api', 'id'],
  });
  nock(LOGIN, FORM)
    .post('/services/oauth2/token', /assertion=/)
    .reply(200, tokenAnswer());
  const { clientId, username } = assertion;
  const signed = { clientId, username, privateKey };
  const granted = await grant({ baseUrl: LOGIN, way: 'jwt', fields: signed, now: NOW });
  expect(granted).toMatchObject({ instanceUrl: MY_DOMAIN });
});

test('refused credentials are dead ones; what an admin of the org can mend is not', async () => {
  const fields = { clientId: 'k', clientSecret: 's' };
  const ask = () => grant({ baseUrl: MY_DOMAIN, way: 'client-credentials', fields, now: NOW });
  const answers = (error: string, error_description = '') =>
    nock(MY_DOMAIN).post('/services/oauth2/token').reply(400, { error, error_description });
  answers('invalid_client');
  await expect(ask()).rejects.toMatchObject({ kind: 'reconnect' });
  answers('invalid_grant', 'ip restricted');
  await expect(ask()).rejects.toMatchObject({ kind: 'rights' });
});

test('the fields of every way are those that its grant reads', () => {
  const names = Object.fromEntries(
    WAYS.map(({ id, fields }) => [id, fields?.map(({ name }) => name)]),
  );
  expect(names).toEqual({
    'client-credentials': ['loginUrl', 'clientId', 'clientSecret'],
    jwt: ['loginUrl', 'clientId', 'username', 'privateKey'],
    'own-app': ['loginUrl'],
    'listed-app': ['loginUrl'],
  });
});
