import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { completeFirstLoads } from '../../src/evaluate/first-load.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { HOUR } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { ensureCursors } from '../../src/store/cursors.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

const now = Date.parse('2026-03-02T12:00:00Z');
const clock = () => now;
let world: IntakeWorld;
let documents: ReturnType<typeof createDocuments>;

beforeAll(async () => {
  world = await createIntakeWorld(clock);
  const { pool } = world.database;
  const { workspace, id: account } = world.account;
  await publishShipped(pool, workspace, '.', ['hubspot']);
  documents = createDocuments(pool, (path) => readFileSync(path, 'utf8'));
  await ensureCursors(pool, [{ workspace, account, kind: 'backfill', name: '1', cursor: null }]);
  await pool.query('update cursors set done = true');
  await pool.query('update accounts set writes = true, backfilled_at = null');
  await world.page({
    readAt: now,
    origin: 'backfill',
    snapshots: ['1', '2'].map((record) => ({
      object: 'contacts',
      record,
      modifiedAt: now - HOUR,
      properties: { email: `lead${record}@acme.example`, lifecyclestage: 'lead' },
    })),
    missing: [],
  });
  await world.drain();
  // Nothing reads from a CRM here.
  await pool.query('delete from fetches');
  await score();
  // As the lifecycle would have decided it while the load was under way.
  const first = `(select lead from records where record = '1')`;
  await pool.query(`update leads set stage = 'mql', stage_since = now() where id = ${first}`);
  await pool.query(`update lead_work set dirty_seq = dirty_seq + 1 where lead = ${first}`);
  await score();
});
afterAll(() => world?.database.drop());

const score = () =>
  evaluateLeads({
    pool: world.database.pool,
    clock,
    log: silentLogger,
    connectors: new Map([['hubspot', hubspot]]),
    documents,
    tasksPerOwnerPerDay: 10,
    instance: 'i',
    marker: (key) => key,
  });
const stages = () =>
  world.rows<{ record: string; stage: string | null }>(
    `select record, want ->> 'lifecyclestage' as stage from desired order by record`,
  );
const complete = () => completeFirstLoads({ pool: world.database.pool, documents, clock });

test('a stage decided during the first load is written when the load is complete', async () => {
  expect(await stages()).toEqual([
    { record: '1', stage: null },
    { record: '2', stage: null },
  ]);
  expect(await complete()).toEqual([world.account.id]);
  // The lead whose stage the CRM has anyway is left alone.
  expect(await score()).toBe(1);
  expect(await stages()).toEqual([
    { record: '1', stage: 'marketingqualifiedlead' },
    { record: '2', stage: null },
  ]);
});

test('a load is completed once, and what it kept back is looked at once', async () => {
  expect(await complete()).toEqual([]);
  expect(await score()).toBe(0);
});
