import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  type ClaimedCursor,
  type CursorKind,
  claimCursors,
  ensureCursors,
  ensureSweeps,
  moveCursor,
  retryCursor,
} from '../../src/store/cursors.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate cursors'));

const ensure = (kind: CursorKind, name: string, at = 0) =>
  ensureCursors(database.pool, [{ ...where, kind, name, cursor: { at } }]);
const claim = (kind: CursorKind, token: string, ms = 60_000) =>
  claimCursors(database.pool, kind, 10, { token, ms });
const move = (one: ClaimedCursor | undefined, token: string, at: number, done = false) =>
  moveCursor(database.pool, one as ClaimedCursor, token, {
    cursor: { at },
    done,
    records: 100,
    waitMs: 0,
  });
const stored = async () =>
  (await database.pool.query('select name, cursor, records, done from cursors order by name')).rows;

test('a first load goes on where it was committed when its worker dies', async () => {
  await ensure('backfill', '1:contacts');
  const [first] = await claim('backfill', 'a');
  expect(await move(first, 'a', 100)).toBe(true);
  const [dying] = await claim('backfill', 'b', -1);
  expect(dying?.cursor).toEqual({ at: 100 });
  const [next] = await claim('backfill', 'c');
  expect(next?.cursor).toEqual({ at: 100 });
  // The dead one wakes up: its page must not count.
  expect(await move(dying, 'b', 200)).toBe(false);
  expect(await move(next, 'c', 200, true)).toBe(true);
  expect(await stored()).toEqual([
    { name: '1:contacts', cursor: { at: 200 }, records: 200, done: true },
  ]);
  expect(await claim('backfill', 'd')).toEqual([]);
});

test('what leads link to is loaded first, one object after the other', async () => {
  await ensure('backfill', '1:contacts');
  await ensure('backfill', '0:companies');
  const [first, ...more] = await claim('backfill', 'a');
  expect([first?.name, more]).toEqual(['0:companies', []]);
  await move(first, 'a', 1, true);
  expect((await claim('backfill', 'b')).map((one) => one.name)).toEqual(['1:contacts']);
});

test('making a cursor again keeps its place; one under way is nobody else’s', async () => {
  await ensure('poll', 'contacts', 5);
  await ensure('poll', 'contacts', 9);
  const [one] = await claim('poll', 'a');
  expect(one?.cursor).toEqual({ at: 5 });
  expect(await claim('poll', 'b')).toEqual([]);
  await retryCursor(database.pool, one as ClaimedCursor, 'a', 60_000, 'away');
  expect(await claim('poll', 'b')).toEqual([]);
  expect((await stored())[0].cursor).toEqual({ at: 5 });
});

test('accounts to be connected again rest', async () => {
  await ensure('poll', 'contacts');
  await database.pool.query(`update accounts set state = 'reconnect'`);
  expect(await claim('poll', 'a')).toEqual([]);
  await database.pool.query(`update accounts set state = 'connected'`);
  expect(await claim('poll', 'a')).toHaveLength(1);
});

test('accounts that push nothing get a daily round, once, not before they are loaded', async () => {
  const object = (_: string, way: string) => (way === 'key' ? 'contacts' : null);
  await ensureSweeps(database.pool, () => null, 0);
  await database.pool.query('update accounts set backfilled_at = null');
  await ensureSweeps(database.pool, object, 0);
  expect(await stored()).toEqual([]);
  await database.pool.query('update accounts set backfilled_at = now()');
  await ensureSweeps(database.pool, object, 60_000);
  expect(await claim('sweep', 'a')).toEqual([]);
  await ensureSweeps(database.pool, object, 0);
  expect(await stored()).toHaveLength(1);
});
