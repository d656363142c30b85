import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { publishDocument } from '../../../src/store/documents.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { runCli } from '../support.js';

let database: TestDatabase;
let env: Record<string, string>;

beforeAll(async () => {
  database = await createTestDatabase();
  env = {
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
  };
});
afterAll(() => database.drop());

const shipped = readFileSync('config/scoring/b2b-default.yaml', 'utf8');

test('the model in force is printed to the byte, and earlier versions too', async () => {
  const first = await runCli(['model', 'export'], { env });
  expect(first).toMatchObject({ code: 0, stdout: shipped });
  const { rows } = await database.pool.query<{ id: number }>('select id from workspaces');
  const workspace = rows[0]?.id ?? 0;
  const text = `${shipped}# edited\n`;
  const by = { who: 'test', reason: 'an edit' };
  const { version } = await publishDocument(
    database.pool,
    workspace,
    { kind: 'model', name: 'b2b-default', text },
    by,
  );
  expect((await runCli(['model', 'export', 'b2b-default'], { env })).stdout).toBe(text);
  const newest = await runCli(['model', 'export', '--version', String(version)], { env });
  expect(newest.stdout).toBe(text);
  const earlier = await runCli(['model', 'export', '--version', String(version - 1)], { env });
  expect(earlier).toMatchObject({ code: 0, stdout: shipped });
});

test('an unknown name or version says what there is', async () => {
  const name = await runCli(['model', 'export', 'other'], { env });
  expect(name.code).toBe(1);
  expect(name.stderr).toBe('There is no model other. There are: b2b-default.\n');
  const version = await runCli(['model', 'export', '--version', '9'], { env });
  expect(version.code).toBe(1);
  expect(version.stderr).toMatch(/^There is no version 9 of b2b-default; the newest is \d\.\n$/);
});
