import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import type { DatabaseLog } from './contract.js';
import { type DatabaseUser, databaseUser, giveTo, mayUse } from './user.js';

/** Where one embedded database keeps its files, and who runs it. */
export interface Place {
  readonly user: DatabaseUser | undefined;
  /** Owned by the database's user, 0700. */
  readonly home: string;
  /** PostgreSQL's own data directory. */
  readonly data: string;
  readonly logFile: string;
  readonly passwordFile: string;
  /** Held while the database is initialised, started or stopped. */
  readonly lockFile: string;
}

/** Where root keeps databases whose data folder the database's user cannot reach. */
const SYSTEM_FOLDER = '/var/lib/plumbline';

function unusable(folder: string, error: unknown): never {
  throw new PlumblineError(
    'data-dir-unusable',
    `The data folder ${folder} cannot be used: ${messageOf(error)}. Give its path in DATA_DIR and let this user write there.`,
    { cause: error },
  );
}

function makePrivate(folder: string, mode: number): void {
  try {
    mkdirSync(folder, { recursive: true, mode });
  } catch (error) {
    unusable(folder, error);
  }
}

/** Lets the database's user pass through the data folder; its files stay closed by their own modes. */
function openToPass(dataDir: string, user: DatabaseUser | undefined): boolean {
  if (mayUse(user, ['-x', dataDir])) return true;
  chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  return mayUse(user, ['-x', dataDir]);
}

function checkOwner(home: string, dataDir: string): void {
  const uid = process.getuid?.();
  const owner = statSync(home, { throwIfNoEntry: false })?.uid;
  if (uid === undefined || uid === 0 || owner === undefined || owner === uid) return;
  throw new PlumblineError(
    'data-dir-owner',
    `The database in ${home} belongs to user ${owner}, this process runs as user ${uid}. Start Plumbline as the user who started it first, or give the folder away: chown -R ${uid} ${dataDir}`,
  );
}

function homeFolder(
  folder: string,
  inData: string,
  inSystem: string,
  user: DatabaseUser | undefined,
  log: DatabaseLog,
): string {
  if (existsSync(inSystem) && !existsSync(inData)) return inSystem;
  if (openToPass(folder, user)) return inData;
  log.info('The database user cannot reach the data folder; the database has a folder of its own', {
    user: user?.name,
    dataDir: folder,
    folder: inSystem,
  });
  makePrivate(path.dirname(inSystem), 0o755);
  return inSystem;
}

/**
 * Makes the folders of the embedded database of a data folder. Throws `data-dir-unusable` or
 * `data-dir-owner`, both with the way out.
 */
export function preparePlace(
  dataDir: string,
  log: DatabaseLog,
  systemFolder: string = SYSTEM_FOLDER,
): Place {
  const folder = path.resolve(dataDir);
  const key = createHash('sha256').update(folder).digest('hex').slice(0, 12);
  const inData = path.join(folder, 'postgres');
  const inSystem = path.join(systemFolder, key);
  makePrivate(folder, 0o700);
  const user = databaseUser([inData, inSystem]);
  const home = homeFolder(folder, inData, inSystem, user, log);
  checkOwner(home, folder);
  makePrivate(home, 0o700);
  giveTo(user, home);
  return {
    user,
    home,
    data: path.join(home, 'data'),
    logFile: path.join(home, 'server.log'),
    passwordFile: path.join(folder, 'database-password'),
    lockFile: path.join(folder, 'database.lock'),
  };
}
