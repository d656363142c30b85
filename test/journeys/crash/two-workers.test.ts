import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  expectInAgreement,
  expectNothingLost,
  expectOneTaskEach,
  expectReasons,
} from './checks.js';
import { createProcessWorld, type ProcessWorld } from './process-world.js';

const CONTACTS = 40;
const TITLES = ['Head of Sales', 'VP of Marketing', 'Chief Executive Officer', 'Director of Sales'];

let world: ProcessWorld;
beforeAll(async () => {
  world = await createProcessWorld({ contacts: CONTACTS, workers: 2 });
}, 240_000);
afterAll(() => world?.close());

/** The sum of all counters whose name begins so. */
const counted = async (name: string): Promise<number> =>
  (
    await world.rows<{ sum: number }>(
      'select coalesce(sum(value), 0)::int as sum from counters where starts_with(name, $1)',
      [name],
    )
  )[0]?.sum ?? -1;

test('two workers at once double nothing', async () => {
  const { front, hubspot, rows } = world;
  const { simulator, people: contacts } = hubspot;
  const requests = (operation: string) => simulator.requests.list({ operation });
  for (const [round, title] of TITLES.entries()) {
    for (const [index, id] of contacts.entries()) {
      const jobtitle = index % 2 === 0 ? title : (TITLES[TITLES.length - 1 - round] ?? '');
      simulator.acts().edit('contacts', id, { jobtitle });
      if (index % TITLES.length === round) simulator.acts().fillForm(id, 'demo');
    }
    await simulator.webhooks.emitter?.idle();
  }
  await world.settle(CONTACTS);

  await expectNothingLost(rows, hubspot);
  await expectOneTaskEach(rows, hubspot, new Set(contacts));
  await expectInAgreement(rows, hubspot);
  await expectReasons(rows);
  // No call was made twice, and no event was split twice.
  expect(requests('tasks.create')).toHaveLength(CONTACTS);
  expect(await counted('tasks.created')).toBe(CONTACTS);
  expect(await counted('events.')).toBe(front.acknowledged.length);
  const [forms] = await world.rows<{ count: number }>(
    `select count(*)::int as count from activities where type = 'demo_request'`,
  );
  expect(forms?.count).toBe(CONTACTS);
  // Both worked.
  const connections = await world.rows<{ count: number }>(
    `select count(distinct client_port)::int as count from pg_stat_activity
     where datname = current_database() and application_name = 'plumbline wakes'`,
  );
  expect(connections[0]?.count).toBeGreaterThanOrEqual(3);
}, 240_000);
