import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { continueFanouts, startFanouts } from '../../src/store/fanouts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const COMPANIES = 5;
const PEOPLE = 500;

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  const { rows } = await pool.query<{ id: number }>(
    `insert into workspaces (name) values ('fan-out') returning id`,
  );
  const workspace = rows[0]?.id ?? 0;
  const key = { workspace, account: 1, object: 'companies' };
  await pool.query(
    `with people as (
       insert into records (workspace, account, object, record, state, lead)
       select $1, 1, 'contacts', n::text, 'known', n from generate_series(1, $2::int) n returning record)
     insert into links (workspace, account, object, record, to_object, to_record, linked, at)
     select $1, 1, 'contacts', record, 'companies', (record::int % $3)::text, true, 0 from people`,
    [workspace, COMPANIES * PEOPLE, COMPANIES],
  );
  const causes = Array.from({ length: COMPANIES }, (_, index) => ({
    record: { ...key, record: String(index) },
    loud: false,
  }));
  await startFanouts(pool, causes);
});
afterAll(() => database?.drop());

const marked = async () => {
  const { rows } = await database.pool.query<{ leads: number; marks: number; left: number }>(
    `select count(*)::int as leads, coalesce(sum(dirty_seq), 0)::int as marks,
       (select count(*)::int from fanouts) as left from lead_work`,
  );
  return rows[0];
};

test('the people of many companies are marked once each, a bounded number of them at once', async () => {
  const { pool } = database;
  expect(await continueFanouts(pool, PEOPLE)).toBe(4);
  expect(await marked()).toEqual({ leads: 2_000, marks: 2_000, left: COMPANIES });
  while ((await continueFanouts(pool, PEOPLE)) > 0);
  expect(await marked()).toEqual({ leads: 2_500, marks: 2_500, left: 0 });
});
