import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureWorkspace, upsertAccount } from '../../src/store/accounts.js';
import { readPersons } from '../../src/store/lead-facts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeLeads } from '../support/listed-leads.js';

let database: TestDatabase;
let workspace: number;
let account: number;
let leads: readonly number[];

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  workspace = await ensureWorkspace(pool, 'default');
  account = await upsertAccount(pool, {
    workspace,
    crm: 'hubspot',
    portal: '4242',
    way: 'key',
    name: 'One',
    appId: null,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: {},
  });
  leads = await makeLeads(pool, workspace, [{}, {}, {}]);
  for (const [place, lead] of leads.entries()) {
    const values = { phase: ['customer', 1, 's'], email: [`p${place}@x.example`, 1, 's'] };
    await pool.query(
      `insert into records (workspace, account, object, record, values, state, lead)
       values ($1, $2, 'contacts', $3, $4, 'known', $5)`,
      [workspace, account, String(place), place === 2 ? {} : values, lead],
    );
  }
});
afterAll(() => database?.drop());

const read = async (whole: readonly number[], property: ReadonlyMap<number, string>) =>
  (await readPersons(database.pool, workspace, leads, { whole, property })).map(({ values }) =>
    Object.keys(values).sort(),
  );

test('of leads that are not mapped again one property is read, where the record has it', async () => {
  const first = leads.slice(0, 1);
  expect(await read(first, new Map([[account, 'phase']]))).toEqual([
    ['email', 'phase'],
    ['phase'],
    [],
  ]);
});

test('an account without such a property still has its records', async () => {
  expect(await read([], new Map([[account + 1, 'phase']]))).toEqual([[], [], []]);
});
