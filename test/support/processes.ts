/** Real processes of the app for tests: started from transpiled sources, killed by their own pid. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { transformFileSync } from '@swc/core';
import { packageRoot } from '../../src/lib/root.js';

export interface Program {
  /** The transpiled src/main.js. */
  readonly main: string;
  /** The transpiled src/cli.js; only of a program that leaves nothing out. */
  readonly cli: string;
  remove(): void;
}

/** What is built for the browser, and no process loads. */
const BROWSER = 'src/admin/ui';
/** Sources that a process of the app never loads. */
const LEFT_OUT = [
  BROWSER,
  'connectors/hubspot/app',
  'connectors/hubspot/simulator',
  'connectors/salesforce/simulator',
];

/**
 * Transpiles the app once into a temporary folder that looks like the package, so that a process starts
 * as quickly as an installed one. `whole`: with what only the command line loads. Call `remove` in
 * afterAll.
 */
export function buildProgram(whole = false): Program {
  const leftOut = whole ? [BROWSER] : LEFT_OUT;
  const root = packageRoot();
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-program-'));
  for (const name of ['package.json', 'node_modules', 'mappings', 'config']) {
    symlinkSync(join(root, name), join(folder, name));
  }
  for (const part of ['src', 'connectors']) {
    const entries = readdirSync(join(root, part), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      const path = relative(root, join(entry.parentPath, entry.name));
      if (!entry.isFile() || leftOut.some((start) => path.startsWith(start))) continue;
      const target = join(folder, path.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      if (!path.endsWith('.ts')) {
        copyFileSync(join(root, path), target);
        continue;
      }
      const { code } = transformFileSync(join(root, path), {
        swcrc: false,
        jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
        module: { type: 'es6' },
      });
      writeFileSync(target, code);
    }
  }
  return {
    main: join(folder, 'src/main.js'),
    cli: join(folder, 'src/cli.js'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}

export interface AppProcess {
  readonly pid: number;
  /** Resolves when the role works; rejects with what the process said when it ended before. */
  readonly ready: Promise<void>;
  /** Lines the process wrote, for a test that failed. */
  readonly output: readonly string[];
  /** Ends it at once, as a crash or a power cut would; resolves when it is gone. */
  kill(): Promise<void>;
  /** Asks it to end (SIGTERM) and waits; kills it when it does not. */
  stop(): Promise<void>;
}

const READY = { web: '"listening"', worker: '"working"' } as const;

/** Starts one role of the app as a process of its own. */
export function startProcess(
  program: Program,
  role: keyof typeof READY,
  env: Readonly<Record<string, string>>,
): AppProcess {
  const child: ChildProcess = spawn(process.execPath, ['--no-warnings', program.main], {
    // Nothing is inherited: a developer's own settings must not reach the test's processes.
    env: { PATH: process.env.PATH ?? '', ROLE: role, LOG_FORMAT: 'json', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: string[] = [];
  const gone = once(child, 'exit');
  const ready = new Promise<void>((resolve, reject) => {
    const read = (bytes: Buffer): void => {
      const text = bytes.toString('utf8');
      output.push(...text.split('\n').filter((line) => line !== ''));
      if (text.includes(READY[role])) resolve();
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    gone.then(([code, signal]) =>
      reject(new Error(`the ${role} ended (${code ?? signal}): ${output.slice(-5).join('\n')}`)),
    );
  });
  ready.catch(() => {});
  const { pid } = child;
  if (pid === undefined) throw new Error(`the ${role} could not be started`);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  };
  return {
    pid,
    ready,
    output,
    kill: () => end('SIGKILL'),
    async stop() {
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await end('SIGTERM');
      clearTimeout(late);
    },
  };
}
