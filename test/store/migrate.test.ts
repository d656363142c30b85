import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Migration, migrate } from '../../src/store/migrate.js';
import { openPool } from '../../src/store/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const FIRST: Migration = {
  id: 1,
  name: 'first',
  sql: 'create table a (n int);\ninsert into a values (1);',
};
const SECOND: Migration = { id: 2, name: 'second', sql: 'alter table a add column m int' };

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ template: 'template0' });
});

beforeEach(async () => {
  await database.pool.query('drop table if exists a; drop table if exists schema_migrations');
});

afterAll(() => database.drop());

test('each migration runs once, in order', async () => {
  expect(await migrate(database.pool, [FIRST])).toEqual([1]);
  expect(await migrate(database.pool, [FIRST, SECOND])).toEqual([2]);
  expect(await migrate(database.pool, [FIRST, SECOND])).toEqual([]);
  expect((await database.pool.query('select * from a')).rows).toEqual([{ n: 1, m: null }]);
});

test('two processes that start together run each migration once', async () => {
  const pools = [1, 2, 3].map(() =>
    openPool({ connectionString: database.url, max: 1, applicationName: 'test' }),
  );
  const ran = await Promise.all(pools.map((pool) => migrate(pool, [FIRST, SECOND])));
  await Promise.all(pools.map((pool) => pool.end()));
  expect(ran.flat()).toEqual([1, 2]);
});

test('a failing migration leaves the database as before it and names itself', async () => {
  const broken = { id: 2, name: 'broken', sql: 'create table b (n int); select 1/0' };
  await expect(migrate(database.pool, [FIRST, broken])).rejects.toMatchObject({
    code: 'migration-failed',
    message: expect.stringMatching(/2 \(broken\).*division by zero/),
  });
  const { rows } = await database.pool.query("select to_regclass('b') as b");
  expect(rows).toEqual([{ b: null }]);
  expect(await migrate(database.pool, [FIRST, SECOND])).toEqual([2]);
});

const NOTE: Migration = { id: 1, name: 'note', sql: 'select 1' };
const NEXT: Migration = { id: 2, name: 'next', sql: 'select 2' };

test.each<[string, string, Migration[], Migration[]]>([
  ['a database newer than the code', 'database-newer', [NOTE, NEXT], [NOTE]],
  ['an unknown migration', 'migration-unknown', [NOTE, NEXT], [NOTE, { ...NEXT, id: 3 }]],
  ['a changed migration', 'migration-changed', [NOTE], [{ ...NOTE, sql: 'select 3' }]],
  ['a migration put before one that ran', 'migration-late', [NEXT], [NOTE, NEXT]],
  ['ids that do not rise', 'migrations-order', [], [NEXT, NOTE]],
])('%s is refused', async (_, code, before, now) => {
  await migrate(database.pool, before);
  await expect(migrate(database.pool, now)).rejects.toMatchObject({ code });
  const { rows } = await database.pool.query<{ id: number }>('select id from schema_migrations');
  expect(rows.map((row) => row.id)).toEqual(before.map((migration) => migration.id));
});

test('line endings of a checkout do not change a migration', async () => {
  await migrate(database.pool, [FIRST]);
  const windows = { ...FIRST, sql: FIRST.sql.replaceAll('\n', '\r\n') };
  expect(await migrate(database.pool, [windows])).toEqual([]);
});
