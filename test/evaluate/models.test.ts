/** Three models at once: the primary one, another live one and a shadow. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { HOUR } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { setWrites } from '../../src/store/accounts.js';
import { publishDocument } from '../../src/store/documents.js';
import { markWorkspaceDirty } from '../../src/store/leads.js';
import { type ModelState, saveModel } from '../../src/store/models.js';
import { createIntakeWorld, type IntakeWorld } from '../support/intake-world.js';

const now = Date.parse('2026-03-02T12:00:00Z');
let world: IntakeWorld;
let documents: ReturnType<typeof createDocuments>;

/** Gives everybody these points; by them alone nobody could be told from anybody. */
const flat = (name: string, points: number): string => `
model: ${name}
version: 1
dimensions: { fit: {}, engagement: {} }
total: { cap: 100 }
thresholds: { mql: 50, sql: 100 }
grades: { fit: { A: 10, B: 0 } }
bands: { warm: { from: 20, action: Wait }, cold: { from: 0, action: Wait } }
rules:
  - { id: there, label: Is there as ${name}, dimension: fit, when: { field: email, exists: true }, points: ${points} }
`;

async function publish(name: string, points: number, state: ModelState, primary = false) {
  const { pool } = world.database;
  const { workspace } = world.account;
  const by = { who: 'test', reason: 'several models' };
  await publishDocument(pool, workspace, { kind: 'model', name, text: flat(name, points) }, by);
  await saveModel(pool, workspace, { name, state, primary });
  await markWorkspaceDirty(pool, workspace, { remap: false });
}

beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  const { pool } = world.database;
  const { workspace, id } = world.account;
  await publishShipped(pool, workspace, '.', ['hubspot']);
  documents = createDocuments(
    pool,
    (path) => readFileSync(path, 'utf8'),
    (_, output) => hubspot.declaration.outputName(output),
  );
  await setWrites(pool, id, true);
  await pool.query('update accounts set backfilled_at = now()');
  await publish('z-main', 30, 'live', true);
  await publish('m-second', 40, 'live');
  await publish('a-shadow', 90, 'shadow');
  await publish('a-draft', 99, 'draft');
  await world.page({
    readAt: now - 1,
    origin: 'fetch',
    snapshots: [
      {
        object: 'contacts',
        record: '1',
        modifiedAt: now - HOUR,
        createdAt: now - HOUR,
        properties: { email: 'ann@acme.example', lifecyclestage: 'lead' },
      },
    ],
    missing: [],
  });
  await world.drain();
});
afterAll(() => world?.database.drop());

const evaluate = (by = documents) =>
  evaluateLeads({
    pool: world.database.pool,
    clock: () => now,
    log: silentLogger,
    connectors: new Map([['hubspot', hubspot]]),
    documents: by,
    tasksPerOwnerPerDay: 10,
    instance: 'i',
    marker: (key) => key,
  });
const totals = async (): Promise<Record<string, number>> => {
  const rows = await world.rows<{ model: string; total: number }>(
    'select model, total from scores',
  );
  return Object.fromEntries(rows.map(({ model, total }) => [model, total]));
};
const want = async (): Promise<Record<string, string>> => {
  const rows = await world.rows<{ want: Record<string, string> }>('select want from desired');
  return rows[0]?.want ?? {};
};

test('the primary model drives, the second writes its own properties, the shadow is only stored', async () => {
  const order = await documents.models(world.account.workspace);
  expect(order.map(({ model, state }) => [model.model, state])).toEqual([
    ['z-main', 'live'],
    ['m-second', 'live'],
    ['a-shadow', 'shadow'],
    ['b2b-default', 'shadow'],
  ]);
  await evaluate();
  expect(await totals()).toMatchObject({ 'z-main': 30, 'm-second': 40, 'a-shadow': 90 });
  expect(await totals()).not.toHaveProperty('a-draft');
  const wanted = await want();
  expect(wanted).toMatchObject({
    plumbline_score: '30',
    plumbline_band: 'warm',
    plumbline_model: 'z-main v1 i',
    plumbline_m_second_score: '40',
    plumbline_m_second_grade: 'A',
  });
  expect(wanted.plumbline_m_second_reasons).toContain('Is there as m-second');
  // The shadow alone reaches the threshold: it moves nobody.
  expect(await world.rows('select stage from leads')).toEqual([{ stage: 'lead' }]);
  expect(Object.keys(wanted).filter((name) => /shadow|draft|b2b/.test(name))).toEqual([]);
  expect(JSON.stringify(wanted)).not.toContain('a-shadow');
});

