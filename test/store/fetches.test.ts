import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimFetches,
  fetchGroups,
  finishFetches,
  retryFetches,
  wantRecords,
} from '../../src/store/fetches.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate fetches'));

const want = (record: string, priority: 0 | 1 = 0, history = false) =>
  wantRecords(database.pool, [{ ...where, object: 'contacts', record, history, priority }]);
const claim = (token: string, limit = 10, history = false, ms = 60_000, priority: 0 | 1 = 0) =>
  claimFetches(
    database.pool,
    { account: where.account, object: 'contacts', history, limit, priority },
    { token, ms },
  );
const waiting = async () =>
  (await database.pool.query('select record from fetches order by record')).rows.map(
    (row) => row.record,
  );

test('a record is on the list once, with the greatest wish', async () => {
  await want('1', 1);
  await want('1', 0, true);
  await want('1', 1);
  expect(await fetchGroups(database.pool)).toEqual([
    { account: where.account, object: 'contacts', history: true, priority: 0 },
  ]);
});

test('what was wanted again while it was read is read again', async () => {
  await want('1');
  await want('2');
  const claimed = await claim('a');
  expect(await claim('b')).toEqual([]);
  await want('1');
  await finishFetches(database.pool, claimed, 'a');
  expect(await waiting()).toEqual(['1']);
  expect((await claim('c')).map((one) => one.record)).toEqual(['1']);
});

test('live wishes come first, and one whose reader died is read by another', async () => {
  await want('1', 1);
  await want('2', 0);
  const claimed = await claim('a', 1, false, -1);
  expect(claimed.map((one) => one.record)).toEqual(['2']);
  expect((await claim('b', 1)).map((one) => one.record)).toEqual(['2']);
  await finishFetches(database.pool, claimed, 'a');
  expect(await waiting()).toEqual(['1', '2']);
});

test('a failure puts them back for later', async () => {
  await want('1');
  await claim('a');
  await retryFetches(database.pool, 'a', 60_000, 'cut');
  expect(await claim('b')).toEqual([]);
  expect(await waiting()).toEqual(['1']);
});
