import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json, config/ and mappings/: the same from sources and from dist. */
export function packageRoot(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  while (!existsSync(join(folder, 'mappings'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new Error('the folders config/ and mappings/ are missing');
    folder = parent;
  }
  return folder;
}
