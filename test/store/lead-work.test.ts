import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { claimLeads } from '../../src/store/lead-work.js';
import { withTransaction } from '../../src/store/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  const workspace = await ensureWorkspace(database.pool, 'test');
  await database.pool.query('insert into leads (workspace) select $1 from generate_series(1, 60)', [
    workspace,
  ]);
  await database.pool.query(
    'insert into lead_work (workspace, lead) select workspace, id from leads',
  );
});
afterAll(() => database?.drop());

test('a second claim finds what the first one left', async () => {
  await withTransaction(database.pool, async (one) => {
    const first = await claimLeads(one, Date.now(), 25);
    await withTransaction(database.pool, async (two) => {
      const second = await claimLeads(two, Date.now(), 25);
      const ids = [...first, ...second].map((lead) => lead.id);
      expect(new Set(ids).size).toBe(50);
    });
  });
});

test('live leads come before background ones, those whose time has come are taken too', async () => {
  await database.pool.query(
    `update lead_work set background = lead > 2, scored_seq = case when lead = 60 then 1 else 0 end,
       due_at = case when lead = 60 then now() - interval '1 s' end`,
  );
  const claimed = await withTransaction(database.pool, (db) => claimLeads(db, Date.now(), 100));
  expect(claimed.slice(0, 2).map((lead) => lead.background)).toEqual([false, false]);
  expect(claimed).toHaveLength(60);
  expect(claimed.filter((lead) => !lead.dirty)).toHaveLength(1);
});
