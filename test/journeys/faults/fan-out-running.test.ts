import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AppWorld, createAppWorld, type Simulator, waitFor } from '../../support/app-world.js';

const CONTACTS = 2_000;
/** Records of one batch update. */
const BATCH = 100;
/** Points for the size of the company, and with those for a director. */
const SIZE = '10';
const SIZE_AND_TITLE = '25';

let company = '';
let contacts: string[] = [];

/** One company, too big for points, with all its clerks. */
function fill(simulator: Simulator): void {
  const portal = simulator.data();
  const acts = simulator.acts();
  portal.seeding = true;
  const big = { name: 'Big', domain: 'big.example', numberofemployees: '9000' };
  company = portal.create('companies', big, acts.source()).id;
  contacts = Array.from({ length: CONTACTS }, (_, index) => {
    const email = `buyer-${index}@big.example`;
    return acts.createContact({ email, jobtitle: 'Clerk' }, company).id;
  });
  portal.seeding = false;
}

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({
    simulator: { contacts: 0 },
    fill,
    // The CRM leaves a call without an answer for as long as the test looks.
    env: { CALL_TIMEOUT_MS: '300000', LEASE_MS: '900000' },
  });
}, 300_000);
afterAll(() => world?.close());

/** What is being written while the CRM holds the first batch. */
async function inFlight(): Promise<number> {
  const { simulator } = world;
  simulator.fault({ kind: 'hold', operation: 'contacts.batch.update', count: 1 });
  simulator.acts().edit('companies', company, { numberofemployees: '100' });
  const [held] = await simulator.holds.wait(90_000);
  const { inputs } = (held?.body ?? { inputs: [] }) as { inputs: unknown[] };
  return inputs.length;
}

/** A live change, until its score waits to be written. */
async function promote(record: string): Promise<void> {
  world.simulator.acts().edit('contacts', record, { jobtitle: 'Chief Executive Officer' });
  await waitFor('the live change to be scored', async () => {
    const rows = await world.rows(
      `select 1 from desired where record = $1 and want ->> 'plumbline_score' = $2`,
      [record, SIZE_AND_TITLE],
    );
    return rows.length === 1;
  });
}

test('live changes overtake the two thousand contacts of an edited company in the running app', async () => {
  const { simulator } = world;
  /** In the order in which the CRM took them. */
  const writes: { record: string; score: string }[] = [];
  simulator.data().listeners.push((event) => {
    if (event.kind !== 'propertyChange' || event.property !== 'plumbline_score') return;
    writes.push({ record: event.id, score: event.value });
  });
  const first = await inFlight();
  expect(first).toBeGreaterThan(0);
  // The two that the fan-out comes to last: one changes during it, one when all but it waits to be written.
  const live = contacts.slice(-2);
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
  simulator.holds.release();
  await waitFor('every write', async () => writes.length >= CONTACTS);
  await world.settle();

  // The batch under way went on; the next one begins with them, and the fan-out follows.
  for (const record of live) {
    const written = writes.findIndex((write) => write.record === record);
    expect(writes[written]).toEqual({ record, score: SIZE_AND_TITLE });
    expect(written).toBeLessThan(first + BATCH);
  }
  const rest = writes.filter(({ record }) => !live.includes(record));
  expect(rest).toHaveLength(CONTACTS - live.length);
  expect(new Set(rest.map(({ record }) => record)).size).toBe(rest.length);
  expect(new Set(rest.map(({ score }) => score))).toEqual(new Set([SIZE]));
}, 300_000);
