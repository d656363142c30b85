/** A mass re-score by ingest jobs, in a real worker beside live changes. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { declaration } from '../../connectors/salesforce/definition.js';
import { bulkOf } from '../../connectors/salesforce/simulator/bulk.js';
import { turnOffWriteBack, turnOnWriteBack } from '../../src/accounts/write-back.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

const FROM = 60;
const BATCH = 150;

let world: SalesforceWorld;
const { limits } = declaration;
const shipped = limits.mass;
beforeAll(async () => {
  Object.assign(limits, { mass: { from: FROM, batch: BATCH } });
  world = await createSalesforceWorld({
    simulator: { people: 400, activities: false },
    streams: true,
  });
}, 300_000);
afterAll(async () => {
  Object.assign(limits, { mass: shipped });
  await world?.close();
});

const calls = (operation: string): number => world.simulator.requests.list({ operation }).length;
const score = (record: string) =>
  world.simulator.org.get('Lead', record)?.values.Plumbline_Score__c ?? null;

/** Everybody is scored and written anew, in the background. */
async function rescore(): Promise<void> {
  const { app, account } = world;
  // Else what is taken away could be put back at once.
  await turnOffWriteBack(app.pool, account, 'test');
  for (const { id, values } of world.simulator.org.records.all('Lead').values()) {
    if (values.IsConverted !== true) {
      world.simulator.acts.set('Lead', id, { Plumbline_Score__c: null });
    }
  }
  world.simulator.requests.clear();
  const wake = () => app.wakes.wake('score');
  const deps = { pool: app.pool, connector: app.connector, session: app.session, wake };
  await turnOnWriteBack(deps, account, 'test');
}

/** Living leads whose score in the org is not ours. */
async function wrong(): Promise<string[]> {
  const scores = await world.rows<{ record: string; total: number }>(
    'select r.record, s.total from records r join scores s on s.lead = r.lead',
  );
  const totals = new Map(scores.map(({ record, total }) => [record, total]));
  return [...world.simulator.org.records.all('Lead').values()]
    .filter(({ values }) => values.IsDeleted !== true && values.IsConverted !== true)
    .filter(({ id, values }) => values.Plumbline_Score__c !== totals.get(id))
    .map(({ id }) => id);
}

test('everybody is written by jobs, with a few collections for what is left over', async () => {
  await rescore();
  await world.settle();
  expect(await wrong()).toEqual([]);
  expect(calls('bulk.ingest.create')).toBeGreaterThan(0);
  const [row] = await world.rows<{ count: number }>(
    `select value::int as count from counters where name = 'writes.jobs'`,
  );
  expect(row?.count).toBeGreaterThanOrEqual(calls('bulk.ingest.create'));
  expect(await world.rows('select * from mass_writes')).toEqual([]);
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});

test('our own mass writes are no news', async () => {
  const sequence = () => world.rows('select lead, dirty_seq from lead_work order by lead');
  const before = await sequence();
  const polled = async () =>
    (await world.rows<{ at: number }>('select last_poll_at as at from accounts'))[0]?.at ?? 0;
  const last = await polled();
  await waitFor('two more polls', async () => (await polled()) > last + 2_500);
  await world.settle();
  expect(await sequence()).toEqual(before);
});

test('while a job runs for long, a live change is written, and a new value of a record in it afterwards', async () => {
  // Nobody hears of the job, so that it does not get on either: whatever is written meanwhile, others wrote.
  Object.assign(bulkOf(world.simulator.org).options, { jobMs: 3_600_000 });
  world.simulator.fault({ kind: 'status', status: 503, operation: 'bulk.ingest.get' });
  await rescore();
  const running = `select record from desired where state = 'sending' and object = 'Lead'
    and token in (select token from mass_writes where job is not null) limit 1`;
  await waitFor('a job to run', async () => (await world.rows(running)).length > 0);
  const { id } = world.simulator.acts.create('Lead', {
    LastName: 'Noether',
    Company: 'Noether Works',
    Title: 'Director of Marketing',
    Email: 'noether@noether.example',
    NumberOfEmployees: 200,
  });
  await waitFor('the live change to be written', async () => score(id) !== null);
  const [inJob] = await world.rows<{ record: string }>(running);
  const record = inJob?.record ?? '';
  expect(score(record)).toBeNull();
  world.simulator.acts.edit('Lead', record, { Title: 'Student' });
  await waitFor(
    'the record to be wanted otherwise',
    async () =>
      (
        await world.rows(
          'select 1 from desired where record = $1 and want_v > sending_v and not background',
          [record],
        )
      ).length > 0,
  );
  expect(score(record)).toBeNull();
  world.simulator.faults.clear();
  await world.rows('update mass_writes set look_at = now()');
  await world.settle();
  expect(await wrong()).toEqual([]);
});
