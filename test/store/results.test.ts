import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createLeads } from '../../src/store/leads.js';
import { type LeadRow, type ScoreRow, saveLeads, saveScores } from '../../src/store/results.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let workspace: number;
let lead: number;

beforeAll(async () => {
  database = await createTestDatabase();
  ({ workspace } = await makeAccount(database.pool));
  lead = (await createLeads(database.pool, workspace, 1))[0] ?? 0;
});
afterAll(() => database?.drop());

const MARCH = Date.parse('2026-03-01T12:00:00.250Z');

test('a lead that is as it was keeps its row as it is', async () => {
  const row: LeadRow = {
    workspace,
    id: lead,
    fields: { email: 'ada@acme.example', 'deal.amount': 12.5 },
    problems: [],
    stage: 'mql',
    stageSince: MARCH,
    pin: null,
    held: { cold: MARCH },
    memory: { revert: null, crmAt: null },
    mqlAt: MARCH,
    countFrom: null,
    override: 'none',
  };
  const version = async (): Promise<unknown> =>
    (await database.pool.query('select xmin::text, stage from leads where id = $1', [lead]))
      .rows[0];
  await saveLeads(database.pool, [row]);
  const first = await version();
  await saveLeads(database.pool, [structuredClone(row)]);
  expect(await version()).toEqual(first);
  await saveLeads(database.pool, [{ ...row, pin: { stage: 'mql', at: MARCH } }]);
  const pinned = await version();
  expect(pinned).not.toEqual(first);
  await saveLeads(database.pool, [row]);
  expect(await version()).not.toEqual(pinned);
});

test('the moment of the last change moves with a published figure alone', async () => {
  const score = { total: 50, grade: 'A1', band: 'warm', segment: null, dimensions: { fit: 10 } };
  const row = (at: number, change: object = {}): ScoreRow => ({
    workspace,
    lead,
    model: 'm',
    version: 1,
    scoredAt: at,
    score: {
      id: String(lead),
      ...score,
      thresholds: null,
      disqualified: null,
      outside: null,
      reasons: [],
      nextChangeAt: null,
      ...change,
    },
  });
  const changedAt = async (): Promise<unknown> =>
    (await database.pool.query('select changed_at from scores where lead = $1', [lead])).rows[0]
      ?.changed_at;
  await saveScores(database.pool, [row(MARCH)]);
  expect(await changedAt()).toBe(MARCH);
  await saveScores(database.pool, [row(MARCH + 1_000, { nextChangeAt: MARCH + 5_000 })]);
  expect(await changedAt()).toBe(MARCH);
  await saveScores(database.pool, [row(MARCH + 2_000, { dimensions: { fit: 11 } })]);
  expect(await changedAt()).toBe(MARCH + 2_000);
  await saveScores(database.pool, [row(MARCH + 3_000, { total: null, band: null })]);
  expect(await changedAt()).toBe(MARCH + 3_000);
});
