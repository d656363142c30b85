/** Names of a mapping document and values of records reach a query as names and values, or not at all. */
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Session } from '../../../connectors/connector.js';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { loadMapping } from '../../../src/mapping/load.js';
import { openOn } from './simulated-session.js';

const HOSTILE = [
  "x' OR Name != '",
  "x' OR WhoId != '",
  "Email FROM User WHERE Name != '",
  'Id, (SELECT Id FROM Tasks)',
  "\\' OR IsDeleted = true OR Name = \\'",
  'Email\nFROM User',
  'Email\u0000\u2028FROM User',
  '__proto__',
];

let simulator: Simulator;
let session: Session;
beforeEach(async () => {
  simulator = await startSalesforceSimulator({ people: 10 });
  session = openOn(simulator, () => {});
});
afterEach(() => simulator.close());

/** Every query was one that Salesforce understands. */
function expectSound(): void {
  const queries = Object.entries(simulator.requests.summary()).filter(([operation]) =>
    /^query/i.test(operation),
  );
  expect(queries.length).toBeGreaterThan(0);
  for (const [operation, byStatus] of queries) {
    expect([operation, ...Object.keys(byStatus)]).toEqual([operation, '200']);
  }
}

/** A refusal of ours for what is no name is as good as an answer. */
async function unlessRefused<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CrmError && ['refused', 'rights', 'gone'].includes(error.kind)) {
      return undefined;
    }
    throw error;
  }
}

test.each(HOSTILE)(
  'a mapping document that reads %j reads no more than its other fields',
  async (name) => {
    const document = `crm: salesforce
version: 1
objects:
  Lead:
    fields: { email: Email, custom.word: ${JSON.stringify(name)}, company.name: Company }
    activities:
      - { type: email_bounce, when: ${JSON.stringify(name)}, at: value }
`;
    const { mapping } = loadMapping(document, 'mappings/salesforce.yaml');
    for (const need of mapping.needs()) {
      const { page } = await session.backfill(need, null);
      expect(page.snapshots.length).toBeGreaterThan(0);
      const [feed] = session.feeds([need], false);
      if (feed) await session.poll(feed, session.startCursor(feed, simulator.clock.now() - 60_000));
      const ids = page.snapshots.map(({ record }) => record);
      const read = await session.fetch(need, ids, true, 'live');
      expect(read.snapshots).toHaveLength(ids.length);
      for (const { object, properties } of [...page.snapshots, ...read.snapshots]) {
        expect(object).toBe('Lead');
        expect(Object.keys(properties).filter((one) => one !== name)).not.toContain('Name');
        expect(Object.hasOwn(properties, name) && properties[name] !== null).toBe(false);
      }
    }
    expectSound();
  },
);

test.each(HOSTILE)('an object called %j is asked for by nobody', async (object) => {
  const need = { object, properties: ['Email'], rollups: [], history: [], links: [] };
  await unlessRefused(session.backfill(need, null));
  await unlessRefused(session.fetch(need, ['00Q5f0000000001AAA'], true, 'live'));
  expect(Object.keys(simulator.requests.summary().query ?? { 200: 1 })).toEqual(['200']);
});

test('values of records come back as they are, and ids that are none are asked for by nobody', async () => {
  const email = "o'brien@buyer.example";
  const made = HOSTILE.slice(0, 5).map((text) =>
    simulator.acts.create('Lead', {
      LastName: text,
      Company: text,
      Title: text,
      Email: email,
    }),
  );
  const properties = ['LastName', 'Company', 'Title', 'Email'];
  const need = { object: 'Lead', properties, rollups: [], history: ['Title'], links: [] };
  const ids = made.map(({ id }) => id);
  const page = await session.fetch(need, [...ids, ...HOSTILE], true, 'live');
  expect(page.snapshots.map(({ properties: held }) => held.LastName).sort()).toEqual(
    HOSTILE.slice(0, 5).sort(),
  );
  expect(page.snapshots.every(({ properties: held }) => held.Email === email)).toBe(true);
  expect(page.missing.map(({ record }) => record).sort()).toEqual([...HOSTILE].sort());
  expectSound();
  // Salesforce refuses what is no id; nobody's tasks come of it.
  const [somebody = ''] = ids;
  simulator.acts.create('Task', { WhoId: somebody, Subject: 'Call back' });
  expect(await session.findTasks('Lead', somebody, 0)).toHaveLength(1);
  const whole = `${somebody}' AND Subject != '`;
  for (const record of [whole, ...HOSTILE]) {
    expect((await unlessRefused(session.findTasks('Lead', record, 0))) ?? []).toEqual([]);
  }
});
