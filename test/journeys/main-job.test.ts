import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, sendHook, waitFor } from '../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ verbose: Boolean(process.env.VERBOSE) });
});
afterAll(() => world?.close());

test('after the first load every contact is scored, written back, and nobody got a task', async () => {
  const [{ scored, leads } = { scored: 0, leads: 0 }] = await world.rows<{
    scored: number;
    leads: number;
  }>(
    `select (select count(*)::int from scores) as scored, (select count(*)::int from leads) as leads`,
  );
  expect(leads).toBe(40);
  expect(scored).toBe(40);
  const tasks = await world.rows('select * from alerts');
  expect(tasks).toEqual([]);
  const parked = await world.rows(`select record, reason from desired where state = 'parked'`);
  expect(parked).toEqual([]);
});

interface Lead {
  id: number;
  record: string;
  stage: string;
  total: number;
  fields: Record<string, unknown>;
}

const lead = async (record: string): Promise<Lead | undefined> =>
  (
    await world.rows<Lead>(
      `select l.id, r.record, l.stage, s.total, l.fields from records r join leads l on l.id = r.lead
       left join scores s on s.lead = l.id where r.object = 'contacts' and r.record = $1`,
      [record],
    )
  )[0];

/** What the CRM holds of a contact now. */
const held = (record: string): Record<string, string | null> =>
  (world.simulator.describe('contacts', record) as { properties: Record<string, string | null> })
    .properties;

const owner = (): string => world.simulator.data(world.simulator.portal).owners[0]?.id ?? '';

async function createDirector(name: string): Promise<string> {
  const { id } = world.simulator.acts().createContact({
    email: `${name}@buyer.example`,
    firstname: name,
    lastname: 'Moreau',
    jobtitle: 'Director of Marketing',
    hubspot_owner_id: owner(),
  });
  await waitFor(
    `${name} to be scored`,
    async () => (await lead(id))?.total !== null && (await lead(id)) !== undefined,
  );
  return id;
}

test('who asks for a price becomes an MQL once, with one task that says why', async () => {
  const id = await createDirector('Nadia');
  world.simulator.acts().fillForm(id, 'demo');
  await waitFor('the MQL', async () => (await lead(id))?.stage === 'mql');
  await world.settle();
  const tasks = world.simulator.acts().tasksOf(id);
  expect(tasks).toHaveLength(1);
  expect(tasks[0]?.values.hs_task_body).toContain('Asked for a demo or price');
  expect(held(id)).toMatchObject({
    plumbline_score: String((await lead(id))?.total),
    plumbline_stage: 'mql',
    lifecyclestage: 'marketingqualifiedlead',
  });
  expect(tasks[0]?.values.hubspot_owner_id).toBe(owner());
  // The reasons stored with the score add up to it.
  const [score] = await world.rows<{ total: number; sum: number }>(
    `select total, (select sum((r ->> 2)::int) from jsonb_array_elements(reasons) r)::int as sum
     from scores where lead = $1`,
    [(await lead(id))?.id],
  );
  expect(score?.sum).toBe((score?.total ?? 0) * 100);
});

test('an unchanged value, a repeated delivery and our own echo cause no call and no score', async () => {
  const id = await createDirector('Olga');
  await world.settle();
  const seen = async () =>
    (
      await world.rows<{ dirty_seq: number }>('select dirty_seq from lead_work where lead = $1', [
        (await lead(id))?.id,
      ])
    )[0]?.dirty_seq;
  const before = await seen();
  const calls = world.simulator.requests.summary();
  const writes = (summary: typeof calls) =>
    Object.entries(summary).filter(([operation]) => /update|create/.test(operation));
  const title = (occurredAt: number) => ({
    subscriptionType: 'object.propertyChange',
    objectTypeId: '0-1',
    objectId: Number(id),
    propertyName: 'jobtitle',
    propertyValue: 'Director of Marketing',
    changeSource: 'CRM_UI',
    sourceId: 'userId:5',
    occurredAt,
  });
  const signed = await sendHook(world, [
    // From before she was created here: whatever this machine's speed, no news.
    title(Date.now() - 60_000),
    {
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-1',
      objectId: Number(id),
      propertyName: 'lifecyclestage',
      propertyValue: 'lead',
      changeSource: 'INTEGRATION',
      sourceId: world.simulator.app.appId,
      occurredAt: Date.now(),
    },
  ]);
  expect(signed).toBe(204);
  await world.settle();
  expect(await seen()).toBe(before);
  expect(writes(world.simulator.requests.summary())).toEqual(writes(calls));
  // Who sets it to what it is has touched the record, and nothing is written for that.
  expect(await sendHook(world, [title(Date.now())])).toBe(204);
  await world.settle();
  expect(writes(world.simulator.requests.summary())).toEqual(writes(calls));
});

test("a person's change of the stage stands, whatever the points say", async () => {
  const id = await createDirector('Rosa');
  await world.settle();
  // What comes with the record is no change of it; no person is as fast as this test.
  const created = Date.parse(held(id).createdate ?? '');
  await waitFor('a second since the creation', async () => Date.now() > created + 1_000);
  world.simulator.acts().changeStage(id, 'subscriber');
  await waitFor('the pin', async () => (await lead(id))?.stage === 'subscriber');
  world.simulator.acts().fillForm(id, 'demo');
  await waitFor('the points', async () => ((await lead(id))?.total ?? 0) >= 50);
  await world.settle();
  expect((await lead(id))?.stage).toBe('subscriber');
  expect(held(id).lifecyclestage).toBe('subscriber');
  expect(world.simulator.acts().tasksOf(id)).toEqual([]);
});

test('the first load reads what happened before from the history of the dates', async () => {
  const { store } = world.simulator.data(world.simulator.portal);
  const rows = await world.rows<{ record: string; opens: number }>(
    `select r.record, count(*)::int as opens from activities a join records r on r.id = a.record
     where a.property = 'hs_email_last_open_date' group by r.record`,
  );
  let several = 0;
  for (const { record, opens } of rows) {
    const contact = store.get('contacts', record);
    const values = contact ? store.historyOf(contact, 'hs_email_last_open_date') : [];
    const seconds = new Set(values.map((entry) => Math.floor(Date.parse(entry.value) / 1000)));
    expect({ record, opens }).toEqual({ record, opens: seconds.size });
    if (opens > 1) several += 1;
  }
  expect(several).toBeGreaterThan(0);
});
