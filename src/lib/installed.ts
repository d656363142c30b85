import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from './root.js';

/**
 * Reads a file of `config/`, named from the installation's folder (`config/lists/rivals.txt`). Documents of
 * a workspace may name lists; nothing else of the machine is theirs to read.
 * @throws Error when the name leads out of `config/`, or when there is no such file
 */
export function readInstalled(name: string, root: string = packageRoot()): string {
  const folder = path.join(root, 'config') + path.sep;
  const file = path.resolve(root, name);
  if (!file.startsWith(folder)) throw new Error('only files of config/ can be named');
  return readFileSync(file, 'utf8');
}
