import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ensureSecretKey } from '../../src/lib/secret-key.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'plumbline-key-'));
});
afterEach(() => rm(dir, { recursive: true }));

test('the key is made once, readable by its owner alone', async () => {
  const key = await ensureSecretKey(join(dir, 'data'));
  expect(key).toMatch(/^[\w-]{43}$/);
  expect(await ensureSecretKey(join(dir, 'data'))).toBe(key);
  expect((await stat(join(dir, 'data', 'secret-key'))).mode & 0o777).toBe(0o600);
});

test('processes that start at once agree on one key and leave no draft', async () => {
  const keys = await Promise.all(Array.from({ length: 8 }, () => ensureSecretKey(dir)));
  expect(new Set(keys).size).toBe(1);
  expect(await readdir(dir)).toEqual(['secret-key']);
});

test('a damaged key is never replaced', async () => {
  await writeFile(join(dir, 'secret-key'), 'short\n');
  await expect(ensureSecretKey(dir)).rejects.toThrow('does not hold a key');
});