test('a shadow is not written even where the mapping has a property for it', async () => {
  await markWorkspaceDirty(world.database.pool, world.account.workspace, { remap: false });
  await evaluate({
    ...documents,
    async mapping(account) {
      const mapping = await documents.mapping(account);
      const shadow = { 'a-shadow_score': { property: 'shadow_score' } };
      return { ...mapping, writes: { ...mapping.writes, ...shadow } };
    },
  });
  expect(await want()).not.toHaveProperty('shadow_score');
});

test('a lead marked by a publication is scored by it, however young the last look is', async () => {
  await documents.models(world.account.workspace);
  await publish('m-second', 45, 'live');
  await evaluate();
  expect(await totals()).toMatchObject({ 'm-second': 45 });
  expect(await want()).toMatchObject({ plumbline_m_second_score: '45' });
});

test('another primary model takes over the main properties; the former is watched on', async () => {
  await publish('a-shadow', 90, 'live', true);
  await evaluate();
  const wanted = await want();
  expect(wanted).toMatchObject({ plumbline_score: '90', plumbline_model: 'a-shadow v1 i' });
  expect(await totals()).toMatchObject({ 'z-main': 30, 'a-shadow': 90 });
  const [{ state } = { state: '' }] = await world.rows<{ state: string }>(
    `select state from models where name = 'z-main'`,
  );
  expect(state).toBe('shadow');
});

test('what a model wrote is cleared once when it is live no more', async () => {
  const own = async () =>
    Object.entries(await want()).filter(([name]) => name.includes('m_second'));
  const cleared = ['grade', 'reasons', 'score'].map((name) => [`plumbline_m_second_${name}`, null]);
  // Sent, and for all we know taken.
  await world.rows(`update desired set confirmed = want, state = 'idle'`);
  await publish('m-second', 60, 'shadow');
  await evaluate();
  expect(await totals()).toMatchObject({ 'm-second': 60 });
  expect((await own()).sort()).toEqual(cleared);
  expect(await world.rows(`select 1 from desired where state = 'pending'`)).toHaveLength(1);
  // Not there yet: the wish stands.
  await publish('m-second', 61, 'shadow');
  await evaluate();
  expect((await own()).sort()).toEqual(cleared);
  await world.rows(`update desired set confirmed = confirmed || want, state = 'idle'`);
  await publish('m-second', 62, 'shadow');
  await evaluate();
  expect(await own()).toEqual([]);
  expect(await world.rows(`select 1 from desired where state = 'pending'`)).toEqual([]);
});

test('what a model that is live no more never wrote is not cleared', async () => {
  await publish('never', 10, 'shadow');
  await evaluate();
  expect(Object.keys(await want()).filter((name) => name.includes('never'))).toEqual([]);
});

test('a mass re-score makes tasks only where they are asked for', async () => {
  const { pool } = world.database;
  const { workspace } = world.account;
  const ready = (points: number): string =>
    flat('ready', 30).replace(
      'rules:',
      `rules:
  - { id: keen, label: Is keen, dimension: engagement, when: { field: email, exists: true }, points: ${points} }`,
    );
  const apply = async (points: number, loudAt: number | null): Promise<void> => {
    await world.rows(`update leads set stage = 'lead', stage_since = null, pin = null`);
    const document = { kind: 'model', name: 'ready', text: ready(points) } as const;
    await publishDocument(pool, workspace, document, { who: 'test', reason: 'ready' });
    await saveModel(pool, workspace, { name: 'ready', state: 'live', primary: true });
    await markWorkspaceDirty(pool, workspace, { loudAt, remap: false });
    await evaluate();
    expect(await world.rows('select stage from leads')).toEqual([{ stage: 'mql' }]);
  };
  await apply(40, null);
  expect(await world.rows('select trigger from alerts')).toEqual([]);
  await apply(41, now);
  expect(await world.rows('select trigger from alerts')).toEqual([{ trigger: 'new-mql' }]);
});

test('without a primary model nothing is scored, and the error says what to do', async () => {
  await world.rows('update models set is_primary = false');
  await documents.renew(world.database.pool, world.account.workspace);
  await expect(documents.models(world.account.workspace)).rejects.toThrow(
    'plumbline model apply FILE --primary',
  );
});
