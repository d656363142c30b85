/** Tokens without a person at a browser: client credentials, and an assertion signed by a private key. */
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { CrmError } from '../../src/lead/crm-error.js';
import type { Install } from '../connector.js';
import {
  requestToken,
  TOKEN_TIMEOUT_MS,
  type TokenAnswer,
  type TokenHost,
} from './token-answer.js';

const PRODUCTION = 'https://login.salesforce.com';
const SANDBOX = 'https://test.salesforce.com';

/** An assertion lives this long; Salesforce takes three minutes at most. */
const ASSERTION_SECONDS = 150;

/** The hosts that everybody shares: they cannot know which org's app it is. */
const SHARED_HOST = /^https:\/\/(login|test)\.salesforce\.com\/*$/;

/** A token by the fields of a way; it holds until Salesforce refuses it. */
export const grant: NonNullable<Install['grant']> = async (options) => {
  const { baseUrl, way, fields, now, timeoutMs = TOKEN_TIMEOUT_MS } = options;
  const { clientId = '', clientSecret = '', username = '', privateKey = '' } = fields;
  const host = { baseUrl, timeoutMs };
  try {
    const { accessToken, instanceUrl, portal, scopes } = await (way === 'jwt'
      ? grantByAssertion(host, { clientId, username, privateKey }, now)
      : grantByClient(host, { clientId, clientSecret }));
    return { accessToken, instanceUrl, portal, scopes };
  } catch (error) {
    // There is nothing else in a grant than the credentials: what refuses it, refuses them.
    if (!(error instanceof CrmError) || error.kind !== 'refused') throw error;
    const { message, details } = error;
    throw new CrmError('reconnect', message, { details, cause: error });
  }
};

/**
 * Client credentials: runs as the user whom the admin chose in the app's policies.
 * @throws CrmError
 */
export async function grantByClient(
  host: TokenHost,
  app: { readonly clientId: string; readonly clientSecret: string },
): Promise<TokenAnswer> {
  if (SHARED_HOST.test(host.baseUrl)) {
    throw new CrmError(
      'refused',
      "Client credentials need the org's own address: give its My Domain, https://<name>.my.salesforce.com.",
    );
  }
  const form = {
    grant_type: 'client_credentials',
    client_id: app.clientId,
    client_secret: app.clientSecret,
  };
  return requestToken(host, 'client credentials', form, app.clientSecret);
}

/** What a JWT bearer assertion is made of. */
export interface Assertion {
  readonly clientId: string;
  readonly username: string;
  /** PEM, PKCS#8 or PKCS#1, unencrypted; its certificate was uploaded to the app. */
  readonly privateKey: string;
}

/**
 * JWT bearer: runs as the named user, who must be allowed to use the app beforehand.
 * @throws CrmError
 */
export async function grantByAssertion(
  host: TokenHost,
  assertion: Assertion,
  now: number,
): Promise<TokenAnswer> {
  const form = {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: signAssertion(assertion, host.baseUrl, now),
  };
  return requestToken(host, 'signed assertion', form, null);
}

/** @returns the signed JWT (RS256). */
export function signAssertion(
  { clientId, username, privateKey }: Assertion,
  baseUrl: string,
  now: number,
): string {
  const claims = {
    iss: clientId,
    sub: username,
    aud: audienceOf(baseUrl),
    exp: Math.floor(now / 1_000) + ASSERTION_SECONDS,
  };
  const parts = [{ alg: 'RS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signed = parts.join('.');
  const signature = sign('sha256', Buffer.from(signed), keyOf(privateKey)).toString('base64url');
  return `${signed}.${signature}`;
}

/** The audience is one of the two shared hosts, whichever address the token is asked for at. */
function audienceOf(baseUrl: string): string {
  const { hostname } = new URL(baseUrl);
  const sandbox = hostname === 'test.salesforce.com' || hostname.includes('.sandbox.');
  return sandbox ? SANDBOX : PRODUCTION;
}

function keyOf(pem: string): KeyObject {
  let key: KeyObject | undefined;
  try {
    key = createPrivateKey(pem);
  } catch {
    // The cause may quote the key.
  }
  if (key?.asymmetricKeyType === 'rsa') return key;
  throw new CrmError(
    'refused',
    'The private key is no unencrypted RSA key in PEM form (-----BEGIN PRIVATE KEY-----); give the one that belongs to the certificate uploaded to the app.',
  );
}
