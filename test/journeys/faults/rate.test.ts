import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../../support/app-world.js';

/** Asking in the first test; the others ask in the second. */
const FIRST = 60;
/** Enough calls that the first refusals, which tell of the other app, are few among them. */
const CONTACTS = 900;

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({
    // The limit of an app in an account on a larger plan.
    simulator: { contacts: CONTACTS, limits: { appBurst: 190 } },
    env: { TASKS_PER_OWNER_PER_DAY: '1000' },
  });
}, 180_000);
afterAll(() => world?.close());

const statuses = (): number[] => world.simulator.requests.list().map((entry) => entry.status);

/** Refused by rate, failed or cut; a 404 is the answer to a question. */
const failures = (list: readonly number[]): number[] =>
  list.filter((status) => status === 429 || status >= 500 || status === -1);

/** So many ask for a demo and get another title. */
async function traffic(from: number, to: number): Promise<void> {
  const records = await world.rows<{ record: string }>(
    `select record from records where object = 'contacts' and lead is not null order by record`,
  );
  const jobtitle = `Director of Marketing ${to}`;
  for (const { record } of records.slice(from, to)) {
    world.simulator.acts().fillForm(record, 'demo');
    world.simulator.acts().edit('contacts', record, { jobtitle });
  }
  await waitFor(
    'the forms and titles to arrive',
    async () => {
      const [row] = await world.rows<{ count: number }>(
        `select count(*)::int as count from leads l where fields ->> 'jobTitle' = $1 and exists (
           select from activities a where a.lead = l.id and a.type = 'demo_request'
             and a.at > now() - interval '5 minutes')`,
        [jobtitle],
      );
      return row?.count === to - from;
    },
    120_000,
  );
  await world.settle(150_000);
}

test('with the real limits, a first load and a busy time draw no refusal by rate', async () => {
  await traffic(0, FIRST);
  expect(statuses().length).toBeGreaterThan(FIRST);
  expect(failures(statuses())).toEqual([]);
}, 300_000);

test('with a second app at half of what is shared, less than one call in a hundred fails', async () => {
  // HubSpot shares the searches of a second and the sum of a day among all apps of an account.
  const limits = world.simulator.gateway.limits.get(world.simulator.portal);
  const half = (limits?.options.searchPerSecond ?? 0) / 2;
  limits?.setSecondApp(half, half);
  const before = statuses().length;
  await traffic(FIRST, CONTACTS);
  const since = statuses().slice(before);
  limits?.setSecondApp(0, 0);
  expect(failures(since).length).toBeLessThan(0.01 * since.length);
}, 300_000);
