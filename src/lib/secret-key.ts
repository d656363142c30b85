import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { type RandomBytes, systemRandomBytes } from './crypto.js';
import { PlumblineError } from './errors.js';

const FILE = 'secret-key';

async function read(path: string): Promise<string | null> {
  try {
    return (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * The secret key of this installation, made once in the data folder (file `secret-key`, mode 0600).
 * Safe when two processes start at once: the file appears whole, and the first one's key is everybody's.
 * Throws a `PlumblineError` (`bad-secret-key`) when the file holds no key.
 */
export async function ensureSecretKey(
  dataDir: string,
  random: RandomBytes = systemRandomBytes,
): Promise<string> {
  const path = join(dataDir, FILE);
  if ((await read(path)) === null) {
    await mkdir(dataDir, { recursive: true });
    const draft = `${path}.${Buffer.from(random(6)).toString('hex')}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(`${Buffer.from(random(32)).toString('base64url')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
    try {
      await link(draft, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      await unlink(draft);
    }
  }
  const key = await read(path);
  if (!key || key.length < 32) {
    throw new PlumblineError(
      'bad-secret-key',
      `${path} does not hold a key of at least 32 characters. Restore it from a backup; if there is none, delete it and connect the accounts again.`,
    );
  }
  return key;
}
