import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { openDatabase } from '../../../src/store/embedded/open.js';
import { isAlive } from '../../../src/store/embedded/process-id.js';
import {
  cleanUp,
  madeFolder,
  newFolder,
  open,
  query,
  quiet,
  removeMade,
  serverPid,
  startChild,
} from './support.js';

afterEach(cleanUp);
afterAll(removeMade);

test('the first start makes a private database; it stops with us and its data stay', async () => {
  const folder = newFolder();
  const first = await open(folder);
  expect(first.embedded).toBe(true);
  await query(first.url, 'create table kept as select 1 as n');
  const settings = await query(
    first.url,
    "select name, setting from pg_settings where name in ('fsync', 'listen_addresses', 'password_encryption', 'server_encoding', 'unix_socket_directories') order by name",
  );
  expect(settings).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'password_encryption', setting: 'scram-sha-256' },
    { name: 'server_encoding', setting: 'UTF8' },
    { name: 'unix_socket_directories', setting: '' },
  ]);
  const pid = serverPid(folder) ?? 0;
  await first.close();
  await first.close();
  expect(serverPid(folder)).toBeUndefined();
  // Its files are closed; the process itself ends a moment later.
  while (isAlive(pid)) await pause(10);

  const second = await open(folder);
  expect(await query(second.url, 'select n from kept')).toEqual([{ n: 1 }]);
  await second.close();
});

test('password and data are closed to others, and the server is not root', async () => {
  const folder = newFolder();
  const database = await open(folder);
  const mode = (name: string): number => statSync(path.join(folder, name)).mode & 0o777;
  expect(mode('database-password')).toBe(0o600);
  expect(mode('postgres')).toBe(0o700);
  expect(mode('postgres/data')).toBe(0o700);
  expect(mode('postgres/server.log')).toBe(0o600);
  expect(existsSync(path.join(folder, 'postgres', 'initial-password'))).toBe(false);
  expect(statSync(path.join(folder, 'postgres', 'data')).uid).not.toBe(0);
  const wrong = database.url.replace(/:[^:@]*@/, ':wrong@');
  await expect(query(wrong, 'select 1')).rejects.toThrow('password authentication failed');
  await database.close();
});

test('the log keeps no values of failed statements', async () => {
  const folder = await madeFolder();
  const database = await open(folder);
  await query(database.url, 'create table people (email text primary key)');
  const insert = "insert into people values ('somebody@somewhere.example')";
  await query(database.url, insert);
  await expect(query(database.url, insert)).rejects.toThrow('duplicate key');
  await database.close();
  const log = readFileSync(path.join(folder, 'postgres', 'server.log'), 'utf8');
  expect(log).toContain('duplicate key');
  expect(log).not.toContain('somebody');
});

test('the server of a killed process is adopted with its data, and stopped in order', async () => {
  const folder = await madeFolder();
  const child = startChild(folder, 'exclusive');
  const url = (await child.until('url'))?.url ?? '';
  await query(url, 'create table kept as select 7 as n');
  const pid = serverPid(folder) ?? 0;
  await child.kill();
  expect(isAlive(pid)).toBe(true);

  const database = await open(folder);
  expect(serverPid(folder)).toBe(pid);
  expect(database.url).toBe(url);
  expect(await query(database.url, 'select n from kept')).toEqual([{ n: 7 }]);
  await database.close();
  expect(serverPid(folder)).toBeUndefined();
});

test('a second instance is refused and names the first; other commands just connect', async () => {
  const folder = await madeFolder();
  const child = startChild(folder, 'exclusive');
  await child.until('url');
  const pid = serverPid(folder);
  await expect(open(folder)).rejects.toMatchObject({
    code: 'data-dir-in-use',
    message: expect.stringMatching(
      `Another Plumbline uses this data folder \\(process ${child.process.pid}\\): ${folder}`,
    ),
  });
  const guest = await open(folder, false);
  expect(await query(guest.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await guest.close();
  expect(serverPid(folder)).toBe(pid);
  await child.close();
  expect(serverPid(folder)).toBeUndefined();
});

test('a command alone starts the server for itself and stops it', async () => {
  const folder = await madeFolder();
  const guest = await open(folder, false);
  expect(await query(guest.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await guest.close();
  expect(serverPid(folder)).toBeUndefined();
});

test('an owner that leaves does not cut off a command at work; the last one stops the server', async () => {
  const folder = await madeFolder();
  const owner = await open(folder);
  const child = startChild(folder, 'guest');
  const url = (await child.until('url'))?.url ?? '';
  await owner.close();
  expect(await query(url, 'select 1 as n')).toEqual([{ n: 1 }]);
  await child.close();
  expect(serverPid(folder)).toBeUndefined();
});

test('processes that start together share one server', async () => {
  const folder = newFolder();
  const opened = await Promise.all([1, 2, 3, 4].map(() => open(folder, false)));
  expect(new Set(opened.map((database) => database.url)).size).toBe(1);
  await Promise.all(opened.map((database) => database.close()));
  expect(serverPid(folder)).toBeUndefined();
});

test("DATABASE_URL's database is checked, and left alone at the end", async () => {
  const databaseUrl = process.env.PLUMBLINE_TEST_DATABASE_URL;
  const dataDir = newFolder();
  const database = await openDatabase({ dataDir, databaseUrl, log: quiet, exclusive: true });
  expect(database).toMatchObject({ url: databaseUrl, embedded: false });
  await database.close();
  expect(await query(database.url, 'select 1 as n')).toEqual([{ n: 1 }]);
  expect(existsSync(dataDir)).toBe(false);
});

test('a DATABASE_URL that does not answer is named without its password', async () => {
  const databaseUrl = 'postgresql://me:hidden-word@127.0.0.1:1/leads';
  const opening = openDatabase({ dataDir: newFolder(), databaseUrl, log: quiet, exclusive: true });
  const error = await opening.catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ code: 'database-connect' });
  expect(String(error)).toContain('127.0.0.1:1/leads');
  expect(String(error)).not.toContain('hidden-word');
});

test('what a killed first start left behind does not stop the next', async () => {
  const folder = newFolder();
  mkdirSync(folder);
  const dead = { pid: 2 ** 22 + 1, started: '1', token: 'x' };
  writeFileSync(path.join(folder, 'database.lock'), JSON.stringify(dead));
  mkdirSync(path.join(folder, 'postgres', 'data.new'), { recursive: true });
  writeFileSync(path.join(folder, 'postgres', 'data.new', 'PG_VERSION'), '18\n');
  const again = await open(folder);
  expect(existsSync(path.join(folder, 'database.lock'))).toBe(false);
  await again.close();
});
