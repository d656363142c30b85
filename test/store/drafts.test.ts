import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { endDraft, restoreDraft, saveDraft } from '../../src/store/drafts.js';
import { withTransaction } from '../../src/store/pool.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const KEY = { kind: 'model', name: 'test' } as const;
let database: TestDatabase;
let workspace = 0;
beforeAll(async () => {
  database = await createTestDatabase();
  const { rows } = await database.pool.query<{ id: number }>(
    "insert into workspaces (name) values ('one') returning id",
  );
  workspace = rows[0]?.id ?? 0;
});
afterAll(() => database?.drop());

const noted = async () =>
  (
    await database.pool.query<{ line: string }>(
      "select who || ' ' || what || ' ' || about || ' ' || (details ->> 'revision') as line from audit order by id",
    )
  ).rows.map(({ line }) => line);

test('a draft is noted when it is begun, taken over and ended, and once a session of work', async () => {
  const { pool } = database;
  let revision: number | null = null;
  const save = async (who: string): Promise<void> => {
    const text = `by ${who} on ${revision}`;
    const outcome = await saveDraft(pool, workspace, KEY, { text, who, baseRevision: revision });
    if (!outcome.saved) throw new Error('not saved');
    revision = outcome.draft.revision;
  };
  await save('Ada');
  await save('Ada');
  await save('Ada');
  expect(await noted()).toEqual(['Ada draft.begin model test 1']);
  await save('Emil');
  await save('Emil');
  await save('Ada');
  await pool.query("update drafts set at = at - interval '31 minutes'");
  await save('Ada');
  await save('Ada');
  const first = ['Ada draft.begin model test 1', 'Emil draft.edit model test 4'];
  const all = [...first, 'Ada draft.edit model test 6', 'Ada draft.edit model test 7'];
  expect(await noted()).toEqual(all);
  // What is refused is not noted.
  const late = { text: 'late', who: 'Emil', baseRevision: 2 };
  expect((await saveDraft(pool, workspace, KEY, late)).saved).toBe(false);
  await withTransaction(pool, (db) => endDraft(db, workspace, KEY, revision ?? 0, 'discarded'));
  expect((await restoreDraft(pool, workspace, KEY, 'Emil'))?.text).toBe('by Ada on 7');
  expect(await restoreDraft(pool, workspace, KEY, 'Emil')).toBeNull();
  expect(await noted()).toEqual([...all, 'Emil draft.restore model test 10']);
});
