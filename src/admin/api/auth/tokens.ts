/** Secrets that people and scripts carry. The database holds their hashes alone. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type RandomBytes, randomId } from '../../../lib/crypto.js';

/** 256 random bits: a plain hash of it tells nothing and cannot be guessed. */
export const makeToken = (random?: RandomBytes): string => randomId(random, 32);

export const hashToken = (token: string): string =>
  createHash('sha256').update(token).digest('base64url');

/** What a page shows to prove that it reads our answers: made of the session's token, stored nowhere. */
export const csrfOf = (token: string): string =>
  createHmac('sha256', token).update('csrf').digest('base64url');

export function sameText(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

export const KEY_MARK = 'plb_';
const KEY_PREFIX = KEY_MARK.length + 6;

export interface MadeKey {
  readonly secret: string;
  readonly prefix: string;
  readonly hash: string;
}

export function makeKey(random?: RandomBytes): MadeKey {
  const secret = `${KEY_MARK}${makeToken(random)}`;
  return { secret, prefix: secret.slice(0, KEY_PREFIX), hash: hashToken(secret) };
}
