/** A Salesforce org, from the first load to the owner's task. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { convertLead } from '../../connectors/salesforce/simulator/conversion.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({ verbose: Boolean(process.env.VERBOSE) });
});
afterAll(() => world?.close());

const PEOPLE = ['Lead', 'Contact'] as const;

interface Known {
  id: number;
  stage: string;
  total: number;
}

const known = async (record: string): Promise<Known | undefined> =>
  (
    await world.rows<Known>(
      `select l.id, l.stage, s.total from records r join leads l on l.id = r.lead
       join scores s on s.lead = l.id where r.record = $1`,
      [record],
    )
  )[0];
const held = (object: string, record: string) => world.simulator.org.get(object, record)?.values;
/** A new lead of a believable person, as a seller types it in. */
async function newLead(name: string): Promise<string> {
  const { id } = world.simulator.acts.create('Lead', {
    LastName: name,
    Company: `${name} Works`,
    Title: 'Director of Marketing',
    Email: `${name.toLowerCase()}@${name.toLowerCase()}.example`,
    NumberOfEmployees: 200,
  });
  await waitFor(`${name} to be scored`, async () => (await known(id)) !== undefined);
  return id;
}

test('after the first load every lead and contact has a score in the org, and nobody got a task', async () => {
  const { org } = world.simulator;
  for (const object of PEOPLE) {
    const living = [...org.records.all(object).values()].filter(
      ({ values }) => values.IsDeleted !== true,
    );
    expect(living.length).toBeGreaterThan(0);
    for (const { id, values } of living) {
      if (values.IsConverted === true) continue;
      expect([id, values.Plumbline_Score__c]).toEqual([id, (await known(id))?.total]);
      expect(values.Plumbline_Reasons__c).not.toBe('');
    }
  }
  expect(await world.rows('select * from alerts')).toEqual([]);
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});

test('a changed title is a changed score in the org, and our own write is no news', async () => {
  const lead = await newLead('Noether');
  const before = await known(lead);
  world.simulator.acts.edit('Lead', lead, { Title: 'Student' });
  await waitFor(
    'the score to fall',
    async () => ((await known(lead))?.total ?? 99) < (before?.total ?? 0),
  );
  await world.settle();
  expect(held('Lead', lead)?.Plumbline_Score__c).toBe((await known(lead))?.total);
  const sequence = async () =>
    (
      await world.rows<{ seq: number }>(
        'select dirty_seq as seq from lead_work w join records r on r.lead = w.lead where record = $1',
        [lead],
      )
    )[0]?.seq;
  const then = await sequence();
  const polled = async () =>
    (await world.rows<{ at: number }>('select last_poll_at as at from accounts'))[0]?.at ?? 0;
  const last = await polled();
  await waitFor('two more polls', async () => (await polled()) > last + 2_500);
  await world.settle();
  expect(await sequence()).toBe(then);
});

test('a lead that asks by a campaign becomes an MQL; its owner gets one task', async () => {
  const lead = await newLead('Curie');
  const [webinar] = [...world.simulator.org.records.all('Campaign').values()].filter(
    ({ values }) => values.Type === 'Webinar',
  );
  world.simulator.acts.respond(lead, webinar?.id ?? '', 'Attended');
  const { total: before = 0 } = (await known(lead)) ?? {};
  await waitFor('the response to count', async () => ((await known(lead))?.total ?? 0) > before);
  world.simulator.acts.behave(lead, {
    kind: 'meeting',
    at: Date.now() - 60_000,
    outcome: 'COMPLETED',
    title: 'First talk',
  });
  await waitFor('an MQL', async () => ['mql', 'sql'].includes((await known(lead))?.stage ?? ''));
  await world.settle();
  expect(world.simulator.acts.tasksOf(lead)).toHaveLength(1);
});

test('a converted lead goes on as the same lead on its contact', async () => {
  const lead = await newLead('Hopper');
  const { id, total } = (await known(lead)) ?? {};
  const { org, acts } = world.simulator;
  const made = convertLead(org, { lead }, acts.context());
  if (!made.success) throw new Error(JSON.stringify(made.errors));
  await waitFor(
    'the contact to belong to the lead',
    async () => (await known(made.contact))?.id === id,
  );
  await world.settle();
  expect(await known(made.contact)).toEqual(await known(lead));
  expect(held('Contact', made.contact)?.Plumbline_Score__c).toBe((await known(lead))?.total);
  // What the new account says was known before anybody was told of a score without it.
  const told = await world.rows<{ total: number }>(
    'select total from score_history where lead = $1 order by at, total',
    [id],
  );
  expect(Math.min(...told.map((one) => one.total))).toBe(total);
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});
