/** An org's calls of a day, which all its apps share: what waits when others use them, and goes on by itself. */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { readDayUse } from '../../../src/accounts/day-budget.js';
import { markWorkspaceDirty } from '../../../src/store/leads.js';
import { waitFor } from '../../support/app-world.js';
import type { Crm } from '../../support/crms/crm.js';
import { salesforceCrm } from '../../support/crms/salesforce.js';
import { createSalesforceWorld, type SalesforceWorld } from '../../support/salesforce-world.js';

const DAILY = 10_000;
const PEOPLE = 12;
/** What a CRM told of its day is old then, and what it refused is due again. */
const LATER_MS = 16 * 60_000;
/** What may be spent is looked up this often, milliseconds. */
const LOOKED_UP_MS = 2_500;

let later = 0;
let world: SalesforceWorld;
let crm: Crm;
let people: string[];
beforeAll(async () => {
  // A pause after a refusal is of real time.
  const now = performance.now.bind(performance);
  jest.spyOn(performance, 'now').mockImplementation(() => now() + later);
  world = await createSalesforceWorld({
    simulator: { people: 0, limits: { daily: DAILY } },
    streams: true,
    clock: () => Date.now() + later,
    env: {
      POLL_INTERVAL: '1h',
      // Nothing dies here: a slow machine is given time.
      LEASE_MS: '60000',
      CALL_TIMEOUT_MS: '20000',
      UNKNOWN_WAIT_MS: '30000',
    },
  });
  crm = salesforceCrm(world.simulator);
  people = newPeople('buyer', PEOPLE, 'Intern');
  await written(people);
});
afterAll(async () => {
  jest.restoreAllMocks();
  await world?.close();
});

const newPeople = (name: string, count: number, title: string): string[] =>
  Array.from({ length: count }, (_, index) => crm.create(`${name}-${index}`, title));

const title = async (record: string) =>
  (
    await world.rows<{ title: string | null }>(
      `select l.fields ->> 'jobTitle' as title from records r join leads l on l.id = r.lead
       where r.record = $1`,
      [record],
    )
  )[0]?.title;

/** Whose score in the org is not ours. */
async function unwritten(records: readonly string[]): Promise<string[]> {
  const scores = await world.rows<{ record: string; total: number }>(
    'select r.record, s.total from records r join scores s on s.lead = r.lead',
  );
  const totals = new Map(scores.map(({ record, total }) => [record, String(total)]));
  return records.filter((record) => {
    const score = crm.held(record)[crm.output('score')] ?? null;
    return score === null || score !== totals.get(record);
  });
}
const written = (records: readonly string[]): Promise<void> =>
  waitFor('all to be written', async () => (await unwritten(records)).length === 0);

/** Each gets a title, which reaches the lead. */
async function rename(records: readonly string[], name: string): Promise<void> {
  for (const record of records) crm.setTitle(record, name);
  for (const record of records) {
    await waitFor(`${name} to arrive`, async () => (await title(record)) === name);
  }
}

const refused = (): number =>
  crm.requests.list().filter(({ status }) => status >= 400 || status === -1).length;

/** From now on so many of the day's calls are used; who is new lets the app hear of it. */
async function used(calls: number, waits: string): Promise<void> {
  const { app, account, simulator } = world;
  simulator.limits.setUsed(calls);
  await written(newPeople(`told-${calls}`, 1, 'Director of Marketing'));
  await waitFor('the day to be told', async () => {
    const use = await readDayUse(app.pool, account, Date.now() + later);
    return use?.waits === waits;
  });
  const told = Date.now();
  await waitFor('it to be looked up', async () => Date.now() > told + LOOKED_UP_MS);
}

/** Everybody is scored and written anew, in the background; the org says nothing of it. */
async function rescore(): Promise<void> {
  const { app, account, simulator } = world;
  // What is on its way, and what is told of it, would speak of the values that are about to be taken away.
  await world.settle();
  await world.heard();
  await world.settle();
  const { records } = simulator.org;
  for (const id of people) {
    const record = records.get('Lead', id);
    if (record) records.replace(record, { ...record.values, [crm.output('score')]: null });
  }
  await world.rows(`update desired set want = '{}', confirmed = '{}'`);
  await markWorkspaceDirty(app.pool, account.workspace, { remap: false });
  app.wakes.wake('score');
  await waitFor('all to be wanted', async () => {
    const wanted = await world.rows(
      `select 1 from desired where record = any($1) and (background and state <> 'idle' or confirmed <> '{}')`,
      [people],
    );
    return wanted.length === PEOPLE;
  });
}

test('with a second app at half of the calls, everything goes on and nothing is refused', async () => {
  world.simulator.limits.setSecondApp(5);
  await used(DAILY / 2, 'nothing');
  // Only rises: a fall is written after a while alone.
  await rename(people, 'Director of Marketing');
  await written(people);
  await rescore();
  await written(people);
  await world.settle();
  world.simulator.limits.setSecondApp(0);
  expect(refused()).toBe(0);
});

test('when it uses more, live changes go on and a mass waits; it is written when calls are free', async () => {
  await used(0.75 * DAILY, 'background');
  await rescore();
  await written(newPeople('live', 2, 'Director of Marketing'));
  expect(await unwritten(people)).toEqual(people);
  expect(refused()).toBe(0);

  await used(0.1 * DAILY, 'nothing');
  await written(people);
  expect(refused()).toBe(0);
});

test('when none is left a few calls are refused, all waits, and goes on when calls are back', async () => {
  const { simulator } = world;
  const late = newPeople('late', 3, 'Intern');
  await written(late);
  await world.settle();
  simulator.limits.setUsed(DAILY);
  const before = crm.requests.list().length;
  await rename(late, 'Director of Marketing');
  await waitFor('all to wait', async () => {
    const rows = await world.rows<{ reason: string | null }>(
      `select reason from desired where state = 'pending'`,
    );
    return rows.length === late.length && rows.some(({ reason }) => /used up/.test(reason ?? ''));
  });
  const [asking = ''] = late;
  crm.ask(asking);
  await waitFor('the interest to wait, too', async () => {
    return (await world.rows('select 1 from fetches')).length > 0;
  });
  expect(await unwritten(late)).toEqual(late);
  expect(crm.tasksOf(asking)).toEqual([]);
  expect(refused()).toBeGreaterThan(0);
  const calls = crm.requests.list().slice(before);
  expect(calls.filter(({ operation }) => !operation.startsWith('cometd')).length).toBeLessThan(10);

  // The hours in which they were used are over.
  simulator.limits.setUsed(0);
  later = LATER_MS;
  for (const table of ['desired', 'fetches']) {
    await world.rows(`update ${table} set retry_at = retry_at - $1 * interval '1 ms'`, [LATER_MS]);
  }
  await written(late);
  await waitFor('the task', async () => crm.tasksOf(asking).length === 1);
  await world.settle();
  expect(crm.tasksOf(asking)).toHaveLength(1);
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});
