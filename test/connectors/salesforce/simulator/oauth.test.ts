import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { DAY } from '../../../../src/lib/clock.js';
import { type Answer, call, form, start } from './support.js';

const TOKEN = '/services/oauth2/token';
const REDIRECT = 'https://app.example/callback';
const VERIFIER = 'v'.repeat(64);
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

let simulator: Simulator;
beforeEach(async () => {
  simulator = await start({ people: 5, app: { redirectUris: [REDIRECT] } });
});
afterEach(() => simulator.close());

const client = () => ({
  client_id: simulator.app.clientId,
  client_secret: simulator.app.clientSecret,
});

async function authorize(fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: simulator.app.clientId,
    redirect_uri: REDIRECT,
    scope: 'api refresh_token id',
    state: 'st&te',
    code_challenge: challengeOf(VERIFIER),
    code_challenge_method: 'S256',
    ...fields,
  });
  for (const [name, value] of Object.entries(fields)) if (value === '') query.delete(name);
  return call(simulator, 'GET', `/services/oauth2/authorize?${query}`, undefined, { token: null });
}

const back = ({ headers }: Answer) => new URL(String(headers.get('location'))).searchParams;

async function redeem(code: string, fields: Readonly<Record<string, string>> = {}) {
  return form(simulator.url, TOKEN, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    ...client(),
    ...fields,
  });
}

const refresh = (token: string) =>
  form(simulator.url, TOKEN, { grant_type: 'refresh_token', refresh_token: token, ...client() });

const connect = async () => (await redeem(String(back(await authorize()).get('code')))).body;
const works = async (token: string) =>
  (await call(simulator, 'GET', 'limits', undefined, { token })).status;

describe('web-server flow', () => {
  test('a code with its verifier gives tokens, signed, without an expiry', async () => {
    const answered = await authorize();
    expect(answered.status).toBe(302);
    expect(back(answered).get('state')).toBe('st&te');
    const { status, body } = await redeem(String(back(answered).get('code')));
    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'Bearer',
      instance_url: simulator.url,
      scope: 'api refresh_token id',
      id: `${simulator.loginUrl}/id/${simulator.org.id}/${simulator.setup.admin}`,
      issued_at: expect.stringMatching(/^\d{13}$/),
    });
    expect(body).not.toHaveProperty('expires_in');
    expect(body.access_token.startsWith(`${simulator.org.id.slice(0, 15)}!`)).toBe(true);
    const mac = createHmac('sha256', simulator.app.clientSecret);
    expect(body.signature).toBe(mac.update(body.id + body.issued_at).digest('base64'));
    expect(await works(body.access_token)).toBe(200);
  });

  test('a code is for one use and fifteen minutes', async () => {
    const code = String(back(await authorize()).get('code'));
    expect((await redeem(code)).status).toBe(200);
    expect((await redeem(code)).body.error_description).toBe('expired authorization code');
    const late = String(back(await authorize()).get('code'));
    simulator.clock.advance(15 * 60_000);
    expect((await redeem(late)).body.error_description).toBe('expired authorization code');
  });

  test.each([
    ['another verifier', { code_verifier: 'w'.repeat(64) }, 'invalid_grant'],
    ['a verifier of 42 characters', { code_verifier: 'v'.repeat(42) }, 'invalid_grant'],
    ['a verifier of 129 characters', { code_verifier: 'v'.repeat(129) }, 'invalid_grant'],
    ['another redirect', { redirect_uri: 'https://evil.example/' }, 'redirect_uri_mismatch'],
    ['another client', { client_id: 'x' }, 'invalid_client_id'],
    ['a wrong secret', { client_secret: 'x' }, 'invalid_client'],
    ['another grant', { grant_type: 'password' }, 'unsupported_grant_type'],
  ])('%s is refused', async (_what, fields, error) => {
    const { status, body } = await redeem(String(back(await authorize()).get('code')), fields);
    expect([status, body.error]).toEqual([400, error]);
  });

  test('a verifier that is too long is refused though its challenge fits', async () => {
    const long = 'v'.repeat(171);
    const code = back(await authorize({ code_challenge: challengeOf(long) })).get('code');
    const { body } = await redeem(String(code), { code_verifier: long });
    expect(body.error_description).toBe('invalid code verifier');
  });

  test.each([
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['no method', { code_challenge_method: '' }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a scope that the app has not', { scope: 'api full' }, 'invalid_scope'],
    ['a user who says no', { simulator: 'deny' }, 'access_denied'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ])('%s leads back with an error', async (_what, fields, error) => {
    const answered = await authorize(fields);
    expect([answered.status, back(answered).get('error')]).toEqual([302, error]);
    expect(back(answered).get('state')).toBe('st&te');
  });

  test('a wrong client or redirect leads nowhere', async () => {
    for (const fields of [{ client_id: 'x' }, { redirect_uri: 'https://evil.example/' }]) {
      const { status, headers } = await authorize(fields);
      expect([status, headers.get('location')]).toEqual([400, null]);
    }
  });

  test('a page to choose from, when it is set so', async () => {
    simulator.org.settings.authorizePage = 'page';
    const { body } = await authorize();
    const [, link = ''] = /href="([^"]+simulator=allow[^"]*)"/.exec(body) ?? [];
    const answered = await call(simulator, 'GET', link.replaceAll('&amp;', '&'));
    expect(back(answered).get('code')).toMatch(/^aPrx/);
  });
});

