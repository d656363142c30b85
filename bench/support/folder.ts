import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The database server that a killed app left in the folder; gone already in every other case. */
async function stopServer(folder: string): Promise<void> {
  const file = join(folder, 'postgres', 'data', 'postmaster.pid');
  const pidOf = (): number | undefined => {
    try {
      return Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined;
    } catch {
      return undefined;
    }
  };
  const pid = pidOf();
  if (pid === undefined) return;
  process.kill(pid, 'SIGINT');
  for (let tries = 0; tries < 50 && pidOf() === pid; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Runs `work` with a data folder of its own, gone afterwards. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-bench-'));
  try {
    return await work(folder);
  } finally {
    await stopServer(folder).catch(() => {});
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}
