import { spawn } from 'node:child_process';
import { afterAll } from '@jest/globals';
import { buildProgram, type Program } from '../support/processes.js';

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let program: Program | undefined;
afterAll(() => program?.remove());

/**
 * Runs the real command line in a process of its own; standard input ends after `input`. Transpiled once
 * for all calls of a test file: by tsx each call would do that anew.
 */
export function runCli(
  args: readonly string[],
  options: { readonly input?: string | Uint8Array; readonly env?: Record<string, string> } = {},
): Promise<Run> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  program ??= buildProgram(true);
  const child = spawn(process.execPath, [program.cli, ...args], {
    env: { ...inherited, ...options.env },
    stdio: 'pipe',
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

export function jsonLines<T = Record<string, unknown>>(text: string): T[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}