describe('refresh', () => {
  test('each use gives a new token, and the access token before it lives on', async () => {
    const first = await connect();
    const { body } = await refresh(first.refresh_token);
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect(await works(first.access_token)).toBe(200);
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test('a dead token used again ends the grant and all its access tokens', async () => {
    const first = await connect();
    const other = await connect();
    const second = (await refresh(first.refresh_token)).body;
    const again = await refresh(first.refresh_token);
    expect([again.status, again.body.error]).toEqual([400, 'invalid_grant']);
    expect(simulator.credentials.reused).toBe(1);
    expect((await refresh(second.refresh_token)).status).toBe(400);
    expect(await works(first.access_token)).toBe(401);
    expect(await works(second.access_token)).toBe(401);
    expect(await works(other.access_token)).toBe(200);
  });

  test('without rotation the token stays and is not told again', async () => {
    simulator.org.settings.rotateRefreshTokens = false;
    const first = await connect();
    expect((await refresh(first.refresh_token)).body).not.toHaveProperty('refresh_token');
    expect((await refresh(first.refresh_token)).status).toBe(200);
  });

  test('thirty days without use end it; each use counts anew', async () => {
    let { refresh_token } = await connect();
    for (const days of [29, 29]) {
      simulator.clock.advance(days * DAY);
      const { status, body } = await refresh(refresh_token);
      expect(status).toBe(200);
      refresh_token = body.refresh_token;
    }
    simulator.clock.advance(31 * DAY);
    expect((await refresh(refresh_token)).status).toBe(400);
  });

  test('an inactive user gets nothing more', async () => {
    const { refresh_token } = await connect();
    simulator.acts.set('User', simulator.setup.admin, { IsActive: false });
    expect((await refresh(refresh_token)).body.error_description).toBe('inactive user');
  });
});

describe('client credentials', () => {
  const grant = (url: string) =>
    form(url, TOKEN, { grant_type: 'client_credentials', ...client() });

  test('My Domain gives a token of the integration user, without a refresh token', async () => {
    const { status, body } = await grant(simulator.url);
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(body.id.endsWith(`/${simulator.setup.integration}`)).toBe(true);
    expect(await works(body.access_token)).toBe(200);
  });

  test('the generic login host refuses it, and serves no data', async () => {
    expect((await grant(simulator.loginUrl)).body.error).toBe('invalid_grant');
    const answer = await fetch(`${simulator.loginUrl}/services/data/v66.0/limits`);
    expect(answer.status).toBe(404);
  });

  test('it needs a user who runs it, and an app that is not blocked', async () => {
    simulator.credentials.app = { ...simulator.app, runAs: null };
    expect((await grant(simulator.url)).body.error).toBe('invalid_grant');
    simulator.credentials.blocked = true;
    expect((await grant(simulator.url)).body.error).toBe('invalid_grant');
  });
});

describe('JWT bearer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

  function assertion(claims: Record<string, unknown> = {}, alg = 'RS256', key = privateKey) {
    const text = `${part({ alg })}.${part({
      iss: simulator.app.clientId,
      sub: 'integration@seller.example',
      aud: 'https://login.salesforce.com',
      exp: Math.floor(simulator.clock.base() / 1000) + 120,
      ...claims,
    })}`;
    return `${text}.${sign('RSA-SHA256', Buffer.from(text), key).toString('base64url')}`;
  }
  const grant = (value: string) =>
    form(simulator.loginUrl, TOKEN, {
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      assertion: value,
    });
  beforeEach(() => {
    simulator.credentials.app = { ...simulator.app, certificate };
  });

  test('a signed assertion gives a token at the login host, without a refresh token', async () => {
    const { status, body } = await grant(assertion());
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('refresh_token');
    expect(await works(body.access_token)).toBe(200);
  });

  test.each([
    ['another issuer', { iss: 'x' }, 'invalid_client_id'],
    ['another audience', { aud: 'https://test.salesforce.com' }, 'invalid_grant'],
    ['an unknown user', { sub: 'nobody@seller.example' }, 'invalid_grant'],
    ['an old one', { exp: 1000 }, 'invalid_grant'],
    ['one without an end', { exp: undefined }, 'invalid_grant'],
    ['one that lives an hour', { exp: 4_000_000_000 }, 'invalid_grant'],
  ])('%s is refused', async (_what, claims, error) => {
    const { status, body } = await grant(assertion(claims));
    expect([status, body.error]).toEqual([400, error]);
  });

  test('another key, another algorithm and no assertion are refused', async () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    for (const value of [assertion({}, 'RS256', other), assertion({}, 'none'), 'x.y', '']) {
      expect((await grant(value)).body.error).toBe('invalid_grant');
    }
  });

  test('a user whom nobody approved is refused', async () => {
    simulator.credentials.app = { ...simulator.app, preauthorized: [] };
    const { body } = await grant(assertion());
    expect(body.error_description).toBe("user hasn't approved this consumer");
  });
});

