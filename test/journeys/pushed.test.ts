import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  // Polls ask who changed a stage, and for what they find anew: none comes between.
  world = await createAppWorld({ env: { POLL_INTERVAL: '1h' } });
});
afterAll(() => world?.close());

test('a pushed change to a known contact costs no read', async () => {
  const reads = () =>
    Object.entries(world.simulator.requests.summary())
      // Whether its owner has moved on with a task is looked at now and then, whatever changes.
      .filter(([operation]) => /read|get|list|search/i.test(operation) && !/^tasks/.test(operation))
      .reduce((sum, [, byStatus]) => sum + Object.values(byStatus).reduce((a, b) => a + b, 0), 0);
  const [contact] = await world.rows<{ record: string; lead: number }>(
    `select r.record, r.lead from records r join leads l on l.id = r.lead
     where r.object = 'contacts' and l.stage in ('subscriber', 'lead') order by r.id limit 1`,
  );
  if (!contact) throw new Error('nobody was loaded');
  const before = reads();
  expect(before).toBeGreaterThan(0);
  world.simulator.acts().edit('contacts', contact.record, { jobtitle: 'Intern' });
  await waitFor('the new title', async () => {
    const [row] = await world.rows<{ seniority: string }>(
      `select fields ->> 'seniority' as seniority from leads where id = $1`,
      [contact.lead],
    );
    return row?.seniority === 'intern';
  });
  await world.settle();
  expect(reads()).toBe(before);
  const [score] = await world.rows<{ total: number }>('select total from scores where lead = $1', [
    contact.lead,
  ]);
  const { properties } = world.simulator.describe('contacts', contact.record) as {
    properties: Record<string, string | null>;
  };
  expect(properties.plumbline_score).toBe(String(score?.total));
});
