/** The built user interface: where it is, and building it from a checkout. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Closing } from './lib/closing.js';
import { messageOf, PlumblineError } from './lib/errors.js';
import type { Logger } from './lib/logger.js';

const BUILD_MS = 120_000;

function newest(at: string): number {
  const entry = statSync(at);
  if (!entry.isDirectory()) return entry.mtimeMs;
  const inside = readdirSync(at).filter((name) => name !== 'dist');
  return Math.max(...inside.map((name) => newest(path.join(at, name))));
}

/** What the interface is built from; an installed Plumbline has the build alone. */
const SOURCES = ['src/admin/ui', 'src/admin/api/contract.ts', 'src/admin/api/contract'];

/** Where the page is, and whether it must be built first: there is none, or its sources are newer. */
export function findPage(root: string): { folder: string; stale: boolean } {
  const folder = path.join(root, 'src/admin/ui/dist');
  const built = path.join(folder, 'index.html');
  if (!existsSync(built)) return { folder, stale: true };
  const sources = SOURCES.map((name) => path.join(root, name)).filter((at) => existsSync(at));
  const changed = Math.max(...sources.map(newest));
  return { folder, stale: changed > statSync(built).mtimeMs };
}

/** Builds the page with Vite in a process of its own. Throws `no-page` with what Vite said. */
export async function buildPage(root: string, closing: Closing): Promise<void> {
  const vite = path.join(
    path.dirname(createRequire(import.meta.url).resolve('vite/package.json')),
    'bin/vite.js',
  );
  const args = [vite, 'build', 'src/admin/ui', '--logLevel', 'warn'];
  const child: ChildProcess = spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: BUILD_MS,
    killSignal: 'SIGKILL',
  });
  closing.add('page', () => child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2_000);
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0)
    throw new PlumblineError('no-page', `The page could not be built: ${said.trim()}`);
}

/** The folder to serve, and why there is nothing in it yet. */
export interface Page {
  readonly folder: string;
  /** Null when the page is there; else a sentence for who asks for it. A checkout begins to build it then. */
  waiting(): string | null;
}

/**
 * The page of a running server. A build is used as it is; where there is none it is made when the first
 * person asks for it, so that a start costs nothing.
 */
export function createPage(root: string, closing: Closing, log: Logger): Page {
  const { folder } = findPage(root);
  const index = path.join(folder, 'index.html');
  let state: 'none' | 'building' | 'failed' = 'none';
  const build = async (): Promise<void> => {
    try {
      await buildPage(root, closing);
      log.info('built the user interface');
      state = 'none';
    } catch (error) {
      state = 'failed';
      log.error('the user interface could not be built', { reason: messageOf(error) });
    }
  };
  return {
    folder,
    waiting() {
      if (state === 'none' && existsSync(index)) return null;
      if (state === 'none' && existsSync(path.join(root, 'src/admin/ui/vite.config.ts'))) {
        state = 'building';
        void build();
      }
      return state === 'building'
        ? 'The user interface is being built; it will be here in a moment.'
        : 'The user interface is not built. Run `npm install` and `npm run build`, then load this page again; the log says more.';
    },
  };
}
