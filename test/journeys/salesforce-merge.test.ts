import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({ simulator: { people: 5 } });
});
afterAll(() => world?.close());

const lead = (Email: string): string =>
  world.simulator.acts.create('Lead', { LastName: 'Byron', Company: 'Acme', Email }).id;

test('a merged lead is the one that it was merged into', async () => {
  const [master, loser] = [lead('a@merge.example'), lead('b@merge.example')];
  const leads = (records: readonly string[]) =>
    world.rows(`select distinct lead from records where record = any($1) and lead is not null`, [
      records,
    ]);
  await waitFor('both to be known', async () => (await leads([master, loser])).length === 2);
  world.simulator.moreActs.merge?.(world.simulator, { master, losers: [loser] });
  await waitFor('both to be one', async () => (await leads([master, loser])).length === 1);
  await world.settle();
  // The score of what lives on stands in the org.
  const { values } = world.simulator.org.get('Lead', master) ?? {};
  expect(values?.Plumbline_Score__c).toEqual(expect.any(Number));
});
