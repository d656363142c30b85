import { CrmError } from '../../src/lead/crm-error.js';
import type { AppCredentials, Install, Tokens } from '../connector.js';
import { type Answer, fetchAnswer, isSuccess, retryAfter } from '../kit/answer.js';
import { arrayOf, idOf, objectOf, textOf } from '../kit/json.js';
import { withoutAddresses } from '../kit/quote.js';
import { declaration } from './definition.js';
import { projectFiles } from './project.js';
import { HUBSPOT_API_VERSION } from './version.js';

/** Wait for an answer where the caller names none, milliseconds. */
const TIMEOUT_MS = 20_000;

/** Answers of the token endpoints that mean: the account took the app away. */
const REVOKED = new Set(['BAD_REFRESH_TOKEN', 'BAD_HUB']);

export const install: Install = {
  authorizeUrl: ({ appUrl, clientId, redirectUri, state }) => {
    const query = Object.entries({
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: declaration.scopes.required.join(' '),
      optional_scope: declaration.scopes.optional.join(' '),
      state,
    }).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return `${appUrl.replace(/\/+$/, '')}/oauth/authorize?${query.join('&')}`;
  },
  async exchange({ baseUrl, app, redirectUri, code, now, timeoutMs = TIMEOUT_MS }) {
    const body = await post({ baseUrl, timeoutMs }, 'token', 'exchange of the code', {
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      ...credentials(app),
    });
    const tokens = tokensOf(body, undefined, now);
    const about = await introspect({ baseUrl, app, token: tokens.accessToken, timeoutMs });
    const portal = idOf(objectOf(body).hub_id) ?? about.portal;
    if (portal === undefined) {
      throw new CrmError(
        'transient',
        'HubSpot did not say which account was connected; try again.',
      );
    }
    const scopes = textsOf(objectOf(body).scopes);
    return {
      ...tokens,
      portal,
      scopes: scopes.length > 0 ? scopes : about.scopes,
      ...(about.appId !== undefined && { appId: about.appId }),
    };
  },
  async refresh({ baseUrl, app, refreshToken, now, timeoutMs = TIMEOUT_MS }) {
    const body = await post({ baseUrl, timeoutMs }, 'token', 'token refresh', {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
      ...credentials(app),
    });
    return tokensOf(body, refreshToken, now);
  },
  async leave({ baseUrl, app, accessToken, refreshToken, timeoutMs = TIMEOUT_MS }) {
    const answer = await request(
      'uninstall',
      `${baseUrl}/appinstalls/${HUBSPOT_API_VERSION}/external-install`,
      {
        method: 'DELETE',
        headers: { authorization: `Bearer ${accessToken}` },
      },
      timeoutMs,
    );
    // Already uninstalled, or the token is dead: what is left is to revoke.
    const gone = [401, 403, 404].includes(answer.status);
    if (!isSuccess(answer) && !gone) throw tokenFailure(answer, 'uninstall');
    try {
      await post({ baseUrl, timeoutMs }, 'token/revoke', 'token revocation', {
        token: refreshToken,
        token_type_hint: 'refresh_token',
        ...credentials(app),
      });
    } catch (error) {
      // Uninstalling may have revoked it.
      if (!(error instanceof CrmError) || error.kind !== 'reconnect') throw error;
    }
  },
  project: projectFiles,
  uploadSteps: [
    "Upload it with HubSpot's command line, from its folder:",
    '  npm install -g @hubspot/cli && hs account auth && hs project upload',
    'Open the app in HubSpot (hs project open), its tab Auth, and copy client id and client secret.',
  ],
};

export interface Introspection {
  readonly active: boolean;
  readonly portal?: string;
  readonly appId?: string;
  readonly scopes: readonly string[];
}

/** Whose token it is. The endpoint's guide and its schema name the token's field differently: both are sent. */
export async function introspect(options: {
  readonly baseUrl: string;
  readonly app: AppCredentials;
  readonly token: string;
  readonly timeoutMs?: number;
}): Promise<Introspection> {
  const { baseUrl, timeoutMs = TIMEOUT_MS } = options;
  const body = objectOf(
    await post({ baseUrl, timeoutMs }, 'token/introspect', 'token check', {
      token: options.token,
      access_token: options.token,
      token_type_hint: 'access_token',
      ...credentials(options.app),
    }),
  );
  const portal = idOf(body.hub_id);
  const appId = idOf(body.app_id);
  return {
    active: body.active !== false,
    scopes: textsOf(body.scopes),
    ...(portal !== undefined && { portal }),
    ...(appId !== undefined && { appId }),
  };
}

function credentials(app: AppCredentials): Record<string, string> {
  return { client_id: app.clientId, client_secret: app.clientSecret };
}

function textsOf(value: unknown): string[] {
  return arrayOf(value).filter((entry) => typeof entry === 'string');
}

function tokensOf(body: unknown, former: string | undefined, now: number): Tokens {
  const answer = objectOf(body);
  const accessToken = textOf(answer.access_token);
  const refreshToken = textOf(answer.refresh_token) ?? former;
  const seconds = Number(answer.expires_in);
  if (!accessToken || !refreshToken || !(seconds > 0)) {
    throw new CrmError('transient', 'HubSpot answered the token request without tokens.');
  }
  return { accessToken, refreshToken, expiresAt: now + seconds * 1_000 };
}

async function post(
  { baseUrl, timeoutMs }: { readonly baseUrl: string; readonly timeoutMs: number },
  endpoint: string,
  operation: string,
  form: Record<string, string>,
): Promise<unknown> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(form).toString(),
  };
  const url = `${baseUrl}/oauth/${HUBSPOT_API_VERSION}/${endpoint}`;
  const answer = await request(operation, url, init, timeoutMs);
  if (!isSuccess(answer)) throw tokenFailure(answer, operation);
  return answer.body;
}

async function request(
  operation: string,
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  timeoutMs: number,
): Promise<Answer> {
  try {
    return await fetchAnswer(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (cause) {
    throw new CrmError('transient', `HubSpot could not be reached for the ${operation}.`, {
      cause,
    });
  }
}

/**
 * Revoked by the account: connect again. Any other refusal is our own configuration and no reason to
 * disconnect anybody. Limits, locks and failures pass.
 */
function tokenFailure(answer: Answer, operation: string): CrmError {
  const body = objectOf(answer.body);
  const status = textOf(body.status) ?? '';
  const said = withoutAddresses(textOf(body.message) ?? textOf(body.error_description) ?? '');
  const details = { operation, status: answer.status, ...(status && { code: status }) };
  if (answer.status === 423 || answer.status === 429 || answer.status === 477) {
    const waitMs = retryAfter(answer) ?? (answer.status === 423 ? 2_000 : 10_000);
    return new CrmError('wait', `HubSpot asks to wait with the ${operation}.`, { waitMs, details });
  }
  if (answer.status >= 500 || answer.status < 400) {
    return new CrmError('transient', `HubSpot failed at the ${operation}.`, { details });
  }
  if (REVOKED.has(status) || (body.error === 'invalid_grant' && status !== 'BAD_AUTH_CODE')) {
    return new CrmError(
      'reconnect',
      'The app was removed from this HubSpot account; connect it again.',
      { details },
    );
  }
  return new CrmError(
    'refused',
    `HubSpot refused the ${operation}: ${said || status || `HTTP ${answer.status}`}. Check the app's client id, client secret and redirect address.`,
    { details },
  );
}
