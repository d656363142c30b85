import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { publishDocument, readDocuments } from '../../src/store/documents.js';
import { readModels, saveModel } from '../../src/store/models.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let root: string;
let workspace: number;

beforeAll(async () => {
  database = await createTestDatabase();
  workspace = await ensureWorkspace(database.pool, 'test');
  root = mkdtempSync(join(tmpdir(), 'plumbline-documents-'));
  for (const folder of ['config', 'mappings'])
    cpSync(folder, join(root, folder), { recursive: true });
});
afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  await database?.drop();
});

const publish = () => publishShipped(database.pool, workspace, root, ['hubspot']);
const versions = async () =>
  Object.fromEntries(
    (await readDocuments(database.pool, workspace)).map((one) => [one.kind, one.version]),
  );
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(root, path), change(readFileSync(join(root, path), 'utf8')));

test('the shipped documents are published once, an edited one as its next version', async () => {
  await publish();
  await publish();
  expect(await versions()).toEqual({ mapping: 1, model: 1, lifecycle: 1, alerts: 1 });
  expect(await readModels(database.pool, workspace)).toEqual([
    { name: 'b2b-default', state: 'live', primary: true },
  ]);
  await database.pool.query('insert into leads (workspace) values ($1)', [workspace]);
  await database.pool.query(
    'insert into lead_work (workspace, lead, scored_seq) select workspace, id, 1 from leads',
  );
  edit('config/scoring/b2b-default.yaml', (text) => `${text}\n# a remark\n`);
  await publish();
  expect(await versions()).toEqual({ mapping: 1, model: 2, lifecycle: 1, alerts: 1 });
  const { rows } = await database.pool.query(
    'select dirty_seq > scored_seq as dirty, loud_seq > scored_seq as loud, background from lead_work',
  );
  expect(rows).toEqual([{ dirty: true, loud: false, background: true }]);
});

test('a mistake is refused with its place before anything is stored', async () => {
  edit('config/lifecycle.yaml', (text) => text.replace('to: customer', 'to: custommer'));
  await expect(publish()).rejects.toThrow(/lifecycle\.yaml:\d+/);
  expect(await versions()).toEqual({ mapping: 1, model: 2, lifecycle: 1, alerts: 1 });
});

test('a file that somebody published by hand is no news at the next start', async () => {
  edit('config/lifecycle.yaml', (text) => text.replace('to: custommer', 'to: customer'));
  edit('config/scoring/b2b-default.yaml', (text) => `${text}# another remark\n`);
  const by = { who: 'test', reason: 'by hand' };
  const name = 'b2b-default';
  const text = readFileSync(join(root, 'config/scoring/b2b-default.yaml'), 'utf8');
  await publishDocument(database.pool, workspace, { kind: 'model', name, text }, by);
  await publish();
  const later = { kind: 'model', name, text: `${text}# by hand\n` } as const;
  await publishDocument(database.pool, workspace, later, by);
  await publish();
  const stored = await readDocuments(database.pool, workspace);
  expect(stored.find(({ kind }) => kind === 'model')).toMatchObject({
    version: 4,
    text: later.text,
  });
});

test('a model of another name enters as a shadow: the primary one stays', async () => {
  edit('config/scoring/b2b-default.yaml', (text) =>
    text.replace('model: b2b-default', 'model: ours'),
  );
  await publish();
  expect(await readModels(database.pool, workspace)).toEqual([
    { name: 'b2b-default', state: 'live', primary: true },
    { name: 'ours', state: 'shadow', primary: false },
  ]);
});

test('lifecycle and alerts are checked with the primary model, whoever shipped it', async () => {
  const { pool } = database;
  const text = readFileSync('config/scoring/services.yaml', 'utf8').replace(
    /^thresholds:.*$/m,
    'thresholds: { mql: 50, sql: 100, vip: 90 }',
  );
  const by = { who: 'test', reason: 'primary' };
  await publishDocument(pool, workspace, { kind: 'model', name: 'services', text }, by);
  await saveModel(pool, workspace, { name: 'services', state: 'live', primary: true });
  edit('config/lifecycle.yaml', (lifecycle) => lifecycle.replace('reached.mql', 'reached.vip'));
  await publish();
  const stored = await readDocuments(pool, workspace);
  expect(stored.find(({ kind }) => kind === 'lifecycle')?.text).toContain('reached.vip');
});
