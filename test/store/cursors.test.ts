import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimCursors,
  completeBackfills,
  ensureCursors,
  moveCursor,
  readAgain,
} from '../../src/store/cursors.js';
import { insertDeliveries } from '../../src/store/deliveries.js';
import { wantRecords } from '../../src/store/fetches.js';
import { createLeads, markDirty } from '../../src/store/leads.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let database: TestDatabase;
let loading: { workspace: number; account: number };
let other: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  loading = await makeAccount(database.pool, '1');
  other = await makeAccount(database.pool, '2');
});
afterAll(() => database?.drop());
beforeEach(async () => {
  const { pool } = database;
  await pool.query('truncate cursors, deliveries, changes, fetches, fanouts, lead_work, records');
  await pool.query('update accounts set backfilled_at = null where id = $1', [loading.account]);
  await ensureCursors(pool, [{ ...loading, kind: 'backfill', name: '1:contacts', cursor: null }]);
  await pool.query(`update cursors set done = true`);
});

const complete = async () =>
  (await completeBackfills(database.pool, NOW)).includes(loading.account);
const page = (account: number, priority: 0 | 1) =>
  insertDeliveries(database.pool, [
    { route: 'hubspot', kind: 'page', account, body: Buffer.from('{}'), priority },
  ]);
const want = (where: typeof loading, priority: 0 | 1) =>
  wantRecords(database.pool, [
    { ...where, object: 'contacts', record: '1', history: true, priority },
  ]);
const dirty = async ({ workspace, account }: typeof loading, background: boolean) => {
  const [lead = 0] = await createLeads(database.pool, workspace, 1);
  await database.pool.query(
    `insert into records (workspace, account, object, record, lead) values ($1, $2, 'contacts', $3::bigint::text, $3::bigint)`,
    [workspace, account, lead],
  );
  await markDirty(database.pool, [{ workspace, lead, loud: false, background, receivedAt: NOW }]);
};

test('live work, and work of other accounts, holds up no first load', async () => {
  await page(loading.account, 0);
  await want(loading, 0);
  await dirty(loading, false);
  await page(other.account, 1);
  await want(other, 1);
  await dirty(other, true);
  expect(await complete()).toBe(true);
});

test.each([
  ['a page of it that is not split', () => page(loading.account, 1)],
  ['a history of it that is not read', () => want(loading, 1)],
  ['a lead of it that is not scored', () => dirty(loading, true)],
  [
    'an object of it that is not read',
    () => database.pool.query('update cursors set done = false'),
  ],
])('a first load is not complete before %s is', async (_, begin) => {
  await begin();
  expect(await complete()).toBe(false);
});

test('reading again throws away the page under way, starts anew and keeps the place of polls', async () => {
  const { pool } = database;
  await pool.query('update cursors set done = false');
  await ensureCursors(pool, [{ ...loading, kind: 'poll', name: 'people', cursor: { at: 5 } }]);
  const claim = (token: string, kind: 'backfill' | 'poll') =>
    claimCursors(pool, kind, 10, { token, ms: 60_000 });
  const [load] = await claim('a', 'backfill');
  const [poll] = await claim('a', 'poll');
  if (!load || !poll) throw new Error('nothing was claimed');
  const to = { cursor: { after: '1' }, done: true, records: 1, waitMs: 3_600_000 };
  await moveCursor(pool, poll, 'a', { ...to, cursor: { at: 6 }, done: false });
  await readAgain(pool, loading.workspace, 'hubspot');
  expect(await moveCursor(pool, load, 'a', to)).toBe(false);
  expect(await claim('b', 'backfill')).toMatchObject([{ name: '1:contacts', cursor: null }]);
  expect(await claim('b', 'poll')).toMatchObject([{ name: 'people', cursor: { at: 6 } }]);
});
