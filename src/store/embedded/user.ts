import { spawnSync } from 'node:child_process';
import { chownSync, readFileSync, statSync } from 'node:fs';
import { PlumblineError } from '../../lib/errors.js';

/** The operating system's user that the database server runs under. */
export interface DatabaseUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In order of preference; the last stands in for an ordinary user in nearly every image. */
const CANDIDATES = ['plumbline', 'postgres', 'nobody'];

/** The ordinary user of that name or number in the system's list. */
function lookUp(user: string): DatabaseUser | undefined {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name = '', , id = '', group = ''] = line.split(':');
    const uid = Number(id) >>> 0; // macOS writes nobody as -2
    if ((name === user || id === user) && uid !== 0) return { name, uid, gid: Number(group) >>> 0 };
  }
  return undefined;
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

/** What a user needs of a path: to read it, or to enter or run it. */
export type Use = readonly ['-r' | '-x', string];

/** Whether the user may use all the paths so, asked of the system itself. */
export function mayUse(user: DatabaseUser | undefined, ...uses: readonly Use[]): boolean {
  if (user === undefined) return true;
  const args = uses.flatMap(([flag, path], index) => [...(index > 0 ? ['-a'] : []), flag, path]);
  return spawnSync('test', args, { ...asUser(user), cwd: '/' }).status === 0;
}

export function giveTo(user: DatabaseUser | undefined, path: string): void {
  if (user !== undefined) chownSync(path, user.uid, user.gid);
}
