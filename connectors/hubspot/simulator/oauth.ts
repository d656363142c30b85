import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { ACCESS_SECONDS, type Credentials, type Installation, tokenError } from './credentials.js';
import { notFound, Refusal } from './errors.js';
import type { Settings } from './settings.js';

export interface OAuthServer {
  readonly credentials: Credentials;
  readonly settings: Settings;
  /** The portal that an installer sees first. */
  readonly defaultPortal: string;
  readonly portals: readonly string[];
  /** Of the installing person. */
  readonly user: { readonly id: number; readonly email: string };
}

/** The OAuth paths in all spellings; undefined for any other path (HubSpot docs: Manage OAuth access tokens). */
export function oauthOperation(method: string, path: string): string | undefined {
  if (method === 'GET' && /^\/oauth\/(\d+\/)?authorize$/.test(path)) return 'oauth.authorize';
  const dated = path.match(/^\/oauth\/(v1|v3|2026-03|2026-09)\/token(\/introspect|\/revoke)?$/);
  if (method === 'POST' && dated) {
    if (dated[1] === 'v1' && dated[2]) return undefined;
    return `oauth.token${(dated[2] ?? '').replace('/', '.')}`;
  }
  if (/^\/oauth\/v1\/access-tokens\/[^/]+$/.test(path) && method === 'GET')
    return 'oauth.token.introspect';
  if (/^\/oauth\/v1\/refresh-tokens\/[^/]+$/.test(path)) {
    if (method === 'GET') return 'oauth.token.introspect';
    if (method === 'DELETE') return 'oauth.token.revoke';
  }
  return undefined;
}

/** Answers an OAuth call. @throws Refusal with HubSpot's token error body. */
export function oauthCall(
  server: OAuthServer,
  request: IncomingRequest,
  operation: string,
): OutgoingResponse {
  if (operation === 'oauth.authorize') return authorize(server, request);
  if (request.path.startsWith('/oauth/v1/') && request.method !== 'POST')
    return v1Token(server, request);
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) {
    throw new Refusal(415, { message: 'The body must be application/x-www-form-urlencoded' });
  }
  const form = new URLSearchParams(request.body.toString('utf8'));
  checkClient(server, form);
  if (operation === 'oauth.token.introspect') return introspect(server, form);
  if (operation === 'oauth.token.revoke') return revoke(server, form);
  return token(server, form);
}

function checkClient({ credentials }: OAuthServer, form: URLSearchParams): void {
  if (form.get('client_id') !== credentials.app.clientId) {
    throw tokenError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
  }
  if (form.get('client_secret') !== credentials.app.clientSecret) {
    throw tokenError('invalid_client', 'BAD_CLIENT_SECRET', 'missing or invalid client secret');
  }
}

