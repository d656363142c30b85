import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readHistoryStatus } from '../../src/reports/status.js';
import { readHistoryStarts, saveHistoryStarts } from '../../src/store/history-starts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let account: { readonly workspace: number; readonly id: number };
beforeAll(async () => {
  database = await createTestDatabase();
  const made = await makeAccount(database.pool);
  account = { workspace: made.workspace, id: made.account };
});
afterAll(() => database?.drop());

const starts = async () => {
  const rows = await readHistoryStarts(database.pool, account);
  return Object.fromEntries(
    rows.map(({ object, property, since }) => [`${object}.${property}`, since]),
  );
};

test('a property is followed from its first load on, and whole where its history was read', async () => {
  const { pool } = database;
  expect(await readHistoryStatus(pool)).toEqual([]);
  await saveHistoryStarts(pool, account, 'contacts', {
    followed: ['email', 'lifecyclestage'],
    whole: ['lifecyclestage'],
  });
  const first = await starts();
  expect(first).toEqual({
    'contacts.email': expect.any(Number),
    'contacts.lifecyclestage': null,
  });
  const [status] = await readHistoryStatus(pool);
  expect(status).toEqual({
    account: account.id,
    completeFrom: first['contacts.email'],
    whole: 1,
  });
});

test('a load anew keeps the start of what was followed; what was dropped meanwhile begins again', async () => {
  const { pool } = database;
  const before = await starts();
  await saveHistoryStarts(pool, account, 'companies', { followed: ['name'], whole: [] });
  await saveHistoryStarts(pool, account, 'contacts', {
    followed: ['email', 'jobtitle'],
    whole: ['jobtitle'],
  });
  expect(await starts()).toEqual({
    'companies.name': expect.any(Number),
    'contacts.email': before['contacts.email'],
    'contacts.jobtitle': null,
  });
  await saveHistoryStarts(pool, account, 'contacts', {
    followed: ['email', 'jobtitle', 'lifecyclestage'],
    whole: ['email'],
  });
  expect(await starts()).toMatchObject({
    'contacts.email': null,
    'contacts.jobtitle': null,
    'contacts.lifecyclestage': expect.any(Number),
  });
});
