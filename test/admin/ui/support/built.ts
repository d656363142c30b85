import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { waitFor } from '../../../support/app-world.js';

const ROOT = join(import.meta.dirname, '../../../..');
const SOURCES = ['src/admin/ui', 'src/admin/api/contract', 'src/admin/api/contract.ts', 'src/lead'];
const NAME = 'plumbline-ui-';
/** A build that takes longer than this died. */
const BUILD_MS = 120_000;
/** Older builds are of former sources; somebody may still be using the younger ones. */
const OLD_MS = 3_600_000;

function stamps(path: string): string[] {
  const stat = statSync(path);
  if (!stat.isDirectory()) return [`${path} ${stat.mtimeMs} ${stat.size}`];
  return readdirSync(path)
    .filter((name) => name !== 'dist')
    .sort()
    .flatMap((name) => stamps(join(path, name)));
}

function removeOld(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(NAME))) {
    const path = join(tmpdir(), name);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat && Date.now() - stat.mtimeMs > OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}

async function build(folder: string): Promise<void> {
  removeOld();
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js');
  const args = [vite, 'build', join(ROOT, 'src/admin/ui'), '--outDir', `${folder}.new`];
  await promisify(execFile)(process.execPath, [...args, '--emptyOutDir', '--logLevel', 'warn'], {
    cwd: ROOT,
    timeout: BUILD_MS,
    // Jest's own NODE_ENV would make a build for development, larger and slower.
    env: { ...process.env, NODE_ENV: 'production' },
  });
  await rename(`${folder}.new`, folder);
}

/**
 * The folder of the built user interface. Built once for each state of its sources, whatever number
 * of test files asks: the first builds, the others wait. BUILT_UI names one that was built before.
 */
export async function builtUi(): Promise<string> {
  if (process.env.BUILT_UI) return process.env.BUILT_UI;
  const state = SOURCES.flatMap((path) => stamps(join(ROOT, path))).join('\n');
  const key = createHash('sha256').update(state).digest('hex').slice(0, 16);
  const folder = join(tmpdir(), NAME + key);
  const lock = `${folder}.lock`;
  while (!existsSync(folder)) {
    try {
      mkdirSync(lock);
    } catch {
      // Another process builds. If it dies, this one takes over.
      await waitFor(
        'the user interface to be built',
        async () => !existsSync(lock),
        BUILD_MS,
      ).catch(() => rmSync(lock, { recursive: true, force: true }));
      continue;
    }
    try {
      if (!existsSync(folder)) await build(folder);
    } finally {
      rmSync(lock, { recursive: true, force: true });
    }
  }
  return folder;
}
