import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { PlumblineError } from '../lib/errors.js';

/** How long a process may take until it says that it is ready, milliseconds. */
const START_MS = 60_000;
/** How long it may take to end by itself before it is killed, milliseconds. */
const STOP_MS = 5_000;

export interface Child<Ready> {
  readonly pid: number;
  /** The line it said when it was ready. */
  readonly ready: Ready;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
  /** Ends it like `kill -9`: it has no chance to tidy up. */
  kill(): Promise<void>;
  /** Asks it to end, and ends it when it does not. */
  stop(): Promise<void>;
}

export interface ChildOptions {
  /** What it is, for errors. */
  readonly name: string;
  readonly args?: readonly string[];
  /**
   * The first line of its standard input, as JSON; what is secret belongs here and not into `args`. It
   * may come later than the start, so that programs load while it is made.
   */
  readonly input?: Promise<unknown>;
  /** Shows what it writes to standard error. */
  readonly loud?: boolean;
}

/** The file of a program beside this one: `.ts` from sources, `.js` when built. */
export function programFile(path: string): string {
  return fileURLToPath(new URL(`${path}${extname(import.meta.url)}`, import.meta.url));
}

/** What Node needs to run a file: the loader for sources, nothing when built. */
function loaderFor(file: string): string[] {
  if (extname(file) !== '.ts') return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}

function whenEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
}

/**
 * Starts a program of ours as its own process. Its standard input is its lifeline: it ends when this
 * process does, however that ends. Resolves with the JSON line it says when it is ready.
 * Throws `child-failed` when it ends before.
 */
export async function startChild<Ready>(
  file: string,
  options: ChildOptions,
): Promise<Child<Ready>> {
  const child = spawn(process.execPath, [...loaderFor(file), file, ...(options.args ?? [])], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = whenEnded(child);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-4_000);
    if (options.loud) process.stderr.write(chunk);
  });
  child.stdin?.on('error', () => undefined);
  options.input?.then(
    (input) => child.stdin?.write(`${JSON.stringify(input)}\n`),
    () => child.kill('SIGKILL'),
  );
  const first = new Promise<string | null>((resolve) => {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    lines.once('line', resolve);
    const late = setTimeout(() => resolve(null), START_MS);
    void ended.then(() => resolve(null)).finally(() => clearTimeout(late));
  });
  const line = await first;
  if (line === null || child.pid === undefined) {
    child.kill('SIGKILL');
    throw new PlumblineError(
      'child-failed',
      `${options.name} did not start: ${said.trim().split('\n').slice(-5).join(' ') || 'it said nothing'}`,
    );
  }
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  return {
    pid: child.pid,
    ready: JSON.parse(line) as Ready,
    ended,
    kill,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(late);
    },
  };
}
