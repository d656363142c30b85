import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDocuments } from '../../src/evaluate/documents.js';
import { publishShipped } from '../../src/evaluate/shipped.js';
import { evaluateLeads } from '../../src/evaluate/step.js';
import { DAY, HOUR } from '../../src/lib/clock.js';
import { silentLogger } from '../../src/lib/logger.js';
import { setWrites } from '../../src/store/accounts.js';
import { publishDocument } from '../../src/store/documents.js';
import { createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';
import { risingAlerts } from '../support/rising-alert.js';

let now = Date.parse('2026-03-02T12:00:00Z');
let world: IntakeWorld;
let documents: ReturnType<typeof createDocuments>;

beforeAll(async () => {
  world = await createIntakeWorld(() => now);
  const { pool } = world.database;
  const { workspace, id } = world.account;
  await publishShipped(pool, workspace, '.', ['hubspot']);
  const by = { who: 'test', reason: 'crosses' };
  await publishDocument(
    pool,
    workspace,
    { kind: 'alerts', name: 'default', text: risingAlerts() },
    by,
  );
  // An unsubscription takes fit away too, until it is a year old.
  const model = readFileSync('config/scoring/b2b-default.yaml', 'utf8').replace(
    'engagement: { floor: 0,',
    'engagement: { floor: -20,',
  );
  await publishDocument(pool, workspace, { kind: 'model', name: 'b2b-default', text: model }, by);
  documents = createDocuments(pool, (path) => readFileSync(path, 'utf8'));
  await setWrites(pool, id, true);
  await pool.query('update accounts set backfilled_at = now()');
});
afterAll(() => world?.database.drop());
beforeEach(() => {
  now += DAY;
});

async function score(): Promise<void> {
  await world.drain();
  const { pool } = world.database;
  await evaluateLeads({
    pool,
    clock: () => now,
    log: silentLogger,
    connectors: new Map([['hubspot', hubspot]]),
    documents,
    tasksPerOwnerPerDay: 10,
    instance: 'i',
    marker: (key) => key,
  });
}

const known = async (record: string, jobtitle: string): Promise<void> => {
  await world.page({
    readAt: now - 1,
    origin: 'fetch',
    snapshots: [
      {
        object: 'contacts',
        record,
        modifiedAt: now - HOUR,
        createdAt: now - HOUR,
        properties: { email: `${record}@acme.example`, lifecyclestage: 'lead', jobtitle },
      },
    ],
    missing: [],
  });
  await score();
};

let events = 0;
async function change(record: string, property: string, value: string, age = 0): Promise<void> {
  events += 1;
  await world.hook([
    {
      eventId: events,
      subscriptionId: 1,
      portalId: Number(PORTAL),
      appId: 1,
      occurredAt: now - age - 1,
      subscriptionType: 'contact.propertyChange',
      attemptNumber: 0,
      changeSource: 'CRM_UI',
      sourceId: 'userId:9',
      objectId: Number(record),
      propertyName: property,
      propertyValue: value,
    },
  ]);
  await score();
}

const alerts = (record: string) =>
  world.rows<{ trigger: string; state: string; reason: string | null }>(
    'select trigger, state, reason from alerts where record = $1 order by created_at',
    [record],
  );
const total = async (record: string): Promise<number | undefined> =>
  (
    await world.rows<{ total: number }>(
      'select s.total from scores s join records r on r.lead = s.lead where r.record = $1',
      [record],
    )
  )[0]?.total;
const planned = { trigger: 'rising', state: 'planned', reason: null };
const ended = { trigger: 'rising', state: 'closed', reason: 'its cause ended' };

test('a total that comes from below to the number or above it is told once', async () => {
  await known('1', 'Clerk');
  expect(await alerts('1')).toEqual([]);
  await change('1', 'jobtitle', 'Director of IT');
  expect(await total('1')).toBeGreaterThanOrEqual(10);
  expect(await alerts('1')).toEqual([planned]);
  await change('1', 'country', 'FI');
  await change('1', 'jobtitle', 'VP of IT');
  expect(await alerts('1')).toEqual([planned]);
});

test('an override keeps alerts back until its end, and not beyond', async () => {
  await known('90', 'Clerk');
  await known('91', 'Clerk');
  const held = (record: string, until: number) =>
    world.rows(
      `update leads l set override = 'hold', override_until = ms($2) from records r
       where r.lead = l.id and r.record = $1`,
      [record, until],
    );
  await held('90', now + HOUR);
  await held('91', now - HOUR);
  for (const record of ['90', '91']) await change(record, 'jobtitle', 'Director of IT');
  expect(await alerts('90')).toEqual([]);
  expect(await alerts('91')).toEqual([planned]);
  const [work] = await world.rows<{ due: number }>(
    `select w.due_at as due from lead_work w join records r on r.lead = w.lead where r.record = '90'`,
  );
  expect(work?.due).toBeLessThanOrEqual(now + HOUR);
});

test('a first score above the number is told to nobody', async () => {
  await known('2', 'Director of IT');
  expect(await total('2')).toBeGreaterThanOrEqual(10);
  expect(await alerts('2')).toEqual([]);
});

test('a change that is older than seven days is told to nobody', async () => {
  await known('3', 'Clerk');
  now += 9 * DAY;
  await change('3', 'jobtitle', 'Director of IT', 8 * DAY);
  expect(await total('3')).toBeGreaterThanOrEqual(10);
  expect(await alerts('3')).toEqual([]);
});

test('the alert closes when the total falls below; what was never sent leaves no cool-down', async () => {
  await known('4', 'Clerk');
  await change('4', 'jobtitle', 'Director of IT');
  await change('4', 'jobtitle', 'Intern');
  expect(await alerts('4')).toEqual([ended]);
  now += HOUR;
  await change('4', 'jobtitle', 'Director of IT');
  expect(await alerts('4')).toEqual([ended, planned]);
});

test('within the cool-down of a task that was made, a second rise is quiet; after it, it is told', async () => {
  await known('5', 'Clerk');
  await change('5', 'jobtitle', 'Director of IT');
  await world.rows(`update alerts set state = 'open', task = '77' where record = '5'`);
  await change('5', 'jobtitle', 'Intern');
  await change('5', 'jobtitle', 'Director of IT');
  expect(await alerts('5')).toEqual([ended]);
  await change('5', 'jobtitle', 'Intern');
  now += 8 * DAY;
  await change('5', 'jobtitle', 'Director of IT');
  expect(await alerts('5')).toEqual([ended, planned]);
});

test('an alert whose task is being made when its cause ends closes with the outcome', async () => {
  await known('6', 'Clerk');
  await change('6', 'jobtitle', 'Director of IT');
  await world.rows(`update alerts set state = 'sending', token = 't' where record = '6'`);
  await change('6', 'jobtitle', 'Intern');
  expect(await alerts('6')).toEqual([{ ...ended, state: 'sending' }]);
});

test('points that time alone brings back are told to nobody', async () => {
  await known('7', 'Director of IT');
  await change('7', 'hs_email_optout', 'true');
  expect(await total('7')).toBeLessThan(10);
  now += 364 * DAY;
  // Something recent, which lifts nothing.
  await change('7', 'country', 'FI');
  await world.rows('update lead_work set loud_at = ms($1)', [now]);
  expect(await total('7')).toBeLessThan(10);
  now += 2 * DAY;
  await score();
  expect(await total('7')).toBeGreaterThanOrEqual(10);
  expect(await alerts('7')).toEqual([]);
});

test('a new version of the model crosses nothing', async () => {
  await known('8', 'Clerk');
  await world.rows(
    `update scores set version = 99 where lead = (select lead from records where record = '8')`,
  );
  await change('8', 'jobtitle', 'Director of IT');
  expect(await total('8')).toBeGreaterThanOrEqual(10);
  expect(await alerts('8')).toEqual([]);
});
