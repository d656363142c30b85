import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, waitFor } from '../../support/app-world.js';

/** What the limit lets through in ten seconds; that of an app in an account on a larger plan. */
const LIMIT = 190;
/** Asking in the first test, more than the limit lets through at once; the others ask in the second. */
const FIRST = 220;
/**
 * One call in a hundred must be more than the refusals that tell of the other app: searching five times a
 * second is found too much once, then four and three times are, at most eight refusals in all.
 */
const CONTACTS = 1_300;

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({
    simulator: { contacts: CONTACTS, limits: { appBurst: LIMIT } },
    // The protocol's times in full: a busy machine must not make calls fail that no limit refused.
    env: { TASKS_PER_OWNER_PER_DAY: '1000', LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000' },
  });
}, 300_000);
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
    300_000,
  );
  await world.settle(300_000);
}

const searches = (): number =>
  world.simulator.requests.list({ operation: 'contacts.search' }).length;

test('with the real limits, a first load and a busy time draw no refusal by rate', async () => {
  await traffic(0, FIRST);
  expect(statuses().length).toBeGreaterThan(LIMIT);
  expect(failures(statuses())).toEqual([]);
}, 480_000);

test('with a second app at half of what is shared, less than one call in a hundred fails', async () => {
  // HubSpot shares the searches of a second and the sum of a day among all apps of an account.
  const limits = world.simulator.gateway.limits.get(world.simulator.portal);
  const half = (limits?.options.searchPerSecond ?? 0) / 2;
  expect(half).toBeGreaterThan(1);
  limits?.setSecondApp(half, half);
  const [before, searched] = [statuses().length, searches()];
  await traffic(FIRST, CONTACTS);
  const since = statuses().slice(before);
  limits?.setSecondApp(0, 0);
  expect(since.length).toBeGreaterThan(900);
  // Enough of them share the limit with the other app.
  expect(searches() - searched).toBeGreaterThan(30);
  expect(failures(since).length).toBeLessThan(0.01 * since.length);
}, 480_000);
