import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Session } from '../../connectors/connector.js';
import { readOwners } from '../../src/intake/owners.js';
import type { ReadDependencies } from '../../src/intake/read.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { ensureWorkspace, listAccounts, upsertAccount } from '../../src/store/accounts.js';
import { readActiveOwners } from '../../src/store/owners.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let workspace: number;
let failure: CrmError | null;
const trouble = jest.fn<ReadDependencies['trouble']>(async () => undefined);
let deps: ReadDependencies;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  workspace = await ensureWorkspace(pool, 'default');
  await upsertAccount(pool, {
    workspace,
    crm: 'hubspot',
    portal: '1',
    way: 'key',
    name: 'Portal',
    appId: null,
    baseUrl: 'http://127.0.0.1:1',
    uiDomain: null,
    timeZone: 'UTC',
    scopes: [],
    stageOrder: [],
    properties: {},
  });
  const owners: Session['owners'] = async () => {
    if (failure) throw failure;
    return [{ id: '7', name: 'Ann', email: null, active: true }];
  };
  deps = {
    pool,
    account: async () => (await listAccounts(pool))[0] ?? null,
    session: async () => ({ owners }),
    trouble,
  } as unknown as ReadDependencies;
});
afterAll(() => database?.drop());

/** Everything remembered of owners lies so much further back. */
const pass = (ms: number) =>
  database.pool.query(`update owners set seen_at = seen_at - $1 * interval '1 ms'`, [ms]);

test('owners that could not be read for a moment are read again soon, refused ones in an hour', async () => {
  failure = new CrmError('transient', 'cut');
  expect(await readOwners(deps)).toBe(0);
  expect(trouble).toHaveBeenCalledTimes(1);
  await readOwners(deps);
  expect(trouble).toHaveBeenCalledTimes(1);
  await pass(11_000);
  failure = new CrmError('rights', 'not allowed');
  await readOwners(deps);
  expect(trouble).toHaveBeenCalledTimes(2);
  await pass(3_000_000);
  failure = null;
  expect(await readOwners(deps)).toBe(0);
  await pass(700_000);
  expect(await readOwners(deps)).toBe(1);
  expect(await readActiveOwners(database.pool, workspace)).toEqual(new Set(['1/7']));
});
