import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { insertDeliveries, pruneParked, takeDeliveries } from '../../src/store/deliveries.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('what was set aside is kept for a week', async () => {
  const { pool } = database;
  const days = `from unnest(array[6, 8]) as days`;
  await pool.query(
    `insert into parked_deliveries (id, route, kind, sealed, reason, at, parked_at)
     select days, 'hubspot', 'hook', '', '', now(), now() - days * interval '1 day' ${days}`,
  );
  await pool.query(
    `insert into parked_changes (workspace, id, account, object, record, sealed, reason, parked_at)
     select 1, days, 1, 'contacts', '1', '', '', now() - days * interval '1 day' ${days}`,
  );
  await pruneParked(pool);
  const { rows } = await pool.query(
    'select id from parked_deliveries union all select id from parked_changes',
  );
  expect(rows).toEqual([{ id: 6 }, { id: 6 }]);
});

test('what is taken at once is bounded by its size: large pages one by one, small hooks together', async () => {
  const { pool } = database;
  const delivery = (body: string, priority: 0 | 1) => ({
    route: 'crm',
    kind: 'page' as const,
    account: null,
    body: Buffer.from(body),
    priority,
  });
  const pages = ['a', 'b', 'c'].map((letter) => delivery(letter.repeat(900), 1));
  const hooks = ['1', '2', '3', '4'].map((digit) => delivery(digit.repeat(10), 0));
  await insertDeliveries(pool, [...pages, ...hooks]);
  const take = async (limit: number): Promise<string[]> =>
    (await takeDeliveries(pool, limit, 1_000)).map(
      ({ body }) => Buffer.from(body).toString()[0] ?? '',
    );
  expect(await take(3)).toEqual(['1', '2', '3']);
  expect(await take(200)).toEqual(['4', 'a', 'b']);
  expect(await take(200)).toEqual(['c']);
  expect(await take(200)).toEqual([]);
  // One that alone is larger than all the room still goes, or it would never go.
  await insertDeliveries(pool, [delivery('x'.repeat(5_000), 1), delivery('y', 1)]);
  expect(await take(200)).toEqual(['x']);
  expect(await take(200)).toEqual(['y']);
});
