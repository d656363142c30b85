import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Closing } from '../lib/closing.js';
import { PlumblineError } from '../lib/errors.js';

const BUILD_MS = 120_000;

function newest(folder: string): number {
  return Math.max(
    ...readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.name !== 'dist')
      .map((entry) => {
        const at = path.join(folder, entry.name);
        return entry.isDirectory() ? newest(at) : statSync(at).mtimeMs;
      }),
  );
}

/** Where the page is, and whether it must be built first: there is none, or its sources are newer. */
export function findPage(root: string): { folder: string; stale: boolean } {
  const sources = path.join(root, 'src/admin/ui');
  const folder = path.join(sources, 'dist');
  const built = path.join(folder, 'index.html');
  if (!existsSync(built)) return { folder, stale: true };
  const contract = path.join(root, 'src/admin/api/contract.ts');
  const areas = path.join(root, 'src/admin/api/contract');
  const changed = Math.max(newest(sources), newest(areas), statSync(contract).mtimeMs);
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