function token(server: OAuthServer, form: URLSearchParams): OutgoingResponse {
  const { credentials, user } = server;
  const grant = form.get('grant_type');
  if (grant === 'authorization_code') {
    const redirect = form.get('redirect_uri') ?? '';
    const installed = credentials.redeem(form.get('code') ?? '', redirect, user.id, user.email);
    return tokens(credentials, installed);
  }
  if (grant === 'refresh_token') {
    const installed = credentials.byRefreshToken(form.get('refresh_token') ?? '');
    if (!installed) {
      throw tokenError('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
    }
    return tokens(credentials, installed);
  }
  throw tokenError('unsupported_grant_type', 'BAD_GRANT_TYPE', 'missing or unknown grant type');
}

function tokens(credentials: Credentials, installed: Installation): OutgoingResponse {
  return {
    status: 200,
    body: {
      token_type: 'bearer',
      token_use: 'access_token',
      access_token: credentials.issueAccess(installed),
      refresh_token: installed.refreshToken,
      expires_in: ACCESS_SECONDS,
      hub_id: Number(installed.portal),
      scopes: installed.scopes,
      user_id: installed.userId,
    },
  };
}

function describe(server: OAuthServer, token: string): Record<string, unknown> | undefined {
  const { credentials } = server;
  const access = credentials.accessToken(token);
  const installed = access
    ? credentials.installations.get(access.portal)
    : credentials.byRefreshToken(token);
  if (!access && !installed) return undefined;
  const portal = access?.portal ?? installed?.portal ?? '';
  return {
    token,
    token_use: access ? 'access_token' : 'refresh_token',
    token_type: access ? 'access' : 'refresh',
    hub_id: Number(portal),
    hub_domain: `portal-${portal}.example`,
    user_id: installed?.userId ?? server.user.id,
    user: installed?.user ?? server.user.email,
    app_id: Number(credentials.app.appId),
    client_id: credentials.app.clientId,
    scopes: access?.scopes ?? installed?.scopes ?? [],
    ...(access ? { expires_in: access.expiresIn, is_private_distribution: false } : {}),
  };
}

function introspect(server: OAuthServer, form: URLSearchParams): OutgoingResponse {
  const token = form.get('token') ?? form.get('access_token') ?? form.get('refresh_token') ?? '';
  const described = describe(server, token);
  return { status: 200, body: described ? { active: true, ...described } : { active: false } };
}

function revoke(server: OAuthServer, form: URLSearchParams): OutgoingResponse {
  server.credentials.revoke(form.get('token') ?? form.get('refresh_token') ?? '');
  return { status: 200 };
}

function v1Token(server: OAuthServer, request: IncomingRequest): OutgoingResponse {
  const token = decodeURIComponent(request.path.split('/').at(-1) ?? '');
  if (request.method === 'DELETE') {
    server.credentials.revoke(token);
    return { status: 204 };
  }
  const described = describe(server, token);
  if (!described) throw notFound('token not found');
  const { client_id: _clientId, ...rest } = described;
  return { status: 200, body: rest };
}

/** The consent step: without a browser's person, the answer is yes unless `deny=1` is in the query. */
function authorize(server: OAuthServer, request: IncomingRequest): OutgoingResponse {
  const { app } = server.credentials;
  const { query } = request;
  const redirect = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== app.clientId) return page(400, 'The client ID is unknown.');
  if (!redirectAllowed(app.redirectUris, redirect)) {
    return page(400, 'The redirect URI is not one of those that the app declares.');
  }
  const portal = request.path.match(/^\/oauth\/(\d+)\/authorize$/)?.[1] ?? server.defaultPortal;
  if (!server.portals.includes(portal)) return page(404, `There is no account ${portal}.`);
  const asked = words(query.get('scope'));
  const optional = words(query.get('optional_scope'));
  const missing = app.requiredScopes.filter((scope) => !asked.includes(scope));
  if (missing.length > 0) return page(400, `Required scopes are missing: ${missing.join(' ')}`);
  const unknown = [...asked, ...optional].filter(
    (scope) => !app.requiredScopes.includes(scope) && !app.optionalScopes.includes(scope),
  );
  if (unknown.length > 0)
    return page(400, `The app does not declare these scopes: ${unknown.join(' ')}`);
  const target = new URL(redirect);
  if (query.get('deny') === '1') {
    target.searchParams.set('error', 'access_denied');
    target.searchParams.set('error_description', 'The installer refused.');
  } else {
    const scopes = [...new Set([...asked, ...optional])];
    target.searchParams.set('code', server.credentials.issueCode(portal, scopes, redirect));
  }
  const state = query.get('state');
  if (state !== null) target.searchParams.set('state', state);
  if (server.settings.authorizePage === 'redirect') {
    return { status: 302, headers: { location: target.href } };
  }
  const href = target.href.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return page(200, `Account ${portal}: <a id="grant" href="${href}">Connect app</a>`);
}

function redirectAllowed(declared: readonly string[] | null, redirect: string): boolean {
  if (declared !== null) return declared.includes(redirect);
  return /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/.test(redirect);
}

function words(list: string | null): string[] {
  return (list ?? '').split(' ').filter((word) => word !== '');
}

function page(status: number, text: string): OutgoingResponse {
  return {
    status,
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: `<!doctype html><title>Simulated HubSpot</title><p>${text}</p>`,
  };
}
