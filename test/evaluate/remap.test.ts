import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { HOUR } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { markWorkspaceDirty } from '../../src/store/leads.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

const now = Date.parse('2026-03-02T12:00:00Z');
let world: IntakeWorld;
let documents: ReturnType<typeof createDocuments>;

beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  const { pool } = world.database;
  await publishShipped(pool, world.account.workspace, '.', ['hubspot']);
  documents = createDocuments(pool, (path) => readFileSync(path, 'utf8'));
  await read('Head of Marketing', now - HOUR);
  await score();
});
afterAll(() => world?.database.drop());

async function read(jobtitle: string, modifiedAt: number): Promise<void> {
  const properties = { email: 'ann@acme.example', lifecyclestage: 'lead', jobtitle };
  await world.page({
    readAt: modifiedAt,
    origin: 'fetch',
    snapshots: [{ object: 'contacts', record: '1', modifiedAt, properties }],
    missing: [],
  });
  await world.drain();
}

async function score(): Promise<void> {
  const scored = await evaluateLeads({
    pool: world.database.pool,
    clock: () => now,
    log: silentLogger,
    connectors: new Map([['hubspot', hubspot]]),
    documents,
    tasksPerOwnerPerDay: 10,
    instance: 'i',
    marker: (key) => key,
  });
  expect(scored).toBe(1);
}

const mark = (remap: boolean): Promise<number> =>
  markWorkspaceDirty(world.database.pool, world.account.workspace, { remap });
/** A field that no mapping would give tells afterwards whether the fields were made anew. */
const forge = (): Promise<unknown[]> =>
  world.rows(`update leads set fields = fields || '{"jobTitle": "Forged"}'`);
const title = async (): Promise<string | undefined> =>
  (await world.rows<{ title: string }>(`select fields ->> 'jobTitle' as title from leads`))[0]
    ?.title;

test('a new model scores the fields as they are, a new mapping makes them anew', async () => {
  expect(await title()).toBe('Head of Marketing');
  await forge();
  await mark(false);
  await score();
  expect(await title()).toBe('Forged');
  await mark(true);
  await score();
  expect(await title()).toBe('Head of Marketing');
});

test('news of a record are mapped, whether a new model comes before or after them', async () => {
  await mark(false);
  await read('Director of one', now - 1_000);
  await score();
  expect(await title()).toBe('Director of one');
  await read('Director of two', now - 900);
  await mark(false);
  await score();
  expect(await title()).toBe('Director of two');
});
