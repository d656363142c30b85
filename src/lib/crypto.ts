import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { PlumblineError } from './errors.js';

/** Gives n random bytes; passed in, so that tests own it. */
export type RandomBytes = (size: number) => Uint8Array;

export const systemRandomBytes: RandomBytes = (size) => randomBytes(size);

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

interface Key {
  readonly id: string;
  readonly sealing: Uint8Array;
  readonly hashing: Uint8Array;
}

/** One secret gives independent keys for sealing and hashing, and an id that tells nothing of them. */
function keyOf(secret: string): Key {
  const derive = (info: string, size: number) =>
    new Uint8Array(hkdfSync('sha256', secret, 'plumbline', info, size));
  return {
    id: Buffer.from(derive('key id', 6)).toString('base64url'),
    sealing: derive('seal', 32),
    hashing: derive('hash', 32),
  };
}

/** Joins parts without ambiguity: ["a", "bc"] and ["ab", "c"] differ. */
const joined = (parts: readonly string[]): Buffer => Buffer.from(JSON.stringify(parts));

export interface Keyring {
  /**
   * Encrypts a text with the current key (AES-256-GCM). `context` names the place it belongs to, e.g.
   * `['account', '17', 'refresh']`: opened elsewhere it is refused, so it cannot be moved to another row.
   */
  seal(text: string, context: readonly string[]): string;
  /** Throws a `PlumblineError` (`cannot-open`) when the key is unknown, the place another, or the text changed. */
  open(sealed: string, context: readonly string[]): string;
  /** What every text sealed with the current key begins with: another one is to be sealed anew. */
  readonly prefix: string;
  /** A keyed SHA-256, base64url: the same for the same parts, tells nothing without the key. */
  hash(parts: readonly string[]): string;
  /** The hash with every key, the current one first: what a former key wrote is still found. */
  hashes(parts: readonly string[]): readonly string[];
}

/** Keys made from secrets of at least 32 characters; the first seals, all open. */
export function createKeyring(
  current: string,
  previous: readonly string[] = [],
  random: RandomBytes = systemRandomBytes,
): Keyring {
  const key = keyOf(current);
  const prefix = `${VERSION}.${key.id}.`;
  const keys = [key, ...previous.map(keyOf)];
  const hashWith = (one: Key, parts: readonly string[]) =>
    createHmac('sha256', one.hashing).update(joined(parts)).digest('base64url');
  const additional = (keyId: string, context: readonly string[]) =>
    joined([VERSION, keyId, ...context]);

  return {
    seal(text, context) {
      const iv = random(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key.sealing, iv);
      cipher.setAAD(additional(key.id, context));
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      const packed = Buffer.concat([iv, cipher.getAuthTag(), body]);
      return prefix + packed.toString('base64url');
    },
    open(sealed, context) {
      const [version, keyId, packed, ...more] = sealed.split('.');
      const bytes = Buffer.from(packed ?? '', 'base64url');
      if (version !== VERSION || more.length > 0 || bytes.length < IV_BYTES + TAG_BYTES) {
        throw cannotOpen('it is not a sealed text of this version');
      }
      const found = keys.find((one) => one.id === keyId);
      if (!found) {
        throw cannotOpen(
          'another secret key sealed it; put that key into SECRET_KEY_PREVIOUS, or connect the account again',
        );
      }
      const iv = bytes.subarray(0, IV_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', found.sealing, iv, {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(additional(found.id, context));
      decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
      try {
        const body = bytes.subarray(IV_BYTES + TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
      } catch {
        throw cannotOpen('it was changed, or belongs to another place');
      }
    },
    prefix,
    hash: (parts) => hashWith(key, parts),
    hashes: (parts) => keys.map((one) => hashWith(one, parts)),
  };
}

function cannotOpen(why: string): PlumblineError {
  return new PlumblineError('cannot-open', `A stored secret cannot be opened: ${why}.`);
}

/** A random id, base64url; 16 bytes (22 characters) cannot be guessed nor collide. */
export function randomId(random: RandomBytes = systemRandomBytes, bytes = 16): string {
  return Buffer.from(random(bytes)).toString('base64url');
}
