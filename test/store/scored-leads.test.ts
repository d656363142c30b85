import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { readScoredLeads, sampleScoredLeads } from '../../src/store/scored-leads.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let workspace: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await ensureWorkspace(database.pool, 'test');
  await database.pool.query('insert into leads (workspace) select $1 from generate_series(1, 50)', [
    workspace,
  ]);
  // Every fifth has never been scored.
  await database.pool.query(
    `insert into lead_work (workspace, lead, dirty_seq, scored_seq)
     select workspace, id, 2, case when id % 5 = 0 then 0 else 1 end from leads`,
  );
});
afterAll(() => database?.drop());

test('a sample is of scored leads alone, and the same every time', async () => {
  const some = await sampleScoredLeads(database.pool, workspace, 10);
  expect(some.of).toBe(40);
  expect(some.ids).toHaveLength(10);
  expect(some.ids.filter((id) => id % 5 === 0)).toEqual([]);
  expect(await sampleScoredLeads(database.pool, workspace, 10)).toEqual(some);
  const all = await sampleScoredLeads(database.pool, workspace, 100);
  expect(all).toMatchObject({ of: 40 });
  expect(all.ids.slice(0, 10)).toEqual(some.ids);
  expect(await sampleScoredLeads(database.pool, workspace + 1, 10)).toEqual({ ids: [], of: 0 });
});

test('leads are read as if only time had passed', async () => {
  const [lead, ...others] = await readScoredLeads(database.pool, workspace, [1, 5]);
  expect(others).toEqual([]);
  expect(lead).toMatchObject({ id: 1, dirty: false, loud: false, first: false, problems: [] });
  expect(await readScoredLeads(database.pool, workspace)).toHaveLength(40);
});
