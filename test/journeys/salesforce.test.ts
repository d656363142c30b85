import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

const PEOPLE = 40;

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({ simulator: { people: PEOPLE } });
});
afterAll(() => world?.close());

interface Person {
  lead: number;
  total: number | null;
  fields: Record<string, unknown>;
}

const person = async (record: string): Promise<Person | undefined> =>
  (
    await world.rows<Person>(
      `select r.lead, l.fields, s.total from records r
       join leads l on l.id = r.lead left join scores s on s.lead = l.id where r.record = $1`,
      [record],
    )
  )[0];

const held = (object: string, record: string, field: string): unknown =>
  world.simulator.org.get(object, record)?.values[field];

const lead = (fields: Record<string, unknown> = {}): string =>
  world.simulator.acts.create('Lead', { LastName: 'Byron', Company: 'Acme', ...fields }).id;

test('everybody is loaded once, scored, and the score stands on leads and contacts', async () => {
  expect(await world.rows('select reason from parked_changes limit 1')).toEqual([]);
  const { records } = world.simulator.org;
  const living = [...records.all('Lead').values(), ...records.all('Contact').values()].filter(
    ({ values }) => values.IsConverted !== true,
  );
  const [count] = await world.rows<{ n: number }>(
    `select count(*)::int as n from records where object in ('Lead', 'Contact') and lead is not null`,
  );
  expect(count?.n).toBe(records.all('Lead').size + records.all('Contact').size);
  for (const { values } of living) {
    expect(typeof values.Plumbline_Score__c).toBe('number');
    expect(values.Plumbline_Stage__c).toEqual(expect.any(String));
  }
});

test('a new lead is learnt by polling and gets its score', async () => {
  const id = lead({ Title: 'Chief Financial Officer', Email: 'ada@acme.example' });
  await waitFor('the lead to be scored', async () => (await person(id))?.total != null);
  await world.settle();
  expect(held('Lead', id, 'Plumbline_Score__c')).toEqual(expect.any(Number));
  expect((await person(id))?.fields).toMatchObject({ jobTitle: 'Chief Financial Officer' });
});

test('a converted lead goes on as the same lead on the contact', async () => {
  const id = lead({ Title: 'Head of Sales', Email: 'grace@acme.example' });
  await waitFor('the lead to be known', async () => (await person(id))?.total != null);
  const before = await person(id);
  const made = world.simulator.moreActs['convert-lead']?.(world.simulator, { lead: id }) as {
    contact: string;
  };
  await waitFor('the contact to be the same lead', async () => {
    const contact = await person(made.contact);
    return contact !== undefined && contact.lead === before?.lead;
  });
  await world.settle();
  await waitFor(
    'the score to stand on the contact',
    async () => typeof held('Contact', made.contact, 'Plumbline_Score__c') === 'number',
  );
});

test('a merged lead is the one that it was merged into', async () => {
  const [master, loser] = [lead({ Email: 'a@merge.example' }), lead({ Email: 'b@merge.example' })];
  await waitFor('both to be known', async () =>
    Boolean((await person(master)) && (await person(loser))),
  );
  world.simulator.moreActs.merge?.(world.simulator, { master, losers: [loser] });
  await waitFor('the merged one to be an alias', async () => {
    const [row] = await world.rows<{ alias: string | null }>(
      `select alias_of as alias from records where record = $1`,
      [loser],
    );
    return row?.alias === master;
  });
});
