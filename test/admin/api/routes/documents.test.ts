import { readFileSync } from 'node:fs';
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import {
  type DocumentDiff,
  type DocumentSummary,
  type Draft,
  documentsApi,
} from '../../../../src/admin/api/contract/documents.js';
import { documentRoutes } from '../../../../src/admin/api/routes/documents.js';
import { checkDocument } from '../../../../src/evaluate/check-document.js';
import { publishShipped } from '../../../../src/evaluate/shipped.js';
import { ensureWorkspace } from '../../../../src/store/accounts.js';
import { publishDocument } from '../../../../src/store/documents.js';
import { createTestDatabase, type TestDatabase } from '../../../support/database.js';
import { openTestApi, type TestApi } from '../support.js';

const readList = (path: string) => readFileSync(path, 'utf8');
const starter = readFileSync('config/scoring/starter.yaml', 'utf8');
const model = readFileSync('config/scoring/b2b-default.yaml', 'utf8');
const path = '/documents/model/b2b-default';

interface Saved {
  readonly draft: Draft;
  readonly checked: { readonly problems: { line: number; message: string }[] };
}
interface Refused {
  readonly error: { code: string; message: string; details: { present: Draft | null } };
}

let database: TestDatabase | undefined;
let workspace = 0;
let api: TestApi;

beforeEach(async () => {
  await api?.close();
  await database?.drop();
  database = await createTestDatabase();
  const { pool } = database;
  workspace = await ensureWorkspace(pool, 'test');
  await publishShipped(pool, workspace, '.', ['hubspot']);
  const documents = documentRoutes({
    pool,
    readList,
    check: (one, key, text) => checkDocument({ pool, readList, clock: Date.now }, one, key, text),
    ready: () => [{ name: 'starter', text: starter }],
  });
  api = await openTestApi({ documents: documentsApi }, { documents }, workspace);
});
afterAll(async () => {
  await api?.close();
  await database?.drop();
});

const save = <T = Saved>(text: string, baseRevision: number | null) =>
  api.send<T>('PUT', `${path}/draft`, { text, baseRevision });

test('lists what is in force and what is worked on', async () => {
  const before = await api.send<{ items: DocumentSummary[] }>('GET', '/documents');
  expect(
    before.body.items.map(({ kind, name, state, draft }) => [kind, name, state, draft]),
  ).toEqual([
    ['mapping', 'hubspot', 'live', null],
    ['model', 'b2b-default', 'live', null],
  ]);
  await save(model, null);
  await api.send('POST', '/documents/model/mine/draft', { ready: 'starter' });
  const after = await api.send<{ items: DocumentSummary[] }>('GET', '/documents?kind=model');
  expect(after.body.items).toMatchObject([
    {
      name: 'b2b-default',
      primary: true,
      inForce: { version: 1 },
      draft: { revision: 1, baseVersion: 1 },
    },
    { name: 'mine', state: 'draft', inForce: null, draft: { revision: 1, baseVersion: null } },
  ]);
  const { body } = await api.send<{ draft: Draft }>('GET', '/documents/model/mine');
  expect(body.draft.text).toBe(starter.replace('model: starter', 'model: mine'));
});

test('of two editors the second is told what the first saved, and nothing is lost', async () => {
  expect((await save(`${model}# Ada\n`, null)).body.draft).toMatchObject({
    revision: 1,
    who: 'Ada',
  });
  api.as({ name: 'Grace' });
  expect((await save(`${model}# Grace\n`, 1)).body.draft.revision).toBe(2);
  api.as({ name: 'Ada' });
  const late = await save<Refused>(`${model}# Ada again\n`, 1);
  expect(late.status).toBe(409);
  expect(late.body.error).toMatchObject({
    code: 'draft-changed',
    details: { present: { revision: 2, who: 'Grace', text: `${model}# Grace\n` } },
  });
  expect((await save(`${model}# both\n`, 2)).body.draft.revision).toBe(3);
  const list = await api.send<{ items: Draft[] }>('GET', `${path}/draft/revisions`);
  expect(list.body.items.map(({ revision, who }) => [revision, who])).toEqual([
    [3, 'Ada'],
    [2, 'Grace'],
    [1, 'Ada'],
  ]);
  const first = await api.send<Draft>('GET', `${path}/draft/revisions/1`);
  expect(first.body.text).toBe(`${model}# Ada\n`);
});

