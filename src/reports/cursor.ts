/** Where a page of a list ended, as text that only the list itself reads. */
import { PlumblineError } from '../lib/errors.js';

export type Key = readonly (string | number)[];

export function writeCursor(key: Key): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url');
}

/**
 * Reads what `writeCursor` wrote; `types` tells what its parts must be. Throws `bad-cursor` (400) for
 * anything else.
 */
export function readCursor(text: string, types: readonly ('string' | 'number')[]): Key {
  try {
    const key: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(key) && key.length === types.length) {
      if (types.every((type, place) => typeof key[place] === type)) return key as Key;
    }
  } catch {
    // Said below.
  }
  throw new PlumblineError(
    'bad-cursor',
    'The cursor is not one that this list gave out for this order; begin again without it.',
    { status: 400 },
  );
}
