import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { pruneParked } from '../../src/store/deliveries.js';
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
