import {
  chownSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries.js';
import { program } from './binaries.js';
import type { DatabaseLog } from './contract.js';
import type { Place } from './place.js';
import { type DatabaseUser, mayUse } from './user.js';

interface Link {
  /** Paths from the package's folder: `native/lib/libpq.so.5.18`. */
  readonly source: string;
  readonly target: string;
}

/** The links between library names, which npm packages cannot hold; an install script makes them. */
function readLinks(folder: string): readonly Link[] {
  const file = path.join(folder, 'pg-symlinks.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Link[]) : [];
}

const inside = (folder: string, link: string): string => path.join(path.dirname(folder), link);

function isComplete(folder: string): boolean {
  return readLinks(folder).every((link) => existsSync(inside(folder, link.target)));
}

function isReachable(binaries: Binaries, user: DatabaseUser | undefined): boolean {
  return mayUse(
    user,
    ['-x', program(binaries, 'postgres')],
    ['-r', path.join(binaries.folder, 'lib')],
    ['-r', path.join(binaries.folder, 'share', 'postgresql')],
  );
}

function makeLinks(folder: string): void {
  for (const { source, target } of readLinks(folder)) {
    const to = inside(folder, target);
    if (!existsSync(to)) symlinkSync(path.basename(source), to);
  }
}

function giveTree(user: DatabaseUser, folder: string): void {
  chownSync(folder, user.uid, user.gid);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (!entry.isSymbolicLink())
      chownSync(path.join(entry.parentPath, entry.name), user.uid, user.gid);
}

/** Removes copies made from other releases of the package. */
function removeOthers(home: string, keep: string): void {
  for (const name of readdirSync(home))
    if (name.startsWith('binaries-') && name !== keep)
      rmSync(path.join(home, name), { recursive: true, force: true });
}

/**
 * The server's programs as its user can run them: the package itself where it is complete and that
 * user may read it, else a copy beside the data. The caller holds the place's lock.
 */
export function runnableBinaries(binaries: Binaries, place: Place, log: DatabaseLog): Binaries {
  const reachable = isReachable(binaries, place.user);
  if (reachable && isComplete(binaries.folder)) return binaries;
  const name = `binaries-${binaries.version}`;
  const cache = path.join(place.home, name);
  // The links name their folder `native`, so the copy keeps it.
  const copy = { folder: path.join(cache, 'native'), version: binaries.version };
  if (existsSync(cache)) return copy;
  log.info('Copying the database programs beside the data', {
    reason: reachable
      ? 'the install script of the package did not run'
      : `the database user ${place.user?.name ?? ''} cannot read the package folder`,
    folder: cache,
  });
  const draft = `${cache}.new`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(binaries.folder, path.join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  makeLinks(path.join(draft, 'native'));
  if (place.user !== undefined) giveTree(place.user, draft);
  renameSync(draft, cache);
  removeOthers(place.home, name);
  return copy;
}
