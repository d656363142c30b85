import { existsSync, writeFileSync } from 'node:fs';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import { UsageError } from '../io.js';

/** Refuses a file that is there already; asked before any work is done. */
export function refuseOverwrite(path: string | undefined, force: boolean): void {
  if (path !== undefined && !force && existsSync(path)) {
    throw new UsageError(
      `${path} is there already: name another file, or give --force to replace it.`,
    );
  }
}

export function putFile(path: string, content: string | Uint8Array): void {
  try {
    writeFileSync(path, content);
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such folder' : messageOf(error);
    throw new PlumblineError('cannot-write', `Cannot write ${path}: ${why}.`, { cause: error });
  }
}
