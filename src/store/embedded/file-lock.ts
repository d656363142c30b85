import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { PlumblineError } from '../../lib/errors.js';
import { isAlive, startOf } from './process-id.js';

interface Holder {
  readonly pid: number;
  readonly started: string | null;
  readonly token: string;
}

const WAIT_MS = 60_000;
const STEP_MS = 50;

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isStale(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return true;
  // A killed container's process 1 left its id to ours: the start time tells them apart.
  return holder.started !== null && startOf(holder.pid) !== holder.started;
}

function tryTake(file: string, holder: Holder): boolean {
  const own = `${file}.${holder.token}`;
  writeFileSync(own, JSON.stringify(holder), { mode: 0o600 });
  try {
    // A hard link appears with its content or not at all, unlike a file that is made and then filled.
    linkSync(own, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Runs `work` while this process alone holds the lock file; a holder that died is taken over.
 * Throws `start-locked` when another living process holds it for a minute.
 */
export async function withFileLock<T>(
  file: string,
  work: () => Promise<T>,
  waitMs = WAIT_MS,
): Promise<T> {
  const holder = { pid: process.pid, started: startOf(process.pid), token: randomUUID() };
  const until = Date.now() + waitMs;
  while (!tryTake(file, holder)) {
    const other = readHolder(file);
    if (other !== undefined && isStale(other)) {
      // Only the file just judged: another waiter may have replaced it meanwhile.
      if (readHolder(file)?.token === other.token) rmSync(file, { force: true });
      continue;
    }
    if (Date.now() >= until)
      throw new PlumblineError(
        'start-locked',
        `Process ${other?.pid ?? 'unknown'} has been starting or stopping the database for long. End it, then delete ${file}.`,
      );
    await pause(STEP_MS);
  }
  try {
    return await work();
  } finally {
    if (readHolder(file)?.token === holder.token) rmSync(file, { force: true });
  }
}
