import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { comparedWith, type ModelWish, planModel } from '../../src/evaluate/plan-model.js';
import { publishModel } from '../../src/evaluate/publish-model.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { publishDocument, readDocuments } from '../../src/store/documents.js';
import { readModels } from '../../src/store/models.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const now = Date.parse('2026-03-02T12:00:00Z');
const by = { who: 'test', reason: 'to see it' };
const shipped = readFileSync('config/scoring/starter.yaml', 'utf8');
const named = (name: string): string => shipped.replace(/^model: .*$/m, `model: ${name}`);

let database: TestDatabase | undefined;
let workspace: number;

const opened = (): TestDatabase => {
  if (!database) throw new Error('no database');
  return database;
};

beforeEach(async () => {
  await database?.drop();
  database = await createTestDatabase();
  workspace = await ensureWorkspace(database.pool, 'test');
  await publishShipped(database.pool, workspace, '.', ['hubspot']);
  await database.pool.query('insert into leads (workspace) select $1 from generate_series(1, 3)', [
    workspace,
  ]);
  await database.pool.query(
    'insert into lead_work (workspace, lead, scored_seq) select workspace, id, 1 from leads',
  );
});
afterAll(() => database?.drop());

const plan = (text: string, wish: Partial<ModelWish> = {}) =>
  planModel(
    {
      pool: opened().pool,
      readList: (path) => readFileSync(path, 'utf8'),
      outputNames: { hubspot: hubspot.declaration.outputName },
    },
    workspace,
    { text, file: 'a.yaml', as: null, primary: false, ...wish },
    now,
  );
const publish = async (text: string, wish: Partial<ModelWish> = {}, loudAt: number | null = null) =>
  publishModel(opened().pool, await plan(text, wish), by, loudAt);
const states = async () =>
  Object.fromEntries(
    (await readModels(opened().pool, workspace)).map(({ name, state, primary }) => [
      name,
      primary ? 'primary' : state,
    ]),
  );
const work = async () =>
  (
    await opened().pool.query(
      `select distinct dirty_seq > scored_seq as dirty, loud_seq > scored_seq as loud, background,
         (extract(epoch from loud_at) * 1000)::bigint as at from lead_work`,
    )
  ).rows;

test('a new model begins as a shadow; its leads are scored again without tasks', async () => {
  expect(await publish(named('second'))).toBe(3);
  expect(await states()).toEqual({ 'b2b-default': 'primary', second: 'shadow' });
  expect(await work()).toEqual([{ dirty: true, loud: false, background: true, at: null }]);
  const { rows } = await opened().pool.query(
    `select who, about, details from audit where what = 'model.publish'`,
  );
  expect(rows).toEqual([
    {
      who: 'test',
      about: 'second',
      details: {
        before: null,
        after: 1,
        state: 'shadow',
        primary: false,
        was: null,
        reason: 'to see it',
        quiet: true,
        leads: 3,
      },
    },
  ]);
});

test('tasks are asked for by name', async () => {
  await publish(named('second'), { primary: true }, now);
  expect(await work()).toEqual([{ dirty: true, loud: true, background: true, at: now }]);
});

test('a draft is kept and scores nobody; a scored model that becomes one loses its scores', async () => {
  const { pool } = opened();
  expect(await publish(named('second'), { as: 'draft' })).toBe(0);
  expect(await work()).toMatchObject([{ dirty: false }]);
  await publish(named('second'), { as: 'shadow' });
  await pool.query(
    `insert into scores (workspace, lead, model, version, reasons, scored_at)
     select workspace, id, m, 1, '[]', now() from leads, unnest(array['second', 'b2b-default']) m`,
  );
  await publish(named('second'), { as: 'draft' });
  const { rows } = await pool.query('select distinct model from scores');
  expect(rows).toEqual([{ model: 'b2b-default' }]);
});

test('the same text in the same state publishes nothing; another state makes no new version', async () => {
  await publish(named('second'));
  expect(await plan(named('second'))).toMatchObject({ changes: false, rescores: false });
  const live = await plan(named('second'), { as: 'live' });
  expect(live).toMatchObject({ changes: true, rescores: true, goesLive: true });
  expect(live.after.version).toBe(1);
  await publishModel(opened().pool, live, by);
  expect(await plan(`${named('second')}# edited\n`)).toMatchObject({ goesLive: false });
});

test('a new primary model is compared with the former, which goes on as a shadow', async () => {
  const planned = await plan(named('second'), { primary: true });
  expect(comparedWith(planned)?.model.model).toBe('b2b-default');
  expect(planned.goesLive).toBe(false);
  await publishModel(opened().pool, planned, by);
  expect(await states()).toEqual({ second: 'primary', 'b2b-default': 'shadow' });
  const edited = await plan(`${named('second')}# edited\n`);
  expect(comparedWith(edited)).toMatchObject({ version: 1, model: { model: 'second' } });
  expect(edited.after.version).toBe(2);
});

test('the primary model stays until another one takes its place', async () => {
  const text = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
  await expect(plan(text, { as: 'draft' })).rejects.toThrow('OTHER --primary');
  await expect(plan(text, { as: 'shadow', primary: true })).rejects.toThrow('A primary model is');
});

test('lifecycle and alerts in force must be able to work with a primary model, not with others', async () => {
  const text = named('second').replaceAll('mql:', 'ready:');
  expect(text).not.toBe(named('second'));
  expect(await plan(text)).toMatchObject({ becomes: { state: 'shadow' } });
  await expect(plan(text, { primary: true })).rejects.toThrow(
    /^The lifecycle document in force cannot be used with second as the primary model:\nconfig\/lifecycle\.yaml:\d+/,
  );
});

test('a pinned lead that does not hold is a problem with its place', async () => {
  const lines = named('second').split('\n');
  const at = lines.findIndex((line) => /expect: \{.*total: \d+/.test(line));
  const text = named('second').replace(/(expect: \{.*total: )\d+/, '$177');
  await expect(plan(text)).rejects.toThrow(`a.yaml:${at + 1}: examples[`);
});

test('two live models whose properties a CRM cannot tell apart are refused', async () => {
  await publish(named('a-b'), { as: 'live' });
  await expect(plan(named('a_b'), { as: 'live' })).rejects.toThrow(
    'The models a_b and a-b would both write plumbline_a_b_score in hubspot',
  );
  expect(await plan(named('a_b'))).toMatchObject({ becomes: { state: 'shadow' } });
});

test('what was published since the look is not overwritten', async () => {
  const planned = await plan(named('second'), { primary: true });
  await publish(named('third'));
  await expect(publishModel(opened().pool, planned, by)).rejects.toThrow('in the meantime');
  expect(await states()).toEqual({ 'b2b-default': 'primary', third: 'shadow' });
  const stored = await readDocuments(opened().pool, workspace);
  expect(stored.some(({ name }) => name === 'second')).toBe(false);
});

test('a stored model that can no longer be loaded is replaced like any other', async () => {
  const broken = { kind: 'model', name: 'b2b-default', text: 'model: b2b-default\n' } as const;
  await publishDocument(opened().pool, workspace, broken, by);
  const text = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
  const planned = await plan(text);
  expect(planned).toMatchObject({ before: null, after: { version: 3 }, changes: true });
  await publishModel(opened().pool, planned, by);
  expect(await states()).toEqual({ 'b2b-default': 'primary' });
});
