import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  endPreview,
  findPreview,
  holdPreview,
  insertPreview,
  listPreviews,
  prunePreviews,
  readMovers,
} from '../../src/store/previews.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const HOUR = 3_600_000;
const ONE = { who: 'Ada', wish: { name: '\u0000 of one' }, looked: {} };
const DONE = {
  state: 'done',
  looked: 3,
  figures: { leads: 3 },
  movers: Buffer.from('who'),
} as const;

let database: TestDatabase;
let workspaces: number[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.pool.query<{ id: number }>(
    "insert into workspaces (name) values ('one'), ('two') returning id",
  );
  workspaces = rows.map(({ id }) => id);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate previews'));

const keyOf = (id: string, workspace = workspaces[0] ?? 0) => ({ workspace, id });
const begin = (id: string, workspace?: number) =>
  insertPreview(database.pool, keyOf(id, workspace), ONE, HOUR);
const find = (id: string, workspace?: number) => findPreview(database.pool, keyOf(id, workspace));
const ids = async (workspace = workspaces[0] ?? 0) =>
  (await listPreviews(database.pool, workspace)).map(({ id }) => id);
/** As if so much time had passed. */
const pass = (span: string) =>
  database.pool.query(
    `update previews set lease = lease - $1::interval, ended_at = ended_at - $1::interval`,
    [span],
  );

test('one runs at a time in a workspace, and is found by its own workspace alone', async () => {
  expect(await begin('a')).toBe(true);
  expect(await begin('b')).toBe(false);
  expect(await begin('c', workspaces[1])).toBe(true);
  expect(await find('a')).toMatchObject({ ...ONE, state: 'running', figures: null, endedAt: null });
  expect(await find('a', workspaces[1])).toBeNull();
  expect(await endPreview(database.pool, keyOf('a', workspaces[1]), DONE)).toBe(false);
  expect(await endPreview(database.pool, keyOf('a'), DONE)).toBe(true);
  expect(await find('a')).toMatchObject({ state: 'done', done: 3, of: 3, figures: { leads: 3 } });
  expect(await readMovers(database.pool, keyOf('a'))).toEqual(DONE.movers);
  expect(await readMovers(database.pool, keyOf('a', workspaces[1]))).toBeNull();
  expect(await begin('b')).toBe(true);
});

test('one that is not held in time has ended with its process: it stores nothing more', async () => {
  const { pool } = database;
  const progress = { done: 1, of: 3, figures: { leads: 2 } };
  await begin('a');
  expect(await holdPreview(pool, keyOf('a'), progress, HOUR)).toBe(true);
  expect(await holdPreview(pool, keyOf('a'), { ...progress, done: 2, figures: null }, HOUR)).toBe(
    true,
  );
  await pass('61 min');
  const lapsed = { state: 'lapsed', done: 2, figures: { leads: 2 }, endedAt: expect.any(Number) };
  expect(await find('a')).toMatchObject(lapsed);
  expect(await holdPreview(pool, keyOf('a'), progress, HOUR)).toBe(false);
  expect(await endPreview(pool, keyOf('a'), DONE)).toBe(false);
  expect(await begin('b')).toBe(true);
  expect(await find('a')).toMatchObject(lapsed);
  expect(await endPreview(pool, keyOf('b'), { state: 'cancelled' })).toBe(true);
  expect(await holdPreview(pool, keyOf('b'), progress, HOUR)).toBe(false);
  expect(await endPreview(pool, keyOf('b'), DONE)).toBe(false);
  expect(await find('b')).toMatchObject({ state: 'cancelled', figures: null });
});

test('results go an hour after their end, and beyond eight of a workspace the oldest', async () => {
  const { pool } = database;
  for (let at = 0; at < 10; at += 1) {
    await begin(`old ${at}`);
    await endPreview(pool, keyOf(`old ${at}`), DONE);
    await pool.query(`update previews set started_at = started_at - interval '1 s'`);
  }
  await begin('other', workspaces[1]);
  await endPreview(pool, keyOf('other', workspaces[1]), DONE);
  await begin('now');
  await prunePreviews(pool);
  const kept = [2, 3, 4, 5, 6, 7, 8, 9].map((at) => `old ${at}`);
  expect(await ids()).toEqual([...kept, 'now']);
  expect(await ids(workspaces[1])).toEqual(['other']);
  await pool.query(
    `update previews set ended_at = ended_at - interval '61 min' where id <> 'old 9'`,
  );
  // Also before anybody has removed them.
  expect(await ids()).toEqual(['old 9', 'now']);
  await prunePreviews(pool);
  const { rows } = await pool.query('select id from previews order by started_at');
  expect(rows.map(({ id }) => id)).toEqual(['old 9', 'now']);
});
