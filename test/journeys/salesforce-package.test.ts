import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { packageRoot } from '../../src/lib/root.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

const PACKAGE = {
  namespace: 'plumbline',
  folder: join(packageRoot(), 'connectors/salesforce/package'),
};

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({
    simulator: { people: 12, packages: [PACKAGE] },
    // Nothing here hangs: a busy machine may take its time.
    env: { CALL_TIMEOUT_MS: '20000', LEASE_MS: '60000' },
  });
});
afterAll(() => world?.close());

const held = (lead: string) => world.simulator.org.get('Lead', lead)?.values;
const scored = async () =>
  world.rows<{ record: string; total: number }>(
    `select r.record, s.total from records r join scores s on s.lead = r.lead
     where r.object = 'Lead' and r.state = 'known'`,
  );

test('an org with the package is scored into its fields, and none are made beside them', async () => {
  const all = await scored();
  expect(all.length).toBeGreaterThan(3);
  for (const { record, total } of all) {
    if (held(record)?.IsConverted === true) continue;
    expect([record, held(record)?.plumbline__Score__c]).toEqual([record, total]);
    expect(held(record)?.plumbline__Reasons__c).toBeTruthy();
  }
  const fields = world.simulator.org.definitions.object('Lead')?.fields;
  expect([...(fields?.keys() ?? [])].filter((name) => name.startsWith('plumbline_'))).toEqual(
    [...(fields?.keys() ?? [])].filter((name) => name.startsWith('plumbline__')),
  );
});

test('what a person writes into a field of the package is put back', async () => {
  const [lead] = (await scored()).filter(({ record }) => held(record)?.IsConverted !== true);
  if (!lead) throw new Error('no lead');
  const { record, total } = lead;
  world.simulator.acts.edit('Lead', record, { plumbline__Score__c: total === 99 ? 98 : 99 });
  await waitFor('our score', async () => held(record)?.plumbline__Score__c === total);
  await world.settle();
  expect(held(record)?.plumbline__Score__c).toBe(total);
});
