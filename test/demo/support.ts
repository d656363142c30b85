import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { DemoOptions } from '../../src/demo/run.js';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the demo as its own process until it ends, or kills it when it does not. */
export function runDemoProcess(options: DemoOptions, timeoutMs: number): Promise<Ended> {
  const loader = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
  const file = join(import.meta.dirname, 'run-demo.ts');
  const args = ['--import', loader, file, JSON.stringify(options)];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { timeout: timeoutMs, killSignal: 'SIGKILL' });
    const said = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString('utf8');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString('utf8');
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...said }));
  });
}
