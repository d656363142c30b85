import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Feed, ObjectNeed, Session } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { readCursors, startReading } from '../../src/intake/poll.js';
import type { ReadDependencies } from '../../src/intake/read.js';
import { CrmError } from '../../src/lead/crm-error.js';
import type { CompiledMapping } from '../../src/mapping/compile.js';
import { type Account, findAccount } from '../../src/store/accounts.js';
import { readAgain } from '../../src/store/cursors.js';
import { readHistoryStarts } from '../../src/store/history-starts.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let account: Account;
beforeAll(async () => {
  database = await createTestDatabase();
  const made = await makeAccount(database.pool);
  account = (await findAccount(database.pool, made.account)) as Account;
});
afterAll(() => database?.drop());

function dependencies(session: Session, needs: readonly ObjectNeed[]): ReadDependencies {
  return {
    pool: database.pool,
    leaseMs: 60_000,
    pollIntervalMs: 0,
    account: async () => account,
    session: async () => session,
    connector: () => hubspot,
    needs: async () => needs,
    mapping: async () => ({ writes: {} }) as unknown as CompiledMapping,
    trouble: async (_, error) => {
      throw error;
    },
  };
}

test('a feed that the mapping dropped and asked for again goes on where it was', async () => {
  const { pool } = database;
  const seen: unknown[] = [];
  let feeds = [{ name: 'people', need: { object: 'contacts' } }] as unknown as Feed[];
  const session = {
    feeds: () => feeds,
    startCursor: () => ({ at: 1 }),
    async poll(_: Feed, cursor: { at: number }) {
      seen.push(cursor.at);
      const page = { readAt: 1, origin: 'poll', snapshots: [], missing: [] };
      return { page, cursor: { at: cursor.at + 1 }, more: false };
    },
  } as unknown as Session;
  const deps = dependencies(session, []);
  await startReading(deps, account, 1);
  await startReading(deps, account, 2);
  await readCursors(deps, 'poll');
  const kept = feeds;
  feeds = [];
  expect(await readCursors(deps, 'poll')).toBe(1);
  expect(await readCursors(deps, 'poll')).toBe(0);
  feeds = kept;
  await readAgain(pool, account.workspace, 'hubspot');
  await startReading(deps, account, 3);
  await readCursors(deps, 'poll');
  expect(seen).toEqual([1, 2]);
});

test('the end of a full load says from when on each property is known', async () => {
  const need: ObjectNeed = {
    object: 'contacts',
    properties: ['email', 'jobtitle', 'lifecyclestage'],
    rollups: ['hs_email_last_open_date'],
    history: ['hs_email_last_open_date', 'lifecyclestage'],
    links: [],
  };
  let pages = 2;
  const session = {
    feeds: () => [],
    async backfill() {
      pages -= 1;
      const page = { readAt: 1, origin: 'backfill', snapshots: [], missing: [] };
      return { page, cursor: { pages }, more: pages > 0 };
    },
  } as unknown as Session;
  const deps = dependencies(session, [need]);
  await startReading(deps, account, 1);
  await readCursors(deps, 'backfill');
  expect(await readHistoryStarts(database.pool, account)).toEqual([]);
  await readCursors(deps, 'backfill');
  expect(await readHistoryStarts(database.pool, account)).toEqual([
    { object: 'contacts', property: 'email', since: expect.any(Number) },
    { object: 'contacts', property: 'hs_email_last_open_date', since: null },
    { object: 'contacts', property: 'jobtitle', since: expect.any(Number) },
    { object: 'contacts', property: 'lifecyclestage', since: null },
  ]);
});

test('what may not be read is given up until somebody connects again; people are never', async () => {
  const { pool } = database;
  await pool.query('delete from cursors');
  let allowed = false;
  const asked: string[] = [];
  const needs = ['contacts', 'emails'].map((object) => ({ object })) as unknown as ObjectNeed[];
  const session = {
    feeds: () => [],
    async backfill({ object }: ObjectNeed) {
      asked.push(object);
      if (!allowed) throw new CrmError('rights', `grant the right to read ${object}`);
      const page = { readAt: 1, origin: 'backfill', snapshots: [], missing: [] };
      return { page, cursor: {}, more: false };
    },
  } as unknown as Session;
  const deps = { ...dependencies(session, needs), trouble: async () => {} };
  const state = async () =>
    (await pool.query('select name, done, reason from cursors order by name')).rows;
  // Moments are stored to the millisecond, rounded: "now" may be half of one ahead.
  const letBeDue = () => pool.query("update cursors set next_at = now() - interval '1 s'");
  await startReading(deps, account, 1);
  await readCursors(deps, 'backfill');
  await letBeDue();
  expect(await state()).toEqual([
    { name: '1:contacts', done: false, reason: 'grant the right to read contacts' },
    { name: '3:emails', done: false, reason: null },
  ]);
  allowed = true;
  await readCursors(deps, 'backfill');
  allowed = false;
  await readCursors(deps, 'backfill');
  expect(await state()).toEqual([
    { name: '1:contacts', done: true, reason: null },
    { name: '3:emails', done: true, reason: 'grant the right to read emails' },
  ]);
  allowed = true;
  await startReading(deps, account, 2);
  await letBeDue();
  await readCursors(deps, 'backfill');
  expect(await state()).toEqual([
    { name: '1:contacts', done: true, reason: null },
    { name: '3:emails', done: true, reason: null },
  ]);
  expect(asked).toEqual(['contacts', 'contacts', 'emails', 'emails']);
});
