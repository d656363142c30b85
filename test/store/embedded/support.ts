import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { OpenDatabase } from '../../../src/store/embedded/contract.js';
import { openDatabase } from '../../../src/store/embedded/open.js';
import { isAlive } from '../../../src/store/embedded/process-id.js';

export interface Line {
  readonly info?: string;
  readonly warn?: string;
  readonly url?: string;
  readonly code?: string;
  readonly closed?: boolean;
}

class Child {
  readonly process: ChildProcess;
  readonly lines: Line[] = [];
  readonly #reader: AsyncIterator<string>;

  constructor(dataDir: string, mode: 'exclusive' | 'guest') {
    const script = path.join(import.meta.dirname, 'child.ts');
    this.process = spawn(process.execPath, ['--import', 'tsx', script, dataDir, mode], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const stdout = this.process.stdout;
    if (stdout === null) throw new Error('the child has no output');
    this.#reader = createInterface(stdout)[Symbol.asyncIterator]();
  }

  /** The first line from now on that has the key; undefined when the child ends before. */
  async until(key: keyof Line): Promise<Line | undefined> {
    for (;;) {
      const next = await this.#reader.next();
      if (next.done) return undefined;
      const line = JSON.parse(next.value) as Line;
      this.lines.push(line);
      if (line[key] !== undefined || line.code !== undefined) return line;
    }
  }

  async close(): Promise<void> {
    this.process.stdin?.write('close\n');
    await this.until('closed');
  }

  async kill(): Promise<void> {
    const gone = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await gone;
  }
}

const folders: string[] = [];
const opened: OpenDatabase[] = [];
const children: Child[] = [];

/** Opens a database that `cleanUp` closes where the test did not come so far. */
export async function open(dataDir: string, exclusive = true): Promise<OpenDatabase> {
  const database = await openDatabase({ dataDir, log: quiet, exclusive });
  opened.push(database);
  return database;
}

export function startChild(dataDir: string, mode: 'exclusive' | 'guest'): Child {
  const child = new Child(dataDir, mode);
  children.push(child);
  return child;
}

/** A data folder that need not exist yet; `cleanUp` ends what still runs there. */
export function newFolder(): string {
  const parent = mkdtempSync(path.join(tmpdir(), 'plumbline-embedded-'));
  chmodSync(parent, 0o755); // the database's user passes through it
  folders.push(parent);
  return path.join(parent, 'data-dir');
}

let made: Promise<string> | undefined;

async function makeOnce(): Promise<string> {
  const folder = newFolder();
  folders.pop();
  const database = await openDatabase({ dataDir: folder, log: quiet, exclusive: false });
  await database.close();
  return folder;
}

/** A data folder whose database was made before; a copy, because initdb takes a second. */
export async function madeFolder(): Promise<string> {
  made ??= makeOnce();
  const folder = newFolder();
  execFileSync('cp', ['-a', await made, folder]);
  return folder;
}

/** For afterAll. */
export async function removeMade(): Promise<void> {
  if (made !== undefined) rmSync(path.dirname(await made), { recursive: true, force: true });
}

export function serverPid(dataDir: string): number | undefined {
  try {
    const file = path.join(dataDir, 'postgres', 'data', 'postmaster.pid');
    return Number.parseInt(readFileSync(file, 'utf8'), 10);
  } catch {
    return undefined;
  }
}

export async function cleanUp(): Promise<void> {
  for (const child of children.splice(0)) child.process.kill('SIGKILL');
  for (const database of opened.splice(0)) await database.close();
  for (const folder of folders.splice(0)) {
    const pid = serverPid(path.join(folder, 'data-dir'));
    if (pid !== undefined && pid !== process.pid && isAlive(pid)) process.kill(pid, 'SIGQUIT');
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

export const quiet = { info: (): void => undefined, warn: (): void => undefined };
