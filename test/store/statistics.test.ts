import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { refreshStatistics } from '../../src/store/statistics.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

const link = (from: number, to: number) =>
  database.pool.query(
    `insert into links (workspace, account, object, record, to_object, to_record, linked, is_primary, at, tie)
     select 1, 1, 'contacts', n::text, 'companies', n::text, true, true, 0, ''
     from generate_series($1::int, $2::int) n`,
    [from, to],
  );

const known = async (): Promise<number> => {
  const { rows } = await database.pool.query<{ count: number }>(
    `select reltuples::int as count from pg_class where relname = 'links'`,
  );
  return rows[0]?.count ?? Number.NaN;
};

test('the database looks at a table that has grown out of what it knew, and not before', async () => {
  await link(1, 50);
  expect(await refreshStatistics(database.pool)).toEqual([]);
  await link(51, 3_000);
  expect(await refreshStatistics(database.pool)).toEqual(['links']);
  expect(await known()).toBe(3_000);
  await link(3_001, 6_000);
  expect(await refreshStatistics(database.pool)).toEqual([]);
  await link(6_001, 12_000);
  expect(await refreshStatistics(database.pool)).toEqual(['links']);
});
