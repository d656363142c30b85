import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { bearerOf } from './bearer.js';
import { oauthError, Refusal } from './errors.js';
import { identityOf, userInfo } from './identity.js';
import { assertedUser } from './jwt-bearer.js';
import { authorize } from './oauth-authorize.js';
import type { OAuthServer } from './oauth-server.js';
import type { Session } from './sessions.js';

const OPERATIONS: Readonly<Record<string, string>> = {
  'GET authorize': 'oauth.authorize',
  'POST token': 'oauth.token',
  'POST revoke': 'oauth.revoke',
  'GET revoke': 'oauth.revoke',
  'GET userinfo': 'oauth.userinfo',
  'POST userinfo': 'oauth.userinfo',
};

/** The operation of an OAuth path; undefined for any other path. */
export function oauthOperation(method: string, path: string): string | undefined {
  const word = /^\/services\/oauth2\/(\w+)$/.exec(path)?.[1];
  if (word !== undefined) return OPERATIONS[`${method} ${word}`];
  return /^\/id\/\w+\/\w+$/.test(path) && method === 'GET' ? 'oauth.identity' : undefined;
}

/** Answers an OAuth call. `generic`: it came to the login host, not to My Domain. @throws Refusal. */
export function oauthCall(
  server: OAuthServer,
  request: IncomingRequest,
  operation: string,
  generic: boolean,
): OutgoingResponse {
  if (operation === 'oauth.authorize') return authorize(server, request);
  if (operation === 'oauth.identity') return identity(server, request);
  if (operation === 'oauth.userinfo') {
    const session = sessionOf(server, request);
    return { status: 200, body: userInfo(server.org, session.user, server.url()) };
  }
  const form = new URLSearchParams(
    request.method === 'GET' ? request.query : request.body.toString('utf8'),
  );
  if (operation === 'oauth.revoke') return revoke(server, form);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw oauthError('invalid_request', 'the body must be application/x-www-form-urlencoded');
  }
  return token(server, form, generic);
}

function token(server: OAuthServer, form: URLSearchParams, generic: boolean): OutgoingResponse {
  const { credentials } = server;
  switch (form.get('grant_type')) {
    case 'authorization_code': {
      checkClient(server, form);
      const grant = credentials.redeem(
        form.get('code') ?? '',
        form.get('redirect_uri') ?? '',
        form.get('code_verifier'),
      );
      checkUser(server, grant.user);
      return answer(server, grant.user, grant.scopes, grant.id, grant.refreshToken);
    }
    case 'refresh_token': {
      checkClient(server, form);
      const grant = credentials.refresh(form.get('refresh_token') ?? '');
      checkUser(server, grant.user);
      const fresh = server.org.settings.rotateRefreshTokens ? grant.refreshToken : null;
      return answer(server, grant.user, grant.scopes, grant.id, fresh);
    }
    case 'client_credentials': {
      if (generic) throw oauthError('invalid_grant', 'request not supported on this domain');
      checkClient(server, form);
      const { runAs } = credentials.app;
      if (runAs === null) throw oauthError('invalid_grant', 'no client credentials user enabled');
      return answer(server, userNamed(server, runAs), credentials.app.scopes, null, null);
    }
    case 'urn:ietf:params:oauth:grant-type:jwt-bearer': {
      const now = server.org.clock.base();
      const name = assertedUser(
        form.get('assertion') ?? '',
        credentials.app,
        audiences(server),
        now,
      );
      const allowed = credentials.app.preauthorized;
      if (credentials.blocked || (allowed !== null && !allowed.includes(name))) {
        throw oauthError('invalid_grant', "user hasn't approved this consumer");
      }
      return answer(server, userNamed(server, name), credentials.app.scopes, null, null);
    }
    default:
      throw oauthError('unsupported_grant_type', 'grant type not supported');
  }
}

function audiences(server: OAuthServer): string[] {
  const host = server.sandbox ? 'https://test.salesforce.com' : 'https://login.salesforce.com';
  return [host, server.loginUrl(), server.url()];
}

function checkClient({ credentials }: OAuthServer, form: URLSearchParams): void {
  if (form.get('client_id') !== credentials.app.clientId) {
    throw oauthError('invalid_client_id', 'client identifier invalid');
  }
  if (form.get('client_secret') !== credentials.app.clientSecret) {
    throw oauthError('invalid_client', 'invalid client credentials');
  }
  if (credentials.blocked) throw oauthError('invalid_grant', 'app blocked by admin');
}

function userNamed(server: OAuthServer, name: string): string {
  for (const { id, values } of server.org.records.all('User').values()) {
    if (String(values.Username).toLowerCase() !== name.toLowerCase()) continue;
    checkUser(server, id);
    return id;
  }
  throw oauthError('invalid_grant', 'authentication failure');
}

function checkUser({ org }: OAuthServer, user: string): void {
  if (org.get('User', user)?.values.IsActive !== true) {
    throw oauthError('invalid_grant', 'inactive user');
  }
}

function answer(
  server: OAuthServer,
  user: string,
  scopes: readonly string[],
  grant: string | null,
  refreshToken: string | null,
): OutgoingResponse {
  const { credentials, org } = server;
  const session = credentials.issue(user, scopes, grant);
  const id = `${server.loginUrl()}/id/${org.id}/${user}`;
  const issuedAt = String(org.clock.now());
  const keeps = scopes.includes('refresh_token') || scopes.includes('offline_access');
  return {
    status: 200,
    body: {
      access_token: session.token,
      ...(refreshToken !== null && keeps ? { refresh_token: refreshToken } : {}),
      signature: credentials.sign(id, issuedAt),
      scope: scopes.join(' '),
      instance_url: server.url(),
      id,
      token_type: 'Bearer',
      issued_at: issuedAt,
    },
  };
}

function revoke({ credentials }: OAuthServer, form: URLSearchParams): OutgoingResponse {
  if (credentials.revoke(form.get('token') ?? '')) return { status: 200 };
  throw oauthError('unsupported_token_type', 'this token type is not supported');
}

function sessionOf({ credentials }: OAuthServer, request: IncomingRequest): Session {
  const token = bearerOf(request.headers.authorization) ?? request.query.get('oauth_token') ?? '';
  const session = credentials.session(token);
  if (!session) throw plain(403, 'Bad_OAuth_Token');
  return session;
}

function identity(server: OAuthServer, request: IncomingRequest): OutgoingResponse {
  const session = sessionOf(server, request);
  const [, , org, user] = request.path.split('/');
  if (org !== server.org.id || user !== session.user) {
    throw plain(404, 'Bad_Id');
  }
  return {
    status: 200,
    body: identityOf(server.org, session.user, server.url(), server.loginUrl()),
  };
}

/** The identity service refuses in plain words. */
function plain(status: number, word: string): Refusal {
  return new Refusal(status, word, word, word, { 'content-type': 'text/html;charset=utf-8' });
}
