import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OutputProperty, ProvisionStep, Session } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createModelProperties, planModelProperties } from '../../src/accounts/model-properties.js';
import { planWriteBack, turnOnWriteBack } from '../../src/accounts/write-back.js';
import { type Account, findAccount, setWrites } from '../../src/store/accounts.js';
import { saveModel } from '../../src/store/models.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let account: Account;
/** What the CRM has. */
const there = new Set<string>();
let refused = '';
let missing: string[] = [];

const stepOf = ({ name: property }: OutputProperty): ProvisionStep =>
  property === refused
    ? { property, action: 'refuse', reason: 'It is somebody else’s.' }
    : { property, action: there.has(property) ? 'present' : 'create' };
const session = {
  describe: async () => ({ missingToWrite: missing }),
  async planProvision(properties: readonly OutputProperty[]) {
    return properties.map(stepOf);
  },
  async provision(properties: readonly OutputProperty[]) {
    const steps = properties.map(stepOf);
    for (const { property, action } of steps) if (action === 'create') there.add(property);
    return steps;
  },
} as unknown as Session;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  const made = await makeAccount(pool);
  account = (await findAccount(pool, made.account)) as Account;
  for (const [name, state, primary] of [
    ['main', 'live', true],
    ['second', 'live', false],
    ['watched', 'shadow', false],
    ['kept', 'draft', false],
  ] as const) {
    await saveModel(pool, made.workspace, { name, state, primary });
  }
});
afterAll(() => database?.drop());
beforeEach(() => {
  there.clear();
  refused = '';
  missing = [];
});

const deps = () => ({
  pool: database.pool,
  connector: () => hubspot,
  session: async () => session,
  wake: () => {},
});
const SECOND = ['second_score', 'second_grade', 'second_reasons'];

test('write-back brings the properties of every live model, and of no other', async () => {
  const steps = await planWriteBack(deps(), account);
  expect(there.size).toBe(0);
  const names = steps.map(({ property }) => property);
  expect(names.slice(0, 2)).toEqual(['score', 'grade']);
  expect(names.filter((name) => /main|second|watched|kept/.test(name))).toEqual(SECOND);
  await turnOnWriteBack(deps(), account, 'test');
  expect([...there]).toEqual(names);
});

test('a property of a further model that cannot be ours keeps write-back off', async () => {
  await setWrites(database.pool, account.id, false);
  refused = 'second_grade';
  await expect(turnOnWriteBack(deps(), account, 'test')).rejects.toThrow(
    'Write-back stays off, because a property cannot be ours: It is somebody else’s.',
  );
  expect(there.size).toBe(0);
  expect(await findAccount(database.pool, account.id)).toMatchObject({ writes: false });
});

test('without the right to write nothing is looked at or created, and the scope is named', async () => {
  await setWrites(database.pool, account.id, false);
  missing = ['Scores cannot be written to contacts: grant the scope x.write and connect again.'];
  for (const turn of [planWriteBack(deps(), account), turnOnWriteBack(deps(), account, 'test')]) {
    await expect(turn).rejects.toMatchObject({
      code: 'missing-rights',
      message: expect.stringMatching(/^Write-back stays off: .* grant the scope x\.write/),
    });
  }
  expect(there.size).toBe(0);
  expect(await findAccount(database.pool, account.id)).toMatchObject({ writes: false });
});

test('turning on marks every lead with the switch, or neither', async () => {
  const { pool } = database;
  const { workspace, id } = account;
  await setWrites(pool, id, false);
  await pool.query(
    `insert into records (workspace, account, object, record, lead)
     select $1, $2, 'contacts', n::text, n from generate_series(1, 30) n`,
    [workspace, id],
  );
  const marked = async () =>
    (await pool.query('select 1 from lead_work where dirty_seq > scored_seq and background'))
      .rowCount;
  // Dies between the two.
  await pool.query(`alter table lead_work add constraint broken check (lead <> 17) not valid`);
  await expect(turnOnWriteBack(deps(), account, 'test')).rejects.toThrow('broken');
  expect(await marked()).toBe(0);
  expect(await findAccount(pool, id)).toMatchObject({ writes: false });
  await pool.query('alter table lead_work drop constraint broken');
  expect((await turnOnWriteBack(deps(), account, 'test')).leads).toBe(30);
  expect(await marked()).toBe(30);
  expect(await findAccount(pool, id)).toMatchObject({ writes: true });
});

test('what the CRM held is forgotten where write-back was off, all but its own stage', async () => {
  const { pool } = database;
  const { workspace, id } = account;
  const held = JSON.stringify({ plumbline_score: '50', lifecyclestage: 'lead' });
  await pool.query(
    `insert into desired (workspace, account, object, record, lead, want, confirmed)
     values ($1, $2, 'contacts', '1', 1, $3, $3)`,
    [workspace, id, held],
  );
  const confirmed = async () =>
    (await pool.query('select want, confirmed from desired')).rows[0] as object;
  await turnOnWriteBack(deps(), account, 'test');
  expect(await confirmed()).toEqual({ want: JSON.parse(held), confirmed: JSON.parse(held) });
  await setWrites(pool, id, false);
  await turnOnWriteBack(deps(), account, 'test');
  const stage = { lifecyclestage: 'lead' };
  expect(await confirmed()).toEqual({ want: stage, confirmed: stage });
});

test('a model that goes live gets its properties where we may write, and only there', async () => {
  await setWrites(database.pool, account.id, false);
  expect(await planModelProperties(deps(), account.workspace, ['second'])).toEqual([]);
  await setWrites(database.pool, account.id, true);
  const planned = await planModelProperties(deps(), account.workspace, ['second']);
  expect(planned.flatMap(({ steps }) => steps.map(({ property }) => property))).toEqual(SECOND);
  expect(there.size).toBe(0);
  await createModelProperties(deps(), planned, ['second']);
  expect([...there]).toEqual(SECOND);
  refused = 'second_score';
  await expect(planModelProperties(deps(), account.workspace, ['second'])).rejects.toThrow(
    'The model is not published, because a property cannot be ours',
  );
});