describe('sessions', () => {
  test('two hours without use end an access token; use prolongs it', async () => {
    const { access_token } = await connect();
    for (let hour = 0; hour < 3; hour += 1) {
      simulator.clock.advance(110 * 60_000);
      expect(await works(access_token)).toBe(200);
    }
    simulator.clock.advance(121 * 60_000);
    const { status, body } = await call(simulator, 'GET', 'limits', undefined, {
      token: access_token,
    });
    expect(status).toBe(401);
    expect(body).toEqual([
      { message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' },
    ]);
  });

  test('both schemes are taken, and none is refused', async () => {
    const { access_token } = await connect();
    const headers = { authorization: `OAuth ${access_token}` };
    expect(
      (await call(simulator, 'GET', 'limits', undefined, { token: null, headers })).status,
    ).toBe(200);
    expect((await call(simulator, 'GET', 'limits', undefined, { token: null })).status).toBe(401);
  });

  test('identity and userinfo tell who it is', async () => {
    const tokens = await connect();
    const path = new URL(tokens.id).pathname;
    const identity = await call(
      simulator,
      'GET',
      `${path}?oauth_token=${encodeURIComponent(tokens.access_token)}`,
      undefined,
      { token: null },
    );
    expect(identity.body).toMatchObject({
      user_id: simulator.setup.admin,
      organization_id: simulator.org.id,
      urls: { rest: `${simulator.url}/services/data/v{version}/` },
    });
    const info = await call(simulator, 'GET', '/services/oauth2/userinfo', undefined, {
      token: tokens.access_token,
    });
    expect(info.body).toMatchObject({ user_id: simulator.setup.admin });
    const bad = await call(simulator, 'GET', path, undefined, { token: 'x' });
    expect([bad.status, bad.body]).toEqual([403, 'Bad_OAuth_Token']);
  });
});

describe('revoke', () => {
  const revoke = (token: string) => form(simulator.url, '/services/oauth2/revoke', { token });

  test('the refresh token takes its access tokens with it', async () => {
    const tokens = await connect();
    expect(await revoke(tokens.refresh_token)).toMatchObject({ status: 200, body: undefined });
    expect(await works(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).body.error).toBe('invalid_grant');
  });

  test('an access token goes alone; an unknown token is refused', async () => {
    const tokens = await connect();
    expect((await revoke(tokens.access_token)).status).toBe(200);
    expect(await works(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
    const unknown = await revoke('nonsense');
    expect([unknown.status, unknown.body.error]).toEqual([400, 'unsupported_token_type']);
  });

  test('an admin who blocks the app stops everything until it is allowed again', async () => {
    const tokens = await connect();
    simulator.credentials.blocked = true;
    expect(await works(tokens.access_token)).toBe(401);
    expect((await refresh(tokens.refresh_token)).status).toBe(400);
    expect(back(await authorize()).get('error')).toBe('OAUTH_APP_BLOCKED');
    simulator.credentials.blocked = false;
    expect((await refresh(tokens.refresh_token)).status).toBe(200);
  });
});
