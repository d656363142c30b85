import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimPlannedAlerts,
  claimUnknownAlerts,
  closeCooledAlerts,
  finishAlert,
  insertAlerts,
  type NewAlert,
  readAlertHistory,
  releaseExpiredAlerts,
} from '../../src/store/alerts.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate alerts'));

function alert(key: string, more: Partial<NewAlert> = {}): NewAlert {
  return {
    ...where,
    key,
    lead: 1,
    trigger: 'hand-raise',
    object: 'contacts',
    record: '1',
    owner: null,
    draft: { subject: 'Call' } as unknown as NewAlert['draft'],
    marker: key,
    cooldownUntil: NOW,
    createdAt: NOW - 1000,
    ...more,
  };
}
const plan = (...alerts: NewAlert[]) => insertAlerts(database.pool, alerts);
const claim = (token: string, ms = 60_000) => claimPlannedAlerts(database.pool, 10, { token, ms });
const states = async () =>
  Object.fromEntries(
    (await database.pool.query('select key, state from alerts')).rows.map((row) => [
      row.key,
      row.state,
    ]),
  );

test('the same cause twice, or another while one is open, plans no second task', async () => {
  await plan(alert('a'));
  await plan(alert('a'), alert('b'), alert('c', { trigger: 'gone-cold' }));
  expect(await states()).toEqual({ a: 'planned', c: 'planned' });
});

test('one worker sends it; what comes after its lease ended is thrown away', async () => {
  await plan(alert('a'));
  const [claims, others] = await Promise.all([claim('x', -1), claim('y', -1)]);
  expect(claims.length + others.length).toBe(1);
  const [one] = [...claims, ...others];
  const token = claims.length ? 'x' : 'y';
  expect(await releaseExpiredAlerts(database.pool, -60_000)).toBe(1);
  expect(await states()).toEqual({ a: 'unknown' });
  expect(await claim('z')).toEqual([]);
  await finishAlert(database.pool, one as never, token, { state: 'open', task: '9' });
  expect(await states()).toEqual({ a: 'unknown' });
});

test('an unknown outcome is looked at after its wait, by one worker', async () => {
  await plan(alert('a'));
  await claim('x', -1);
  await releaseExpiredAlerts(database.pool, 60_000);
  expect(await claimUnknownAlerts(database.pool, 10, { token: 'y', ms: 60_000 })).toEqual([]);
  await database.pool.query('update alerts set retry_at = now()');
  const [found] = await claimUnknownAlerts(database.pool, 10, { token: 'y', ms: 60_000 });
  expect(found).toMatchObject({ key: 'a', attemptAt: expect.any(Number) });
  expect(await claimUnknownAlerts(database.pool, 10, { token: 'z', ms: 60_000 })).toEqual([]);
  await finishAlert(database.pool, found as never, 'y', { state: 'open', task: '9' });
  const { rows } = await database.pool.query('select state, task from alerts');
  expect(rows).toEqual([{ state: 'open', task: '9' }]);
});

test('after its cool-down an open alert makes room for the next of its kind', async () => {
  await plan(alert('a'));
  const [one] = await claim('x');
  await finishAlert(database.pool, one as never, 'x', { state: 'open', task: '9' });
  const { workspace } = where;
  expect((await readAlertHistory(database.pool, workspace, [1])).get(1)).toEqual({
    open: ['hand-raise'],
    coolingUntil: { 'hand-raise': NOW },
  });
  await closeCooledAlerts(database.pool, NOW - 1);
  await plan(alert('b'));
  expect(await states()).toEqual({ a: 'open' });
  await closeCooledAlerts(database.pool, NOW);
  await plan(alert('b'));
  expect(await states()).toEqual({ a: 'closed', b: 'planned' });
});

test('nothing is sent to accounts that may not be written to', async () => {
  await plan(alert('a'));
  await database.pool.query('update accounts set writes = false');
  expect(await claim('x')).toEqual([]);
  await database.pool.query('update accounts set writes = true');
  expect(await claim('x')).toHaveLength(1);
});
