import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { OutputProperty, ProvisionStep, Session } from '../../connectors/connector.js';
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

const stepOf = ({ name: property }: OutputProperty): ProvisionStep =>
  property === refused
    ? { property, action: 'refuse', reason: 'It is somebody else’s.' }
    : { property, action: there.has(property) ? 'present' : 'create' };
const session = {
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
});

const deps = () => ({ pool: database.pool, session: async () => session, wake: () => {} });
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
