/** `serve` as somebody starts it for the first time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '../support/app-world.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let child: ChildProcess | undefined;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  const ended = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGTERM');
  await ended;
});
afterAll(() => database?.drop());

/** Starts it and waits until it has told its address. @returns what it printed on both streams. */
async function start(): Promise<{ stdout: string; stderr: string }> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const started = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
    env: {
      ...inherited,
      DATABASE_URL: database.url,
      SECRET_KEY: 'a secret key for tests, long enough to be one',
      PORT: '0',
    },
    stdio: 'pipe',
  });
  child = started;
  const said = { stdout: '', stderr: '' };
  started.stdout.on('data', (chunk) => {
    said.stdout += String(chunk);
  });
  started.stderr.on('data', (chunk) => {
    said.stderr += String(chunk);
  });
  await waitFor('the address', async () => {
    if (started.exitCode !== null) throw new Error(`it ended: ${said.stderr}`);
    return /http:\S+\s/.test(said.stdout);
  });
  return said;
}

test('the first start prints where to make the first admin, and keeps it out of the log; a later one just the address', async () => {
  const first = await start();
  const address = /^ {2}(http:\/\/127\.0\.0\.1:\d+)\/setup\?token=([\w-]+)$/m.exec(first.stdout);
  const [, url = '', token = ''] = address ?? [];
  expect(first.stderr).toContain('listening');
  expect(first.stderr).not.toContain(token);
  const body = JSON.stringify({
    token,
    name: 'Ada',
    email: 'ada@acme.example',
    password: 'a password of some length',
  });
  const headers = { 'content-type': 'application/json' };
  const setUp = () => fetch(`${url}/api/v1/session/setup`, { method: 'POST', headers, body });
  // A busy machine may refuse it at first; nothing is used up by that.
  await waitFor('the first admin', async () => (await setUp()).status === 201);
  const ended = new Promise((resolve) => child?.once('exit', resolve));
  child?.kill('SIGTERM');
  await ended;

  const second = await start();
  expect(second.stdout).toMatch(/^ {2}Open http:\/\/127\.0\.0\.1:\d+$/m);
  expect(second.stdout).not.toContain('token');
});
