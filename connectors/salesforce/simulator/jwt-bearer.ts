import { createPublicKey, verify } from 'node:crypto';
import { oauthError } from './errors.js';
import type { AppSpec } from './options.js';

/** An assertion may end at most this far ahead, s; sources say three or five minutes. */
const LONGEST = 180;
const TOLERANCE = 10;

/** The user name that a signed assertion stands for. @throws Refusal as the token endpoint words it. */
export function assertedUser(
  assertion: string,
  app: AppSpec,
  audiences: readonly string[],
  nowMs: number,
): string {
  const [head = '', body = '', signature = ''] = assertion.split('.');
  const header = part(head);
  const claims = part(body);
  if (header.alg !== 'RS256') throw oauthError('invalid_grant', 'invalid assertion');
  if (claims.iss !== app.clientId) {
    throw oauthError('invalid_client_id', 'client identifier invalid');
  }
  if (app.certificate === null || !signed(app.certificate, `${head}.${body}`, signature)) {
    throw oauthError('invalid_grant', 'invalid assertion');
  }
  if (typeof claims.aud !== 'string' || !audiences.includes(claims.aud)) {
    throw oauthError('invalid_grant', 'audience is invalid');
  }
  const left = Number(claims.exp) - nowMs / 1000;
  if (!(left > 0)) throw oauthError('invalid_grant', 'expired assertion');
  if (left > LONGEST + TOLERANCE) throw oauthError('invalid_grant', 'invalid assertion');
  if (typeof claims.sub !== 'string') throw oauthError('invalid_grant', 'invalid assertion');
  return claims.sub;
}

function part(text: string): Record<string, unknown> {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as Record<string, unknown>;
  } catch {
    throw oauthError('invalid_grant', 'invalid assertion');
  }
}

function signed(certificate: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey(certificate);
    return verify('RSA-SHA256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
  } catch {
    return false;
  }
}
