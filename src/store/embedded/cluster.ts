import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PlumblineError } from '../../lib/errors.js';
import { type Binaries, majorOf, program } from './binaries.js';
import type { Place } from './place.js';
import { asUser, giveTo } from './user.js';

/** The role and the database in every embedded cluster. */
export const ROLE = 'plumbline';

/** Nothing of the caller's environment reaches the server: no PG* variable, no locale. */
export const SERVER_ENVIRONMENT = { LC_ALL: 'C', TZ: 'UTC' };

function run(place: Place, file: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      ...asUser(place.user),
      cwd: place.home,
      env: SERVER_ENVIRONMENT,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else
        reject(
          new PlumblineError(
            'database-program-failed',
            `${path.basename(file)} ended with ${code ?? signal}: ${output.trim().slice(-2000)}`,
          ),
        );
    });
  });
}

function checkMajor(place: Place, binaries: Binaries, has: number): void {
  const ships = majorOf(binaries.version);
  if (has === ships) return;
  const client = `-h 127.0.0.1 -p "$(sed -n 4p ${place.data}/postmaster.pid)" -U ${ROLE}`;
  const password = `PGPASSWORD="$(cat ${place.passwordFile})"`;
  throw new PlumblineError(
    'database-major-version',
    [
      `The database in ${place.data} was made by PostgreSQL ${has}; this Plumbline brings PostgreSQL ${ships}, which cannot open it. Nothing was changed. The way out:`,
      `1. Start the former Plumbline and dump: ${password} pg_dump ${client} -Fc -f plumbline.dump ${ROLE}`,
      `2. Stop it, move ${place.home} away, start this Plumbline.`,
      `3. Load the dump: ${password} pg_restore ${client} --clean --if-exists -d ${ROLE} plumbline.dump`,
    ].join('\n'),
  );
}

/** The password made at the first start. Throws `database-password` when the file is gone. */
export function readPassword(place: Place): string {
  if (!existsSync(place.passwordFile))
    throw new PlumblineError(
      'database-password',
      `The file ${place.passwordFile} is missing; it holds the password of the database in ${place.data}. Put it back from a backup of the data folder, or move ${place.home} away to begin with an empty database.`,
      { details: { home: place.home } },
    );
  return readFileSync(place.passwordFile, 'utf8').trim();
}

async function create(place: Place, binaries: Binaries): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const draft = `${place.data}.new`;
  const handOver = path.join(place.home, 'initial-password');
  // What a killed initdb left behind is worthless: only a finished cluster gets its final name.
  rmSync(draft, { recursive: true, force: true });
  rmSync(handOver, { force: true });
  writeFileSync(handOver, password, { mode: 0o600 });
  giveTo(place.user, handOver);
  try {
    await run(place, program(binaries, 'initdb'), [
      `--pgdata=${draft}`,
      `--username=${ROLE}`,
      `--pwfile=${handOver}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      // Byte order everywhere, but lower() and upper() know all letters, alike on every platform.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
    ]);
  } finally {
    rmSync(handOver, { force: true });
  }
  writeFileSync(place.passwordFile, `${password}\n`, { mode: 0o600 });
  renameSync(draft, place.data);
}

/**
 * Makes the cluster at the first start; later only checks that its major version is ours.
 * The caller holds the place's lock. True when the cluster was made now.
 */
export async function initialise(place: Place, binaries: Binaries): Promise<boolean> {
  const versionFile = path.join(place.data, 'PG_VERSION');
  if (existsSync(versionFile)) {
    checkMajor(place, binaries, Number.parseInt(readFileSync(versionFile, 'utf8'), 10));
    return false;
  }
  if (existsSync(place.data))
    throw new PlumblineError(
      'database-incomplete',
      `The folder ${place.data} exists but holds no database (PG_VERSION is missing). Move it away or restore it from a backup.`,
    );
  await create(place, binaries);
  return true;
}
