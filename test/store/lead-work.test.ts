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

test('a lead waits while it is asked who changed its stage, for ten minutes at most', async () => {
  const now = Date.now();
  await database.pool.query(
    `insert into signals (workspace, lead, kind, record, value, at, source_kind, asked_at)
     select workspace, id, 'stage', 1, 'lead', now(), 'unknown', case when id < 3 then ms($1) end
     from leads where id < 4`,
    [now - 500_000],
  );
  // One of them is due, not dirty.
  await database.pool.query(
    `update lead_work set scored_seq = dirty_seq, due_at = now() - interval '1 s' where lead = 2`,
  );
  const claimed = async (at: number) =>
    (await withTransaction(database.pool, (db) => claimLeads(db, at, 100)))
      .map(({ id }) => id)
      .filter((id) => id < 5)
      .sort();
  expect(await claimed(now)).toEqual([3, 4]);
  expect(await claimed(now + 100_000)).toEqual([1, 2, 3, 4]);
  await database.pool.query('delete from signals');
  await database.pool.query('update lead_work set scored_seq = 0, due_at = null');
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
