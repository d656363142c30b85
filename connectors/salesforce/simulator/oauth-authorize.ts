import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { Refusal } from './errors.js';
import type { OAuthServer } from './oauth-server.js';

/**
 * The page on which a user lets the app in. It redirects at once, or shows a page with a link for each
 * answer. `simulator=deny` in the address stands for a user who says no.
 */
export function authorize(server: OAuthServer, request: IncomingRequest): OutgoingResponse {
  const { query } = request;
  const { app } = server.credentials;
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== app.clientId)
    throw page('invalid_client_id', 'client identifier invalid');
  const known = app.redirectUris === null || app.redirectUris.includes(redirectUri);
  if (!known || !/^https?:\/\//.test(redirectUri)) {
    throw page('redirect_uri_mismatch', 'redirect_uri must match configuration');
  }
  const back = (answer: Record<string, string>): OutgoingResponse => {
    const url = new URL(redirectUri);
    for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value);
    const state = query.get('state');
    if (state !== null) url.searchParams.set('state', state);
    return { status: 302, headers: { location: url.href } };
  };
  const refuse = (error: string, error_description: string) => back({ error, error_description });
  if (query.get('response_type') !== 'code') {
    return refuse('unsupported_response_type', 'response type not supported');
  }
  if (server.credentials.blocked)
    return refuse('OAUTH_APP_BLOCKED', 'this app is blocked by admin');
  const challenge = query.get('code_challenge');
  const problem = challengeProblem(server, challenge, query.get('code_challenge_method'));
  if (problem !== undefined) return refuse('invalid_request', problem);
  const scopes = (query.get('scope') ?? 'api refresh_token id').split(/\s+/).filter(Boolean);
  if (scopes.some((scope) => !app.scopes.includes(scope))) {
    return refuse('invalid_scope', 'the requested scope is not allowed');
  }
  if (query.get('simulator') === 'deny') {
    return refuse('access_denied', 'end-user denied authorization');
  }
  if (server.org.settings.authorizePage === 'page' && query.get('simulator') !== 'allow') {
    return choices(request);
  }
  const user = [...server.org.records.all('User').values()].find(
    ({ values }) => values.Username === server.consentUser,
  );
  if (!user) return refuse('OAUTH_APP_ACCESS_DENIED', 'user is not admin approved');
  return back({
    code: server.credentials.code({ user: user.id, redirectUri, challenge, scopes }),
  });
}

function challengeProblem(
  server: OAuthServer,
  challenge: string | null,
  method: string | null,
): string | undefined {
  if (challenge === null) {
    return server.org.settings.requirePkce ? 'missing required code challenge' : undefined;
  }
  if (method !== 'S256') return 'code challenge method must be S256';
  return /^[A-Za-z0-9_-]{43}$/.test(challenge) ? undefined : 'invalid code challenge';
}

function page(error: string, description: string): Refusal {
  const html = `<html><body><h1>${error}</h1><p>${description}</p></body></html>`;
  return new Refusal(400, error, description, html, { 'content-type': 'text/html;charset=utf-8' });
}

function choices({ path, query }: IncomingRequest): OutgoingResponse {
  const link = (answer: string): string => {
    const with_ = new URLSearchParams(query);
    with_.set('simulator', answer);
    return `${path}?${with_.toString()}`.replaceAll('&', '&amp;');
  };
  return {
    status: 200,
    headers: { 'content-type': 'text/html;charset=utf-8' },
    body: `<html><body><h1>Allow access?</h1><a href="${link('allow')}">Allow</a> <a href="${link('deny')}">Deny</a></body></html>`,
  };
}
