import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  claimPlannedAlerts,
  closeCooledAlerts,
  endAlerts,
  finishAlert,
  insertAlerts,
  type NewAlert,
  readAlertHistory,
} from '../../src/store/alerts.js';
import {
  accountsToWatch,
  claimOpenTasks,
  finishLooks,
  readMovedTasks,
} from '../../src/store/open-tasks.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const LEASE = { token: 'x', ms: 60_000 };
const ALL = { limit: 100, soonMs: 0 };
let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate alerts, lead_work'));

async function plan(...leads: number[]): Promise<void> {
  const alerts = leads.map(
    (lead): NewAlert => ({
      ...where,
      key: `k${lead}`,
      lead,
      trigger: 'new-mql',
      object: 'contacts',
      record: String(lead),
      owner: null,
      draft: { subject: 'Call' } as unknown as NewAlert['draft'],
      marker: `m${lead}`,
      cooldownUntil: NOW + 86_400_000,
      createdAt: NOW - 1000,
    }),
  );
  await insertAlerts(database.pool, alerts);
}

/** Plans and makes the tasks `t<lead>`, to be looked at after so many milliseconds. */
async function open(waitMs: number, ...leads: number[]): Promise<void> {
  await plan(...leads);
  for (const alert of await claimPlannedAlerts(database.pool, 100, LEASE)) {
    const task = `t${alert.record}`;
    await finishAlert(database.pool, alert, LEASE.token, { state: 'open', task, waitMs });
  }
}

const seen = (lead: number, closed: string | null, movedAt: number | null = null) => ({
  workspace: where.workspace,
  key: `k${lead}`,
  closed,
  movedAt,
});
const claim = (options = ALL, token = 'x') =>
  claimOpenTasks(database.pool, where.account, options, { token, ms: 60_000 });
const tasks = (claimed: readonly { task: string }[]) => claimed.map(({ task }) => task).sort();
const states = async () =>
  Object.fromEntries(
    (await database.pool.query('select record, state, reason from alerts')).rows.map((row) => [
      row.record,
      [row.state, row.reason],
    ]),
  );
const finish = (token: string, ...looks: ReturnType<typeof seen>[]) =>
  finishLooks(database.pool, token, looks, { now: NOW, nextMs: 60_000 });

test('tasks due soon are asked about with those that are due, by one worker', async () => {
  await open(-1, 1);
  await open(20_000, 2);
  await open(50_000, 3);
  expect(await accountsToWatch(database.pool)).toEqual([where.account]);
  const [one, other] = await Promise.all([
    claim({ limit: 100, soonMs: 30_000 }, 'x'),
    claim({ limit: 100, soonMs: 30_000 }, 'y'),
  ]);
  expect(tasks([...one, ...other])).toEqual(['t1', 't2']);
  expect(await accountsToWatch(database.pool)).toEqual([]);
});

test('after a look the account rests; planned alerts and other accounts are no reason to look', async () => {
  await open(-1, 1);
  await plan(2);
  expect(tasks(await claim())).toEqual(['t1']);
  expect(await finish('x', seen(1, null))).toBe(0);
  expect(await accountsToWatch(database.pool)).toEqual([]);
  expect(await claim()).toEqual([]);
  expect(await claim({ limit: 100, soonMs: 61_000 })).toHaveLength(1);
});

test('nobody is asked for an account that rests', async () => {
  await open(-1, 1);
  await database.pool.query(`update accounts set state = 'reconnect'`);
  expect(await accountsToWatch(database.pool)).toEqual([]);
  await database.pool.query(`update accounts set state = 'connected'`);
  expect(await accountsToWatch(database.pool)).toEqual([where.account]);
});

test('a call takes so many, the longest unseen first', async () => {
  await open(-1_000, 1);
  await open(-3_000, 2);
  await open(-2_000, 3);
  expect(tasks(await claim({ limit: 2, soonMs: 0 }))).toEqual(['t2', 't3']);
  expect(tasks(await claim({ limit: 2, soonMs: 0 }, 'y'))).toEqual(['t1']);
});

test('what was done closes, unless the lease went to another', async () => {
  await open(-1, 1, 2);
  await claim();
  expect(await finish('other', seen(1, 'done'), seen(2, 'done'))).toBe(0);
  expect(await finish('x', seen(1, 'the task was completed'), seen(2, null))).toBe(1);
  expect(await states()).toEqual({
    1: ['closed', 'the task was completed'],
    2: ['open', null],
  });
  // The cool-down goes on.
  const history = await readAlertHistory(database.pool, where.workspace, [1, 2]);
  expect(history.get(1)).toEqual({ open: [], coolingUntil: { 'new-mql': NOW + 86_400_000 } });
  expect(history.get(2)?.open).toEqual(['new-mql']);
});

