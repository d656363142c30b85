import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mergeLeads } from '../../src/store/leads.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('of merged leads one open alert a trigger is kept, and all that is closed', async () => {
  const { pool } = database;
  const { workspace, account } = await makeAccount(pool);
  const { rows: leads } = await pool.query<{ id: number }>(
    'insert into leads (workspace) values ($1), ($1) returning id',
    [workspace],
  );
  const [one, two] = leads.map(({ id }) => id) as [number, number];
  const alert = (key: string, lead: number, trigger: string, state: string) =>
    pool.query(
      `insert into alerts (workspace, key, lead, trigger, account, object, record, draft, marker, state,
         created_at) values ($1, $2, $3, $4, $5, 'contacts', '1', '{}', $2, $6, now())`,
      [workspace, key, lead, trigger, account, state],
    );
  await alert('kept', one, 'both', 'open');
  await alert('planned', two, 'both', 'planned');
  await alert('old', two, 'both', 'closed');
  await alert('closed', one, 'second', 'closed');
  await alert('moved', two, 'second', 'open');
  await alert('planned too', two, 'third', 'planned');
  expect(await mergeLeads(pool, workspace, two, one)).toBe(one);
  const { rows } = await pool.query<{ key: string; state: string }>(
    'select key, state from alerts where lead = $1 order by key',
    [one],
  );
  expect(rows.map(({ key, state }) => `${key}: ${state}`)).toEqual([
    'closed: closed',
    'kept: open',
    'moved: open',
    'old: closed',
    'planned too: planned',
  ]);
  const { rows: left } = await pool.query('select key, state from alerts where lead = $1', [two]);
  expect(left).toEqual([{ key: 'planned', state: 'closed' }]);
});
