import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { publishDocument } from '../../src/store/documents.js';
import {
  dropModelScores,
  furtherLive,
  readModels,
  readStamp,
  saveModel,
} from '../../src/store/models.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let workspace: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await ensureWorkspace(database.pool, 'test');
});
afterAll(() => database?.drop());
beforeEach(async () => {
  await database.pool.query('delete from models');
});

const save = (name: string, state: 'live' | 'shadow' | 'draft', primary = false) =>
  saveModel(database.pool, workspace, { name, state, primary });

test('the primary model comes first, then the other live ones, shadows and drafts', async () => {
  await save('a-draft', 'draft');
  await save('b-shadow', 'shadow');
  await save('d-live', 'live');
  await save('c-live', 'live');
  await save('z-main', 'live', true);
  const models = await readModels(database.pool, workspace);
  expect(models.map(({ name }) => name)).toEqual([
    'z-main',
    'c-live',
    'd-live',
    'b-shadow',
    'a-draft',
  ]);
  expect(furtherLive(models)).toEqual(['c-live', 'd-live']);
});

test('a new primary model sends the former into the shadow', async () => {
  await save('one', 'live', true);
  await save('two', 'live', true);
  expect(await readModels(database.pool, workspace)).toEqual([
    { name: 'two', state: 'live', primary: true },
    { name: 'one', state: 'shadow', primary: false },
  ]);
});

test('the database itself refuses two primary models, and a primary one that is not live', async () => {
  await save('one', 'live', true);
  const insert = (state: string) =>
    database.pool.query(`insert into models values ($1, 'two', $2, true)`, [workspace, state]);
  await expect(insert('live')).rejects.toThrow('models_primary');
  await expect(insert('shadow')).rejects.toThrow('models_check');
});

test('the stamp changes with a version, with a state and with another primary model', async () => {
  const stamps = [await readStamp(database.pool, workspace)];
  const look = async () => {
    stamps.push(await readStamp(database.pool, workspace));
  };
  const by = { who: 'test', reason: 'test' };
  await publishDocument(database.pool, workspace, { kind: 'alerts', name: 'a', text: '1' }, by);
  await look();
  await save('one', 'live', true);
  await look();
  await save('two', 'shadow');
  await look();
  await save('two', 'live', true);
  await look();
  expect(new Set(stamps).size).toBe(5);
  expect(await readStamp(database.pool, workspace)).toBe(stamps.at(-1));
});

test('the scores of a model go alone, and its history stays', async () => {
  const { pool } = database;
  for (const model of ['one', 'two']) {
    const values = [workspace, model];
    await pool.query(
      `insert into scores (workspace, lead, model, version, reasons, scored_at)
       values ($1, 1, $2, 1, '[]', now())`,
      values,
    );
    await pool.query(
      'insert into score_history (workspace, lead, model, at, version) values ($1, 1, $2, now(), 1)',
      values,
    );
  }
  await dropModelScores(pool, workspace, 'one');
  expect((await pool.query('select model from scores')).rows).toEqual([{ model: 'two' }]);
  expect((await pool.query('select model from score_history')).rows).toHaveLength(2);
});
