/** Deleting what is older than a workspace wants to keep. */
import { afterAll, beforeEach, expect, test } from '@jest/globals';
import { ensureWorkspace } from '../../src/store/accounts.js';
import { deleteOld, readRetention, saveRetention } from '../../src/store/retention.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const DAY = 86_400_000;
const NOW = Date.parse('2026-06-01T00:00:00Z');
const ago = (days: number): string => new Date(NOW - days * DAY).toISOString();

let database: TestDatabase | undefined;
let workspace = 0;

beforeEach(async () => {
  await database?.drop();
  database = await createTestDatabase();
  workspace = await ensureWorkspace(database.pool, 'test');
});
afterAll(() => database?.drop());

async function sql<T = Record<string, unknown>>(
  text: string,
  values: unknown[] = [],
): Promise<T[]> {
  return ((await database?.pool.query(text, values))?.rows ?? []) as T[];
}

/** Deletes until a walk has nothing more to do. @returns pages. */
async function deleteAll(now = NOW): Promise<number> {
  let pages = 0;
  while (database && (await deleteOld(database.pool, now))) pages += 1;
  return pages;
}

async function addRecord(of = workspace, object = 'contacts'): Promise<number> {
  const [row] = await sql<{ id: number }>(
    `insert into records (workspace, account, object, record, lead) values ($1, 1, $2,
       (select (count(*) + 1)::text from records), (select count(*) + 1 from records)) returning id`,
    [of, object],
  );
  return row?.id ?? 0;
}

const addActivity = (record: number, at: string, of = workspace) =>
  sql(
    `insert into activities (workspace, lead, at, record, identity, at_s, property, type)
     select $1, lead, $3::timestamptz, $2, $3::text, extract(epoch from $3::timestamptz), 'p', 'page_view'
     from records where id = $2`,
    [of, record, at],
  );
const addValue = (record: number, property: string, at: string, value: string) =>
  sql(
    `insert into value_history (workspace, record, property, at, value, learnt_at)
     values ($1, $2, $3, $4, $5, now())`,
    [workspace, record, property, at, value],
  );

test('nothing is deleted until somebody says so', async () => {
  const record = await addRecord();
  await addActivity(record, ago(4_000));
  expect(await deleteAll()).toBe(0);
  expect(await sql('select * from activities')).toHaveLength(1);
});

test('old activities go, page by page, and their leads are scored anew without tasks', async () => {
  const records: number[] = [];
  for (let at = 0; at < 1_201; at++) records.push(await addRecord());
  for (const record of records.slice(0, 3)) await addActivity(record, ago(91));
  await addActivity(records.at(-1) ?? 0, ago(91));
  await addActivity(records[0] ?? 0, ago(89));
  await saveRetention((database as TestDatabase).pool, workspace, 'activities', 90);
  expect(await deleteAll()).toBe(4);
  expect(await sql('select at from activities')).toEqual([{ at: NOW - 89 * DAY }]);
  const marked = await sql<{ lead: number }>(
    'select lead from lead_work where dirty_seq > scored_seq and background and loud_seq = 0 order by 1',
  );
  expect(marked.map(({ lead }) => lead)).toEqual([1, 2, 3, 1_201]);
});

test('the value that held at the limit stays, and what is earlier goes', async () => {
  const record = await addRecord();
  await addValue(record, 'jobtitle', ago(300), 'Intern');
  await addValue(record, 'jobtitle', ago(200), 'Manager');
  await addValue(record, 'jobtitle', ago(50), 'Director');
  await addValue(record, 'country', ago(400), 'DE');
  const link = (at: string, linked: boolean) =>
    sql(
      `insert into link_history values ($1, 1, 'contacts', $4, 'companies', '9', $2, $3, true, '')`,
      [workspace, Date.parse(at), linked, '1'],
    );
  await link(ago(300), true);
  await link(ago(200), false);
  await link(ago(10), true);
  await sql(
    `insert into record_moves (workspace, record, until, lead) values ($1, $2, $3, 7), ($1, $2, $4, 8)`,
    [workspace, record, ago(150), ago(50)],
  );
  await saveRetention((database as TestDatabase).pool, workspace, 'values', 100);
  await deleteAll();
  const values = await sql<{ value: string }>('select value from value_history order by at');
  expect(values.map(({ value }) => value)).toEqual(['DE', 'Manager', 'Director']);
  expect(await sql('select linked from link_history order by at')).toEqual([
    { linked: false },
    { linked: true },
  ]);
  expect(await sql('select lead from record_moves')).toEqual([{ lead: 8 }]);
});

test('what was known without gaps is known from the limit on', async () => {
  await sql(
    `insert into history_starts (workspace, account, object, property, since)
     values ($1, 1, 'contacts', 'a', null), ($1, 1, 'contacts', 'b', $2), ($1, 1, 'contacts', 'c', $3)`,
    [workspace, ago(200), ago(20)],
  );
  await saveRetention((database as TestDatabase).pool, workspace, 'values', 100);
  await deleteAll();
  expect(await sql('select property, since from history_starts order by 1')).toEqual([
    { property: 'a', since: NOW - 100 * DAY },
    { property: 'b', since: NOW - 100 * DAY },
    { property: 'c', since: NOW - 20 * DAY },
  ]);
});

test('of old scores the last one before the limit stays, for each model', async () => {
  for (const [model, days] of [
    ['a', 300],
    ['a', 200],
    ['a', 5],
    ['b', 250],
  ] as const) {
    await sql(
      `insert into score_history (workspace, lead, model, at, version, total) values ($1, 1, $2, $3, 1, $4)`,
      [workspace, model, ago(days), days],
    );
  }
  await saveRetention((database as TestDatabase).pool, workspace, 'scores', 100);
  await deleteAll();
  const kept = await sql<{ total: number }>('select total from score_history order by total');
  expect(kept.map(({ total }) => total)).toEqual([5, 200, 250]);
});

test('old entries of the audit log go', async () => {
  for (const days of [200, 101, 99, 1]) {
    await sql(`insert into audit (workspace, at, who, what, about) values ($1, $2, 'x', 'y', $3)`, [
      workspace,
      ago(days),
      String(days),
    ]);
  }
  await saveRetention((database as TestDatabase).pool, workspace, 'audit', 100);
  await deleteAll();
  expect(await sql('select about from audit order by id')).toEqual([
    { about: '99' },
    { about: '1' },
  ]);
});

test('a walk comes again a day later, and says up to when it deleted', async () => {
  const { pool } = database as TestDatabase;
  const record = await addRecord();
  await addActivity(record, ago(30));
  await saveRetention(pool, workspace, 'activities', 30);
  const deletedUpTo = async () => (await readRetention(pool, workspace))[0]?.deletedUpTo;
  expect(await deletedUpTo()).toBeNull();
  await deleteAll();
  expect(await deletedUpTo()).toBe(NOW - 30 * DAY);
  expect(await deleteAll(NOW + DAY - 1)).toBe(0);
  expect(await sql('select 1 from activities')).toHaveLength(1);
  expect(await deleteAll(NOW + DAY)).toBeGreaterThan(0);
  expect(await sql('select 1 from activities')).toHaveLength(0);
});

test('another workspace keeps what it has', async () => {
  const [other] = await sql<{ id: number }>(
    `insert into workspaces (name) values ('o') returning id`,
  );
  const record = await addRecord(other?.id);
  await addActivity(record, ago(500), other?.id);
  await saveRetention((database as TestDatabase).pool, workspace, 'activities', 30);
  await deleteAll();
  expect(await sql('select 1 from activities')).toHaveLength(1);
});
