import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readActiveOwners, readTeams, saveOwners } from '../../src/store/owners.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const owner = (account: number, id: string, teams: readonly string[], active = true) => ({
  workspace: 1,
  account,
  owner: id,
  name: `Owner ${id}`,
  active,
  teams,
});

test('teams have the active owners of all accounts, and follow the CRM', async () => {
  const { pool } = database;
  await saveOwners(pool, [
    owner(1, '8', ['Inbound']),
    owner(1, '7', ['Inbound', 'Enterprise']),
    owner(2, '7', ['Inbound']),
    owner(1, '9', ['Inbound', 'Left'], false),
    { ...owner(1, '5', ['Elsewhere']), workspace: 2 },
    owner(1, '', []),
  ]);
  expect(await readTeams(pool, 1)).toEqual([
    { name: 'Enterprise', owners: ['7'] },
    { name: 'Inbound', owners: ['7', '8'] },
  ]);
  expect(await readTeams(pool, 2)).toEqual([{ name: 'Elsewhere', owners: ['5'] }]);
  await saveOwners(pool, [owner(1, '7', []), owner(1, '8', ['Enterprise'])]);
  expect(await readTeams(pool, 1)).toEqual([
    { name: 'Enterprise', owners: ['8'] },
    { name: 'Inbound', owners: ['7'] },
  ]);
  expect(await readActiveOwners(pool, 1)).toEqual(new Set(['1/', '1/7', '1/8', '2/7']));
});
