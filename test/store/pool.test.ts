import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openPool, parseInt8, withTransaction } from '../../src/store/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query('create table pool_test (id bigint primary key, n integer not null)');
});

afterAll(() => database.drop());

async function one(expression: string): Promise<unknown> {
  const { rows } = await database.pool.query<{ value: unknown }>(`select ${expression} as value`);
  return rows[0]?.value;
}

test.each([
  ['9007199254740991::bigint', 9007199254740991],
  ['array[1, null, -2]::bigint[]', [1, null, -2]],
  ["'{}'::bigint[]", []],
  ['1.10::numeric', '1.10'],
  ["'2024-02-29 23:59:59.123+02'::timestamptz(3)", Date.UTC(2024, 1, 29, 21, 59, 59, 123)],
  ["'0044-03-15 12:00:00+00 BC'::timestamptz", Date.UTC(-43, 2, 15, 12)],
  ["'infinity'::timestamptz", Number.POSITIVE_INFINITY],
  ["array['2024-01-01 00:00:00+00', null]::timestamptz[]", [Date.UTC(2024, 0, 1), null]],
  ["'2024-03-31'::date", '2024-03-31'],
  ['null::timestamptz', null],
])('%s is read as %p', async (expression, value) => {
  expect(await one(expression)).toEqual(value);
});

test('a bigint that a number cannot hold is an error, not a near miss', async () => {
  await expect(one('9007199254740993::bigint')).rejects.toThrow('9007199254740993');
  expect(() => parseInt8('-9007199254740993')).toThrow(RangeError);
});

test('a time zone of the database does not move times', async () => {
  const client = await database.pool.connect();
  await client.query("set timezone = 'Pacific/Auckland'");
  const { rows } = await client.query("select '2024-07-01 00:00:00+00'::timestamptz as at");
  client.release(true);
  expect(rows[0].at).toBe(Date.UTC(2024, 6, 1));
});

test('a failed transaction leaves nothing and gives its connection back', async () => {
  const work = withTransaction(database.pool, async (client) => {
    await client.query('insert into pool_test values (1, 1)');
    throw new Error('on purpose');
  });
  await expect(work).rejects.toThrow('on purpose');
  expect(await one('(select count(*) from pool_test)')).toBe(0);
  expect(database.pool.idleCount).toBe(database.pool.totalCount);
});

test('a swallowed failure inside a transaction is not taken for a commit', async () => {
  const work = withTransaction(database.pool, async (client) => {
    await client.query('insert into pool_test values (2, 1)');
    await client.query('select 1/0').catch(() => undefined);
  });
  await expect(work).rejects.toThrow('swallowed');
  expect(await one('(select count(*) from pool_test)')).toBe(0);
});

test('two transactions in deadlock both end well', async () => {
  await database.pool.query('insert into pool_test values (11, 0), (12, 0)');
  let both: () => void = () => undefined;
  const meeting = new Promise<void>((resolve) => {
    both = resolve;
  });
  let arrived = 0;
  let attempts = 0;
  const bump = (first: number, second: number) =>
    withTransaction(database.pool, async (client) => {
      attempts += 1;
      await client.query('update pool_test set n = n + 1 where id = $1', [first]);
      arrived += 1;
      if (arrived === 2) both();
      await meeting;
      await client.query('update pool_test set n = n + 1 where id = $1', [second]);
    });
  await Promise.all([bump(11, 12), bump(12, 11)]);
  expect(await one('(select sum(n) from pool_test where id > 10)')).toBe(4);
  expect(attempts).toBe(3);
});

test('an endless conflict is reported after three repeats', async () => {
  let attempts = 0;
  const work = withTransaction(database.pool, async (client) => {
    attempts += 1;
    await client.query("do $$ begin raise exception 'again' using errcode = '40001'; end $$");
  });
  await expect(work).rejects.toThrow('again');
  expect(attempts).toBe(4);
});

test('a connection that breaks while lent is told, and the pool goes on', async () => {
  const errors: Error[] = [];
  const pool = openPool({
    connectionString: database.url,
    max: 1,
    applicationName: 'test',
    onError: (error) => errors.push(error),
  });
  const client = await pool.connect();
  const gone = new Promise((resolve) => client.once('end', resolve));
  const { rows } = await client.query('select pg_backend_pid() as pid');
  await database.pool.query('select pg_terminate_backend($1)', [rows[0].pid]);
  await gone;
  client.release(true);
  expect(errors.length).toBeGreaterThan(0);
  expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});
