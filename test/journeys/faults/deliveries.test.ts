import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, sendHook, waitFor } from '../../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 5 } });
});
afterAll(() => world?.close());
afterEach(() => world.simulator.faults.clear());

const TITLES = ['Intern', 'Student', 'VP of Sales', 'Engineer', 'Director of Marketing'];

interface Outcome {
  readonly title: string;
  readonly stage: string;
  readonly total: number;
  readonly reasons: unknown;
  readonly values: number;
  readonly requests: number;
}

/** Everything about a contact that must not depend on how its events came. */
async function outcomeOf(record: string): Promise<Outcome & { tasks: number }> {
  const [row] = await world.rows<Outcome>(
    `select l.fields ->> 'jobTitle' as title, l.stage, s.total,
       (select jsonb_agg(jsonb_build_array(e -> 0, e -> 2)) from jsonb_array_elements(s.reasons) e) as reasons,
       (select count(*)::int from value_history h where h.record = r.id and h.property = 'jobtitle') as values,
       (select count(*)::int from activities a where a.record = r.id and a.type = 'demo_request') as requests
     from records r join leads l on l.id = r.lead join scores s on s.lead = l.id
     where r.object = 'contacts' and r.record = $1`,
    [record],
  );
  if (!row) throw new Error(`${record} has no score`);
  return { ...row, tasks: world.simulator.acts().tasksOf(record).length };
}

async function create(name: string): Promise<string> {
  const owner = world.simulator.data(world.simulator.portal).owners[0]?.id ?? '';
  const { id } = world.simulator.acts().createContact({
    email: `${name}@${name}.example`,
    firstname: name,
    jobtitle: 'Assistant',
    hubspot_owner_id: owner,
  });
  await waitFor(`${name} to be scored`, async () => {
    const rows = await world.rows(
      `select 1 from records r join scores s on s.lead = r.lead where r.record = $1`,
      [id],
    );
    return rows.length === 1;
  });
  await world.settle();
  return id;
}

/** Several titles, then a request; each title at a moment of its own. */
async function live(record: string): Promise<Outcome & { tasks: number }> {
  for (const jobtitle of TITLES) {
    world.simulator.acts().edit('contacts', record, { jobtitle });
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  world.simulator.acts().fillForm(record, 'demo');
  await world.simulator.webhooks.emitter?.idle();
  await waitFor('titles and request to be scored', async () => {
    const { title, stage, values } = await outcomeOf(record);
    return title === TITLES.at(-1) && stage === 'mql' && values > TITLES.length;
  });
  await world.settle();
  return outcomeOf(record);
}

test('events sent twice, shuffled, late and again after a lost answer end in the same lead', async () => {
  const clean = await live(await create('clean'));
  expect(clean).toMatchObject({ requests: 1, tasks: 1, values: TITLES.length + 1 });

  const record = await create('troubled');
  const { simulator } = world;
  simulator.fault({ kind: 'webhook-duplicate' });
  simulator.fault({ kind: 'webhook-reorder' });
  simulator.fault({ kind: 'webhook-delay', ms: 700, count: 1 });
  simulator.fault({ kind: 'webhook-drop-answer', count: 2 });
  const troubled = await live(record);
  for (const fault of simulator.faults.list()) {
    expect({ kind: fault.kind, struck: fault.hits > 0 }).toEqual({
      kind: fault.kind,
      struck: true,
    });
  }
  expect(troubled).toEqual(clean);
}, 150_000);

test('one delivery three times, each time in another order, counts once', async () => {
  const record = await create('thrice');
  const at = Date.now() - 60_000;
  const events = ['Intern', 'Head of Sales', 'Student', 'Director of Sales'].map(
    (propertyValue, index) => ({
      eventId: 100 + index,
      subscriptionType: 'object.propertyChange',
      objectTypeId: '0-1',
      objectId: Number(record),
      propertyName: 'jobtitle',
      propertyValue,
      changeSource: 'CRM_UI',
      sourceId: 'userId:5',
      occurredAt: at + 10_000 + index,
    }),
  );
  // They are older than what the contact has: history alone, in whichever order they come.
  world.simulator.acts().edit('contacts', record, { jobtitle: 'Director of Marketing' });
  await waitFor(
    'the newest title',
    async () => (await outcomeOf(record)).title === 'Director of Marketing',
  );
  const [first, second, ...rest] = events;
  const deliveries = [
    [second, ...rest, first],
    [...rest, first, second],
    [first, ...rest, second],
  ];
  const scored: (Outcome & { tasks: number })[] = [];
  for (const delivery of deliveries) {
    expect(await sendHook(world, delivery as object[])).toBe(204);
    await world.settle();
    scored.push(await outcomeOf(record));
  }
  expect(scored[0]).toMatchObject({ title: 'Director of Marketing', values: 6, tasks: 0 });
  expect(scored[1]).toEqual(scored[0]);
  expect(scored[2]).toEqual(scored[0]);
});
