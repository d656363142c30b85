import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PlumblineError } from '../../lib/errors.js';
import { type Binaries, program } from './binaries.js';
import { SERVER_ENVIRONMENT } from './cluster.js';
import type { DatabaseLog } from './contract.js';
import type { Place } from './place.js';
import { commandOf, isAlive } from './process-id.js';
import { asUser, giveTo } from './user.js';

/** What a running server writes into its postmaster.pid. */
export interface ServerFile {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

const STEP_MS = 10;
/** Recovery after a crash reads the log of changes again, which may take a while. */
const START_MS = 300_000;
const STOP_MS = 60_000;
const PORT_ATTEMPTS = 5;
const LOG_BYTES = 10_000_000;

/** Modest figures: the server shares a small machine with the app. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // Failed statements and details of broken keys hold people's data; the log must not.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export function readServerFile(place: Place): ServerFile | undefined {
  const file = path.join(place.data, 'postmaster.pid');
  let lines: string[];
  try {
    lines = readFileSync(file, 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number.parseInt(lines[0] ?? '', 10);
  const port = Number.parseInt(lines[3] ?? '', 10);
  return { pid, port, ready: lines[7]?.trim() === 'ready' };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

function logTail(place: Place, from: number): string {
  const bytes = readFileSync(place.logFile).subarray(from);
  return bytes.toString('utf8').trim().split('\n').slice(-20).join('\n');
}

/** Opens the log for appending; one that grew large is set aside first. */
function openLog(place: Place): { readonly fd: number; readonly size: number } {
  if ((statSync(place.logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES)
    renameSync(place.logFile, `${place.logFile}.1`);
  const fd = openSync(place.logFile, 'a', 0o600);
  giveTo(place.user, place.logFile);
  return { fd, size: statSync(place.logFile).size };
}

async function untilReady(place: Place, child: ChildProcess): Promise<ServerFile | undefined> {
  let failed: Error | undefined;
  child.once('error', (error) => {
    failed = error;
  });
  for (const until = Date.now() + START_MS; Date.now() < until; await pause(STEP_MS)) {
    if (failed !== undefined) throw failed;
    if (child.exitCode !== null || child.signalCode !== null) return undefined;
    const file = readServerFile(place);
    if (file?.ready && file.pid === child.pid) return file;
  }
  return undefined;
}

/**
 * Starts the server on a random loopback port, detached: it lives on when we are killed, and Ctrl-C
 * does not reach it. Throws `database-start` with the end of its log.
 */
export async function startServer(
  place: Place,
  binaries: Binaries,
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerFile> {
  for (let attempt = 1; ; attempt++) {
    const all = { ...SETTINGS, ...settings, port: String(await freePort()) };
    const log = openLog(place);
    const child = spawn(
      program(binaries, 'postgres'),
      [
        '-D',
        place.data,
        ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
      ],
      {
        ...asUser(place.user),
        cwd: place.home,
        env: SERVER_ENVIRONMENT,
        detached: true,
        windowsHide: true,
        stdio: ['ignore', log.fd, log.fd],
      },
    );
    closeSync(log.fd);
    child.unref();
    const file = await untilReady(place, child);
    if (file !== undefined) return file;
    const tail = logTail(place, log.size);
    if (attempt < PORT_ATTEMPTS && /could not (bind|create any TCP)/.test(tail)) continue;
    throw new PlumblineError(
      'database-start',
      `The embedded database in ${place.data} did not start. The end of ${place.logFile}:\n${tail}`,
    );
  }
}

/**
 * A server left running in this place (ours was killed, or another process started it), once it is
 * ready. Undefined when none runs; a postmaster.pid whose process is another program is removed.
 */
export async function findServer(place: Place, log: DatabaseLog): Promise<ServerFile | undefined> {
  for (const until = Date.now() + START_MS; ; await pause(STEP_MS)) {
    const file = readServerFile(place);
    if (file === undefined || !isAlive(file.pid)) return undefined;
    const command = commandOf(file.pid);
    if (command !== null && !command.includes(place.data)) {
      // PostgreSQL itself would refuse to start here, although the id was merely given away again.
      log.warn('Removing the lock file of a database server that is gone', { pid: file.pid });
      rmSync(path.join(place.data, 'postmaster.pid'), { force: true });
      return undefined;
    }
    if (file.ready) return file;
    if (Date.now() >= until)
      throw new PlumblineError(
        'database-start',
        `The database server (process ${file.pid}) in ${place.data} is neither ready nor gone. See ${place.logFile}; end that process to start anew.`,
      );
  }
}

function signalStop(place: Place, binaries: Binaries, pid: number): void {
  if (process.platform !== 'win32') {
    process.kill(pid, 'SIGINT'); // PostgreSQL's "fast" shutdown: open transactions are rolled back
    return;
  }
  spawn(program(binaries, 'pg_ctl'), ['stop', '-D', place.data, '-m', 'fast'], {
    stdio: 'ignore',
    windowsHide: true,
  });
}

/** Stops the server by its process id and waits until its files are closed. */
export async function stopServer(place: Place, binaries: Binaries): Promise<void> {
  const file = readServerFile(place);
  if (file === undefined || !isAlive(file.pid)) return;
  signalStop(place, binaries, file.pid);
  const lock = path.join(place.data, 'postmaster.pid');
  // The file is the server's last act; its process may stay as a zombie where nobody collects it.
  for (
    const until = Date.now() + STOP_MS;
    existsSync(lock) && isAlive(file.pid);
    await pause(STEP_MS)
  )
    if (Date.now() >= until)
      throw new PlumblineError(
        'database-stop',
        `The database server (process ${file.pid}) did not stop within ${STOP_MS / 1000} s. See ${place.logFile}.`,
      );
}
