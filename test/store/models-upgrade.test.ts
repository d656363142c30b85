import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { readDocuments } from '../../src/store/documents.js';
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
  /** As it was stored then. */
  const publish = (kind: string, name: string, version: number, text: string, who: string) =>
    pool.query(
      `insert into documents (workspace, kind, name, version, text, who, reason)
       values ($1, $2, $3, $4, $5, $6, 'as it was')`,
      [workspace, kind, name, version, text, who],
    );
  for (const kind of ['model', 'lifecycle', 'alerts', 'mapping'] as const) {
    const [name, path] = shipped[kind];
    await publish(kind, name, 1, readFileSync(path, 'utf8'), 'file');
  }
  const own = `${readFileSync('config/scoring/b2b-default.yaml', 'utf8')}# ours\n`;
  await publish('model', 'b2b-default', 2, own, 'test');
  const starter = readFileSync('config/scoring/starter.yaml', 'utf8');
  await publish('model', 'starter', 1, starter, 'test');

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
