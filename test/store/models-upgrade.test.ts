import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { publishDocument, readDocuments } from '../../src/store/documents.js';
import { migrate } from '../../src/store/migrate.js';
import { migrations } from '../../src/store/migrations/index.js';
import { readModels } from '../../src/store/models.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ template: 'template0' });
  const before = migrations.filter(({ id }) => id < 7);
  expect(before).toHaveLength(6);
  await migrate(database.pool, before);
});
afterAll(() => database?.drop());

test('an upgrade keeps which model drives, and what was published over the shipped files', async () => {
  const { pool } = database;
  const workspace = await ensureWorkspace(pool, 'test');
  const shipped = {
    model: ['b2b-default', 'config/scoring/b2b-default.yaml'],
    lifecycle: ['default', 'config/lifecycle.yaml'],
    alerts: ['default', 'config/alerts.yaml'],
    mapping: ['hubspot', 'mappings/hubspot.yaml'],
  } as const;
  const file = { who: 'file', reason: 'as found at the start' };
  for (const kind of ['model', 'lifecycle', 'alerts', 'mapping'] as const) {
    const [name, path] = shipped[kind];
    await publishDocument(pool, workspace, { kind, name, text: readFileSync(path, 'utf8') }, file);
  }
  const hand = { who: 'test', reason: 'by hand' };
  const own = `${readFileSync('config/scoring/b2b-default.yaml', 'utf8')}# ours\n`;
  const model = { kind: 'model', name: 'b2b-default', text: own } as const;
  await publishDocument(pool, workspace, model, hand);
  const second = readFileSync('config/scoring/starter.yaml', 'utf8');
  const starter = { kind: 'model', name: 'starter', text: second } as const;
  await publishDocument(pool, workspace, starter, hand);

  await migrate(pool, migrations);
  expect(await readModels(pool, workspace)).toEqual([
    { name: 'b2b-default', state: 'live', primary: true },
    { name: 'starter', state: 'shadow', primary: false },
  ]);
  await publishShipped(pool, workspace, '.', ['hubspot']);
  const versions = (await readDocuments(pool, workspace)).map(({ name, version }) => [
    name,
    version,
  ]);
  expect(Object.fromEntries(versions)).toMatchObject({
    'b2b-default': 2,
    starter: 1,
    hubspot: 1,
    default: 1,
  });
});
