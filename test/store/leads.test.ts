import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mergeLeads } from '../../src/store/leads.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

const LATER = Math.floor(Date.now() / 1000) * 1000;
let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('of merged leads one open alert a trigger is kept, and all that is closed', async () => {
  const { pool } = database;
  const { workspace, account } = await makeAccount(pool);
  const { rows: leads } = await pool.query<{ id: number }>(
    'insert into leads (workspace) values ($1), ($1) returning id',
    [workspace],
  );
  const [one, two] = leads.map(({ id }) => id) as [number, number];
  const alert = (key: string, lead: number, trigger: string, state: string) =>
    pool.query(
      `insert into alerts (workspace, key, lead, trigger, account, object, record, draft, marker, state,
         created_at) values ($1, $2, $3, $4, $5, 'contacts', '1', '{}', $2, $6, now())`,
      [workspace, key, lead, trigger, account, state],
    );
  await alert('kept', one, 'both', 'open');
  await alert('planned', two, 'both', 'planned');
  await alert('old', two, 'both', 'closed');
  await alert('closed', one, 'second', 'closed');
  await alert('moved', two, 'second', 'open');
  await alert('planned too', two, 'third', 'planned');
  expect(await mergeLeads(pool, workspace, two, one)).toBe(one);
  const { rows } = await pool.query<{ key: string; state: string }>(
    'select key, state from alerts where lead = $1 order by key',
    [one],
  );
  expect(rows.map(({ key, state }) => `${key}: ${state}`)).toEqual([
    'closed: closed',
    'kept: open',
    'moved: open',
    'old: closed',
    'planned too: planned',
  ]);
  const { rows: left } = await pool.query('select key, state from alerts where lead = $1', [two]);
  expect(left).toEqual([{ key: 'planned', state: 'closed' }]);
});

test.each([
  ['the loser’s where the survivor has none', ['none', null], ['hot', 1], ['hot', 1]],
  ['the survivor’s before the loser’s', ['hold', null], ['hot', 1], ['hold', null]],
  [
    'the loser’s where the survivor’s has ended',
    ['hold', -1],
    ['exclude', null],
    ['exclude', null],
  ],
] as const)('of two overrides merged leads keep %s', async (_, first, second, kept) => {
  const { pool } = database;
  const { workspace } = await makeAccount(pool, '2');
  const day = 86_400_000;
  const at = (days: number | null) => (days === null ? null : LATER + days * day);
  const ids: number[] = [];
  for (const [override, until] of [first, second]) {
    const { rows } = await pool.query<{ id: number }>(
      'insert into leads (workspace, override, override_until) values ($1, $2, ms($3)) returning id',
      [workspace, override, at(until)],
    );
    ids.push(rows[0]?.id ?? 0);
  }
  const [one = 0, two = 0] = ids;
  const lead = await mergeLeads(pool, workspace, one, two);
  const { rows } = await pool.query(
    'select override, override_until as until from leads where id = $1',
    [lead],
  );
  expect(rows).toEqual([{ override: kept[0], until: at(kept[1]) }]);
});
