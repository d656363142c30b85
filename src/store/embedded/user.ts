import { spawnSync } from 'node:child_process';
import { chownSync, statSync } from 'node:fs';
import { PlumblineError } from '../../lib/errors.js';

/** The operating system's user that the database server runs under. */
export interface DatabaseUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference; the last stands in for an ordinary user in nearly every image. */
const CANDIDATES = ['plumbline', 'postgres', 'nobody'];

function ask(flag: '-u' | '-g' | '-un', user: string): string | undefined {
  const { status, stdout } = spawnSync('id', [flag, user], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}

/** `user` is a name or a number. */
function lookUp(user: string): DatabaseUser | undefined {
  const uid = Number(ask('-u', user) ?? 0);
  const gid = Number(ask('-g', user) ?? 0);
  return uid === 0 ? undefined : { name: ask('-un', user) ?? user, uid, gid };
}

function ownerOf(folder: string): DatabaseUser | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat === undefined || stat.uid === 0 ? undefined : lookUp(String(stat.uid));
}

/**
 * As root: an ordinary user, because PostgreSQL refuses to run as root. Undefined for everybody
 * else, who runs the server as himself. The owner of the first existing one of `folders` stays the
 * choice at every later start.
 */
export function databaseUser(
  folders: readonly string[],
  candidates: readonly string[] = CANDIDATES,
  uid: number | undefined = process.getuid?.(),
): DatabaseUser | undefined {
  if (uid !== 0) return undefined;
  const isUser = (found: DatabaseUser | undefined) => found !== undefined;
  const user = folders.map(ownerOf).find(isUser) ?? candidates.map(lookUp).find(isUser);
  if (user === undefined)
    throw new PlumblineError(
      'no-database-user',
      'PostgreSQL does not run as root and no ordinary user was found for it. Start Plumbline as another user, or make one: useradd --system plumbline',
    );
  return user;
}

/** Options for a child process under that user. */
export function asUser(user: DatabaseUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid };
}

/** Whether the user may read (`-r`) or enter and run (`-x`) the path, asked of the system itself. */
export function mayUse(user: DatabaseUser | undefined, flag: '-r' | '-x', path: string): boolean {
  if (user === undefined) return true;
  return spawnSync('test', [flag, path], { ...asUser(user), cwd: '/' }).status === 0;
}

export function giveTo(user: DatabaseUser | undefined, path: string): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}