test('a worker that died leaves its tasks to the next', async () => {
  await open(-1, 1);
  await claimOpenTasks(database.pool, where.account, ALL, { token: 'dead', ms: -1 });
  expect(await claim()).toHaveLength(1);
  expect(await finish('dead', seen(1, 'done'))).toBe(0);
});

test('a task moved for the first time has its lead decided on again, and stays known', async () => {
  await database.pool.query(
    `insert into lead_work (workspace, lead, due_at) values ($1, 1, null), ($1, 2, ms($2)), ($1, 3, ms($3))`,
    [where.workspace, NOW + 9_000, NOW - 9_000],
  );
  const due = async () =>
    (await database.pool.query('select lead, due_at from lead_work order by lead')).rows;
  await open(-1, 1, 2, 3);
  await claim();
  await finish('x', seen(1, null, NOW - 5), seen(2, 'done', NOW - 5), seen(3, null));
  expect(await due()).toEqual([
    { lead: 1, due_at: NOW },
    { lead: 2, due_at: NOW },
    { lead: 3, due_at: NOW - 9_000 },
  ]);
  await database.pool.query('update lead_work set due_at = null');
  await claim({ limit: 100, soonMs: 61_000 });
  await finish('x', seen(1, null, NOW + 5), seen(3, null));
  expect((await due()).map((row) => row.due_at)).toEqual([null, null, null]);
  const moved = await readMovedTasks(database.pool, where.workspace, [1, 2, 3]);
  expect([...moved].sort()).toEqual([
    [1, NOW - 5],
    [2, NOW - 5],
  ]);
});

test('when the cause ends, what is planned or open closes; what is being made closes after it', async () => {
  await open(60_000, 1);
  await plan(2);
  const [sending] = await claimPlannedAlerts(database.pool, 1, LEASE);
  await plan(3, 4);
  const over = [1, 2, 3].map((lead) => ({ lead, trigger: 'new-mql' }));
  await endAlerts(database.pool, where.workspace, over, NOW);
  await endAlerts(database.pool, where.workspace, [{ lead: 4, trigger: 'other' }], NOW);
  expect(await states()).toEqual({
    1: ['closed', 'its cause ended'],
    2: ['sending', 'its cause ended'],
    3: ['closed', 'its cause ended'],
    4: ['planned', null],
  });
  await finishAlert(database.pool, sending as never, LEASE.token, {
    state: 'unknown',
    reason: 'its cause ended',
  });
  expect((await states())[2]?.[0]).toBe('unknown');
  await database.pool.query(`update alerts set token = 'x' where record = '2'`);
  await finishAlert(database.pool, sending as never, 'x', { state: 'open', task: 't2' });
  expect((await states())[2]).toEqual(['closed', 'its cause ended']);
  const { rows } = await database.pool.query(
    'select count(*)::int as n from alerts where closed_at = ms($1)',
    [NOW],
  );
  expect(rows).toEqual([{ n: 3 }]);
});

test('a task done after its alert closed by its cool-down still counts as a touch', async () => {
  await open(-1, 1, 2, 3);
  await database.pool.query(
    'insert into lead_work (workspace, lead) select $1, generate_series(1, 3)',
    [where.workspace],
  );
  const later = Date.now();
  await closeCooledAlerts(database.pool, later);
  expect(tasks(await claim())).toEqual(['t1', 't2', 't3']);
  await finish(
    'x',
    seen(1, null),
    seen(2, 'the task was completed', later),
    seen(3, 'the task was deleted'),
  );
  expect(await readMovedTasks(database.pool, where.workspace, [1, 2, 3])).toEqual(
    new Map([[2, later]]),
  );
  // The one that nobody did is looked at again, seldom, and not for ever.
  const again = (minutes: number) => claim({ limit: 100, soonMs: minutes * 60_000 }, 'y');
  expect(tasks(await again(11))).toEqual([]);
  expect(tasks(await again(13))).toEqual(['t1']);
  await database.pool.query(
    `update alerts set lease = null, retry_at = now(), cooled_at = now() - interval '31 days'
     where cooled_at is not null`,
  );
  expect(tasks(await again(100))).toEqual([]);
});
