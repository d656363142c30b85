import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { waitFor } from '../../support/app-world.js';
import {
  expectInAgreement,
  expectNothingLost,
  expectOneTaskEach,
  expectReasons,
} from './checks.js';
import { createProcessWorld, type ProcessWorld } from './process-world.js';

const TITLES = ['Head of Sales', 'VP of Marketing', 'Chief Executive Officer', 'Director of Sales'];

/** The sum of all counters whose name begins as told. */
const COUNTERS =
  'select coalesce(sum(value), 0)::int as sum from counters where starts_with(name, $1)';
const STREAMED = 'select coalesce(sum(delivered), 0)::int as sum from stream_events';

/** With what the interest of a person is kept as. */
const CRMS = [
  { label: 'HubSpot', contacts: 40, leads: 0, kept: ['demo_request'] },
  { label: 'Salesforce', contacts: 0, leads: 20, kept: ['content_download', 'webinar_attended'] },
] as const;

describe.each(CRMS)('$label', ({ contacts, leads, kept }) => {
  let world: ProcessWorld;
  beforeAll(async () => {
    world = await createProcessWorld({ contacts, leads, workers: 2 });
  }, 240_000);
  afterAll(() => world?.close());

  const sum = async (sql: string, values: unknown[] = []): Promise<number> =>
    (await world.rows<{ sum: number }>(sql, values))[0]?.sum ?? -1;

  test('two workers at once double nothing', async () => {
    const { hubspot, salesforce, rows } = world;
    const part = salesforce ?? hubspot;
    const { crm, people } = part;
    const taken = () => (salesforce ? sum(STREAMED) : sum(COUNTERS, ['events.']));
    // A stream may have told of the first writes, too.
    await world.settle();
    const before = salesforce ? (await taken()) - part.events() : 0;
    for (const [round, title] of TITLES.entries()) {
      for (const [index, id] of people.entries()) {
        crm.setTitle(id, index % 2 === 0 ? title : (TITLES[TITLES.length - 1 - round] ?? ''));
        if (index % TITLES.length === round) crm.ask(id);
      }
      await crm.told();
    }
    await world.settle(people.length);

    await expectNothingLost(rows, part);
    await expectOneTaskEach(rows, part, new Set(people));
    await expectInAgreement(rows, part);
    await expectReasons(rows);
    // No call was made twice, and no event was taken twice.
    expect(crm.requests.list({ operation: crm.operations.task })).toHaveLength(people.length);
    const created = () => sum(COUNTERS, ['tasks.created']);
    await waitFor('the tasks to be counted', async () => (await created()) >= people.length);
    expect(await created()).toBe(people.length);
    expect((await taken()) - before).toBe(part.events());
    const acts = await rows<{ type: string; count: number }>(
      `select type, count(*)::int as count from activities where type = any($1)
       group by type order by type`,
      [kept],
    );
    expect(acts).toEqual(kept.map((type) => ({ type, count: people.length })));
    // Both worked.
    const connections = await rows<{ count: number }>(
      `select count(distinct client_port)::int as count from pg_stat_activity
       where datname = current_database() and application_name = 'plumbline wakes'`,
    );
    expect(connections[0]?.count).toBeGreaterThanOrEqual(3);
  }, 240_000);
});
