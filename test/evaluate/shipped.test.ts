import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { readDocuments } from '../../src/store/documents.js';
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
