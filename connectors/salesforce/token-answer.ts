/** Salesforce's token endpoint: every grant posts a form there and gets the same answer. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { CrmError } from '../../src/lead/crm-error.js';
import { type Answer, fetchAnswer, isSuccess } from '../kit/answer.js';
import { objectOf, textOf } from '../kit/json.js';
import { tokenFailure } from './token-errors.js';

/** Wait for an answer where the caller names none, milliseconds. */
export const TOKEN_TIMEOUT_MS = 20_000;

/**
 * Salesforce never says how long a token lasts: the org's session timeout ends it, use prolongs it, and a
 * refused call tells. It is renewed within a week all the same: a refresh token that rests for 30 days dies.
 */
export const TOKEN_LIFE_MS = 6 * 24 * 3_600_000;

/** Where tokens are asked for, and how long to wait. */
export interface TokenHost {
  readonly baseUrl: string;
  readonly timeoutMs: number;
}

/** A token answer, read and checked. */
export interface TokenAnswer {
  readonly accessToken: string;
  /** Only where the grant gives one, and with rotation a new one each time. */
  readonly refreshToken?: string;
  /** Where this org's API is; it is never derived. */
  readonly instanceUrl: string;
  /** The org's id, 18 characters. */
  readonly portal: string;
  /** The id of the user whom the calls run as, 18 characters. */
  readonly user: string;
  readonly scopes: readonly string[];
}

/**
 * Asks for a token. `secret` is the app's, which signs the answer; null where the grant knows none.
 * @throws CrmError
 */
export async function requestToken(
  host: TokenHost,
  operation: string,
  form: Readonly<Record<string, string>>,
  secret: string | null,
): Promise<TokenAnswer> {
  const answer = await postForm(host, 'token', operation, form);
  if (!isSuccess(answer)) throw tokenFailure(answer, operation);
  return readAnswer(answer.body, secret);
}

/** Plain fetch: jsforce's own waits half an hour and cannot be cut. */
export async function postForm(
  { baseUrl, timeoutMs }: TokenHost,
  endpoint: string,
  operation: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  try {
    return await fetchAnswer(`${baseUrl.replace(/\/+$/, '')}/services/oauth2/${endpoint}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams(form).toString(),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (cause) {
    throw new CrmError(
      'transient',
      `Salesforce could not be reached at ${new URL(baseUrl).origin} for the ${operation}.`,
      {
        cause,
      },
    );
  }
}

function readAnswer(body: unknown, secret: string | null): TokenAnswer {
  const answer = objectOf(body);
  const accessToken = textOf(answer.access_token);
  const instanceUrl = originOf(textOf(answer.instance_url));
  const id = textOf(answer.id) ?? '';
  const [, portal, user] = /\/id\/(00D\w{15})\/(005\w{15})$/.exec(id) ?? [];
  if (!accessToken || !instanceUrl || !portal || !user) {
    throw new CrmError(
      'transient',
      'Salesforce answered the token request without a token, an instance or an identity.',
    );
  }
  if (secret !== null) verifySignature(answer, id, secret);
  const refreshToken = textOf(answer.refresh_token);
  return {
    accessToken,
    ...(refreshToken !== undefined && refreshToken !== '' && { refreshToken }),
    instanceUrl,
    portal,
    user,
    scopes: (textOf(answer.scope) ?? '').split(' ').filter((scope) => scope !== ''),
  };
}

/** Anything but an https origin would take the token elsewhere; a simulator may be on this machine. */
function originOf(text: string | undefined): string | undefined {
  if (text === undefined || !URL.canParse(text)) return undefined;
  const { protocol, hostname, origin } = new URL(text);
  const local = hostname === 'localhost' || hostname === '127.0.0.1';
  return protocol === 'https:' || (protocol === 'http:' && local) ? origin : undefined;
}

/** `signature` is the HMAC-SHA256 of `id` and `issued_at` by the app's secret, in base64. */
function verifySignature(
  answer: Readonly<Record<string, unknown>>,
  id: string,
  secret: string,
): void {
  const issued = textOf(answer.issued_at) ?? '';
  const expected = createHmac('sha256', secret).update(`${id}${issued}`).digest();
  const given = Buffer.from(textOf(answer.signature) ?? '', 'base64');
  if (given.length === expected.length && timingSafeEqual(given, expected)) return;
  throw new CrmError(
    'refused',
    "Salesforce's token answer is not signed with the app's consumer secret; check the secret, and that the login address is Salesforce's.",
  );
}
