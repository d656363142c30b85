import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Simulator as Org } from '../../../connectors/salesforce/simulator/index.js';
import { createAppWorld, type Simulator as Portal, waitFor } from '../../support/app-world.js';
import type { Crm } from '../../support/crms/crm.js';
import { hubspotCrm } from '../../support/crms/hubspot.js';
import { salesforceCrm } from '../../support/crms/salesforce.js';
import { createSalesforceWorld } from '../../support/salesforce-world.js';

/** Points for the size of the company, and with those for a director. */
const SIZE = '10';
const SIZE_AND_TITLE = '25';
/** Employees: too many for points, and enough for them. */
const TOO_BIG = 9_000;
const GOOD = 100;

/** The CRM leaves a call without an answer for as long as the test looks. */
const ENV = { CALL_TIMEOUT_MS: '300000', LEASE_MS: '900000' };

interface World {
  readonly crm: Crm;
  readonly contacts: readonly string[];
  /** Somebody corrects the company's size. */
  resize(employees: number): void;
  /** Somebody becomes a director. */
  promote(record: string): void;
  /** Told of every score in the order in which the CRM takes them. */
  onScore(listener: (record: string, score: string) => void): void;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

const address = (index: number): string => `buyer-${index}@big.example`;

/** One company, too big for points, with all its clerks. */
async function openHubSpot(count: number): Promise<World> {
  let company = '';
  let contacts: string[] = [];
  const fill = (simulator: Portal): void => {
    const portal = simulator.data();
    const acts = simulator.acts();
    portal.seeding = true;
    const big = { name: 'Big', domain: 'big.example', numberofemployees: String(TOO_BIG) };
    company = portal.create('companies', big, acts.source()).id;
    contacts = Array.from(
      { length: count },
      (_, index) => acts.createContact({ email: address(index), jobtitle: 'Clerk' }, company).id,
    );
    portal.seeding = false;
  };
  const world = await createAppWorld({ simulator: { contacts: 0 }, fill, env: ENV });
  const { simulator } = world;
  const crm = hubspotCrm(simulator);
  return {
    ...world,
    crm,
    contacts,
    resize: (employees) =>
      simulator.acts().edit('companies', company, { numberofemployees: String(employees) }),
    promote: (record) => crm.setTitle(record, 'Chief Executive Officer'),
    onScore: (listener) =>
      simulator.data().listeners.push((event) => {
        if (event.kind !== 'propertyChange' || event.property !== crm.output('score')) return;
        listener(event.id, event.value);
      }),
  };
}

async function openSalesforce(count: number): Promise<World> {
  let company = '';
  let contacts: string[] = [];
  const fill = ({ acts, org }: Org): void => {
    org.seeding = true;
    const big = { Name: 'Big', Website: 'https://big.example', NumberOfEmployees: TOO_BIG };
    company = acts.create('Account', big).id;
    contacts = Array.from({ length: count }, (_, index) => {
      const clerk = { LastName: 'Moreau', Email: address(index), Title: 'Clerk' };
      return acts.create('Contact', { ...clerk, AccountId: company }).id;
    });
    org.seeding = false;
  };
  const world = await createSalesforceWorld({ simulator: { people: 0 }, fill, env: ENV });
  const { acts, org } = world.simulator;
  const crm = salesforceCrm(world.simulator);
  return {
    ...world,
    crm,
    contacts,
    resize: (employees) => {
      acts.edit('Account', company, { NumberOfEmployees: employees });
    },
    promote: (record) => {
      acts.edit('Contact', record, { Title: 'Chief Executive Officer' });
    },
    onScore: (listener) => {
      const score = crm.output('score');
      org.onChange(({ id, changed, after }) => {
        if (changed.includes(score)) listener(id, String(after[score]));
      });
    },
  };
}

describe.each([
  { label: 'HubSpot', open: openHubSpot, count: 2_000, batch: 100 },
  // Fewer than what goes by a job of its own, and three times what goes at once.
  { label: 'Salesforce', open: openSalesforce, count: 600, batch: 200 },
])('$label', ({ open, count, batch }) => {
  let world: World;
  beforeAll(async () => {
    world = await open(count);
  }, 300_000);
  afterAll(() => world?.close());

  /** The records that are being written while the CRM holds the first batch. */
  async function inFlight(): Promise<string[]> {
    const { crm } = world;
    crm.fault({ kind: 'hold', operation: crm.operations.update, count: 1 });
    world.resize(GOOD);
    const [held] = await crm.holds.wait(90_000);
    type Written = { readonly id?: string; readonly Id?: string };
    const { inputs, records } = (held?.body ?? {}) as Record<string, Written[] | undefined>;
    return (inputs ?? records ?? []).map(({ id, Id }) => id ?? Id ?? '');
  }

  /** A live change, until its score waits to be written. */
  async function promote(record: string): Promise<void> {
    world.promote(record);
    await waitFor('the live change to be scored', async () => {
      const rows = await world.rows(
        'select 1 from desired where record = $1 and want ->> $2 = $3',
        [record, world.crm.output('score'), SIZE_AND_TITLE],
      );
      return rows.length === 1;
    });
  }

  test('live changes overtake the many contacts of an edited company in the running app', async () => {
    const { crm, contacts } = world;
    const writes: { record: string; score: string }[] = [];
    world.onScore((record, score) => writes.push({ record, score }));
    const held = await inFlight();
    const first = held.length;
    expect(first).toBeGreaterThan(0);
    // The two that the fan-out comes to last: one changes during it, one when all but it waits to be written.
    // Leads are scored side by side, so that the first batch may hold some of the last.
    const live = contacts.filter((record) => !held.includes(record)).slice(-2);
    expect(live).toHaveLength(2);
    const [early = '', late = ''] = live;
    await promote(early);
    await waitFor('the fan-out to be scored', async () => {
      const [row] = await world.rows<{ left: number }>(
        `select (select count(*)::int from fanouts)
           + (select count(*)::int from lead_work where dirty_seq > scored_seq) as left`,
      );
      return row?.left === 0;
    });
    await promote(late);
    expect(writes).toEqual([]);
    crm.holds.release();
    await waitFor('every write', async () => writes.length >= count);
    await world.settle();

    // The batch under way went on; the next one begins with them, and the fan-out follows.
    for (const record of live) {
      const written = writes.findIndex((write) => write.record === record);
      expect(writes[written]).toEqual({ record, score: SIZE_AND_TITLE });
      expect(written).toBeLessThan(first + batch);
    }
    const rest = writes.filter(({ record }) => !live.includes(record));
    expect(rest).toHaveLength(count - live.length);
    expect(new Set(rest.map(({ record }) => record)).size).toBe(rest.length);
    expect(new Set(rest.map(({ score }) => score))).toEqual(new Set([SIZE]));
  }, 300_000);
});
