import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageRoot } from '../../src/lib/root.js';

/** A process of ours that answers requests over its IPC channel. */
export interface Child<Ready> {
  readonly ready: Ready;
  readonly pid: number;
  /** Sends a command and waits for its answer. */
  ask<T>(command: string, argument?: unknown, timeoutMs?: number): Promise<T>;
  stop(): Promise<void>;
}

type Message =
  | { readonly ready: unknown }
  | { readonly id: number; readonly result?: unknown; readonly error?: string };

/** On a machine that does much else. */
const READY_MS = 120_000;
const STOP_MS = 8_000;

/** What `npm start` gives Node: the app is measured as it runs. */
function nodeOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  return (scripts.start as string).split(' ').filter((word) => word.startsWith('--'));
}

function exited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Starts the program `name` (beside this one, compiled) with options; resolves when it said that it is ready. */
export async function startChild<Ready>(name: string, options: unknown): Promise<Child<Ready>> {
  const path = fileURLToPath(new URL(`${name}.js`, import.meta.url));
  const child = fork(path, [JSON.stringify(options)], {
    execArgv: nodeOptions(),
    // Standard output is for results alone.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, (message: Message) => void>();
  let serial = 0;
  const ended = new Promise<never>((_, reject) => {
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)));
    child.once('error', reject);
  });
  ended.catch(() => {});
  const ready = new Promise<Ready>((resolve) => {
    child.on('message', (message: Message) => {
      if ('ready' in message) resolve(message.ready as Ready);
      else waiting.get(message.id)?.(message);
    });
  });
  const limit = <T>(work: Promise<T>, what: string, ms: number): Promise<T> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${name}: ${what} took over ${ms} ms`)), ms);
    });
    return Promise.race([work, ended, late]).finally(() => clearTimeout(timer));
  };
  const stop = async (): Promise<void> => {
    if (exited(child)) return;
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const kill = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    if (child.connected) child.disconnect();
    await gone;
    clearTimeout(kill);
  };
  try {
    return {
      ready: await limit(ready, 'the start', READY_MS),
      pid: child.pid as number,
      ask<T>(command: string, argument?: unknown, timeoutMs = 80_000): Promise<T> {
        serial += 1;
        const id = serial;
        const answer = new Promise<T>((resolve, reject) => {
          waiting.set(id, (message) => {
            waiting.delete(id);
            if ('error' in message) reject(new Error(message.error));
            else resolve((message as { result?: unknown }).result as T);
          });
        });
        child.send({ id, command, argument });
        return limit(answer, command, timeoutMs);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