test('two who begin at once: one begins, the other is told', async () => {
  const both = await Promise.all([save(`${model}# a\n`, null), save(`${model}# b\n`, null)]);
  expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
});

test('a draft may be wrong: it is saved with the places of what is wrong', async () => {
  const text = model.replace(/^model: .*$/m, 'model: other');
  const named = await save(text, null);
  const line = text.split('\n').indexOf('model: other') + 1;
  expect(named.body.checked.problems).toMatchObject([
    { line, message: 'the model calls itself "other", but this is the draft of "b2b-default"' },
  ]);
  const broken = await save('rules: [', 1);
  expect(broken.status).toBe(200);
  expect(broken.body.checked.problems.length).toBeGreaterThan(0);
  expect((await api.send<Saved>('GET', `${path}/draft`)).body.draft.text).toBe('rules: [');
});

test('a discarded draft can be taken up again, and its old revision is no base any more', async () => {
  await save(`${model}# one\n`, null);
  expect((await api.send('DELETE', `${path}/draft?revision=7`)).status).toBe(409);
  expect((await api.send('DELETE', `${path}/draft?revision=1`)).status).toBe(204);
  expect((await api.send('GET', `${path}/draft`)).status).toBe(404);
  const late = await save<Refused>('late', 1);
  expect(late.body.error).toMatchObject({ code: 'draft-changed', details: { present: null } });
  const restored = await api.send<Saved>('POST', `${path}/draft/restore`);
  expect(restored.body.draft.text).toBe(`${model}# one\n`);
  expect((await api.send('POST', `${path}/draft/restore`)).status).toBe(404);
  expect((await save('late', 1)).status).toBe(409);
});

test('tells versions with who, when and why, and compares them in lines and words', async () => {
  const text = model.replace(/^bands:/m, '# a note\nbands:').replace('mql: ', 'mql: 1');
  expect(text).not.toBe(model);
  const by = { who: 'Ada', reason: 'fewer of them' };
  const { pool } = database as TestDatabase;
  await publishDocument(pool, workspace, { kind: 'model', name: 'b2b-default', text }, by);
  const { body } = await api.send<{ items: unknown[]; next: string }>(
    'GET',
    `${path}/versions?limit=1`,
  );
  expect(body).toMatchObject({
    items: [{ version: 2, who: 'Ada', reason: 'fewer of them', inForce: true }],
    next: '2',
  });
  const older = await api.send<{ items: unknown[] }>('GET', `${path}/versions?cursor=2`);
  expect(older.body.items).toMatchObject([{ version: 1, who: 'file', inForce: false }]);
  const diff = await api.send<DocumentDiff>('GET', `${path}/diff?from=1&to=force`);
  const changed = diff.body.lines.filter(({ kind }) => kind !== 'same');
  expect(changed.map(({ kind }) => kind).sort()).toEqual(['added', 'added', 'removed']);
  expect(diff.body.words?.map(({ words }) => words)).toEqual([
    expect.stringMatching(/threshold.*mql/),
  ]);
  expect((await api.send('GET', `${path}/versions/3`)).status).toBe(404);
});

test('another workspace has none of it', async () => {
  await save(model, null);
  api.as({ workspace: workspace + 1 });
  expect((await api.send<{ items: unknown[] }>('GET', '/documents')).body.items).toEqual([]);
  for (const what of ['', '/draft', '/versions/1', '/draft/revisions/1', '/diff?from=1&to=draft']) {
    expect((await api.send('GET', path + what)).status).toBe(404);
  }
});
