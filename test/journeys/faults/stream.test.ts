/** Change events that are cut off, forgotten or malformed: nothing is lost, and it is said. */
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { ChangeEventHeader } from '../../../connectors/salesforce/simulator/cdc-events.js';
import { styleOf } from '../../../src/commands/io.js';
import { printStatus, readStatus } from '../../../src/commands/status.js';
import { HOUR } from '../../../src/lib/clock.js';
import { waitFor } from '../../support/app-world.js';
import { salesforceCrm } from '../../support/crms/salesforce.js';
import { createSalesforceWorld, type SalesforceWorld } from '../../support/salesforce-world.js';

const CHANNEL = '/data/Plumbline__chn';
const PEOPLE = 20;
const CHANGES = 1_000;

let world: SalesforceWorld;
let leads: string[] = [];
beforeAll(async () => {
  // Its clock is put forward later on, and must not come to lie ahead of ours.
  const now = Date.now() - 100 * HOUR;
  // The protocol's times in full: nothing here is about an answer that does not come.
  const env = { LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000' };
  world = await createSalesforceWorld({ simulator: { people: 0, now }, env, streams: true });
  const crm = salesforceCrm(world.simulator);
  leads = Array.from({ length: PEOPLE }, (_, index) => crm.create(`buyer-${index}`, 'Assistant'));
  await waitFor('the leads', async () => (await scored()) === PEOPLE);
  await world.settle();
});
afterAll(() => world?.close());
afterEach(() => {
  world.simulator.faults.clear();
  world.simulator.platform.capture.stream.restore();
});

const scored = async (): Promise<number> =>
  (await world.rows('select 1 from records r join scores s on s.lead = r.lead')).length;

interface State {
  readonly live: boolean;
  readonly replay: number | null;
  readonly note: string | null;
}

const state = async (): Promise<State | undefined> =>
  (
    await world.rows<State>(
      `select live_at is not null as live, (position ->> 'replay')::int as replay, note from streams`,
    )
  )[0];
const live = () => waitFor('the stream', async () => (await state())?.live === true);

/** The org's events of titles after a place, as the history of values has them. */
function told(from: number): string[] {
  const { ring } = world.simulator.platform.capture.capture;
  return ring
    .after(CHANNEL, from, Number.POSITIVE_INFINITY)
    .flatMap(({ event: { header, fields } }) =>
      header.entityName === 'Lead' && 'Title' in fields
        ? [`${header.recordIds[0]}|${header.commitTimestamp}|${String(fields.Title)}`]
        : [],
    );
}

const history = async (): Promise<Set<string>> =>
  new Set(
    (
      await world.rows<{ line: string }>(
        `select r.record || '|' || (extract(epoch from h.at) * 1000)::bigint || '|' || h.value as line
         from value_history h join records r on r.id = h.record where h.property = 'Title'`,
      )
    ).map(({ line }) => line),
  );

const titleOf = async (record: string): Promise<string | undefined> =>
  (
    await world.rows<{ title: string }>(
      `select l.fields ->> 'jobTitle' as title from records r join leads l on l.id = r.lead
       where r.record = $1`,
      [record],
    )
  )[0]?.title;

test('an hour without the stream, with a thousand changes in it, loses none of them', async () => {
  const { simulator } = world;
  simulator.acts.edit('Lead', leads[0] ?? '', { Title: 'Head of Sales' });
  await world.heard();
  const { capture, stream } = simulator.platform.capture;
  const from = capture.ring.tip;
  stream.sever();
  for (let change = 0; change < CHANGES; change += 1) {
    simulator.acts.edit('Lead', leads[change % PEOPLE] ?? '', { Title: `Manager ${change}` });
    // Each at a moment of its own: what the CRM tells of one record at one time is one value.
    if (change % PEOPLE === PEOPLE - 1) simulator.clock.advance(HOUR / (CHANGES / PEOPLE));
  }
  simulator.platform.capture.flush();
  const events = told(from);
  expect(events).toHaveLength(CHANGES);
  stream.restore();
  await waitFor('every change', async () => {
    const known = await history();
    return events.every((line) => known.has(line));
  });
  await world.settle();
  const newest = leads.map((_, index) => `Manager ${CHANGES - PEOPLE + index}`);
  expect(await Promise.all(leads.map(titleOf))).toEqual(newest);
});

test('malformed events are passed over: what stands beside them is processed', async () => {
  await live();
  const { simulator } = world;
  const { capture, stream } = simulator.platform.capture;
  const [bad = '', ...good] = leads;
  const header = (over: object): ChangeEventHeader => ({
    entityName: 'Lead',
    recordIds: [bad],
    changeType: 'UPDATE',
    changeOrigin: '',
    transactionKey: 'a transaction',
    sequenceNumber: 1,
    commitTimestamp: simulator.clock.now(),
    commitNumber: 1,
    commitUser: simulator.setup.admin,
    changedFields: ['Title'],
    ...over,
  });
  const malformed: [object, Record<string, unknown>][] = [
    [{ recordIds: [] }, {}],
    [{ recordIds: ['no id'] }, {}],
    [{ recordIds: [null, 7, {}] }, {}],
    [{ recordIds: 'x' }, {}],
    [{ recordIds: [`${bad}' OR Name != '`] }, {}],
    [{ changeType: 'EXPLODE' }, {}],
    [{ changeType: 7 }, {}],
    [{ commitTimestamp: 'yesterday' }, {}],
    [{ commitTimestamp: -1e15 }, {}],
    [{ commitTimestamp: 1e30 }, {}],
    [{ commitTimestamp: 1.5 }, {}],
    [{ commitTimestamp: null }, {}],
    [{ changeOrigin: null, commitUser: { id: 7 } }, {}],
    [{ nulledFields: 'Title' }, {}],
    [{}, { Title: { of: ['what'] } }],
    [{}, { Title: ['a', null] }],
    [{}, { Title: 12 }],
    [{}, { Title: 'Head\0 of \ud800Sales' }],
    [{}, { Title: 'x'.repeat(200_000) }],
    [{}, { HasOptedOutOfEmail: 'perhaps', CreatedDate: 'the 40th', NumberOfEmployees: -1e300 }],
  ];
  for (const [index, [over, fields]] of malformed.entries()) {
    const record = good[index % good.length] ?? '';
    capture.ring.publish([CHANNEL], { header: header(over), fields: { Title: 'Odd', ...fields } });
    simulator.acts.edit('Lead', record, { Title: `Director ${index}` });
    // Each change is in the ring before the next malformed event.
    simulator.platform.capture.flush();
  }
  stream.wake();
  const expected = new Map(
    malformed.map((_, index) => [good[index % good.length] ?? '', `Director ${index}`]),
  );
  for (const [record, title] of expected) {
    await waitFor(`${title} of ${record}`, async () => (await titleOf(record)) === title);
  }
  await world.settle();
  await live();
  expect(await world.rows('select reason from parked_deliveries')).toEqual([]);
  const last = capture.ring.tip;
  await waitFor('the place behind them', async () => ((await state())?.replay ?? 0) >= last);
});

test('a place that was forgotten is told of, and the window is polled', async () => {
  await live();
  const { simulator } = world;
  const { stream } = simulator.platform.capture;
  stream.sever();
  await waitFor('the cut', async () => (await state())?.live === false);
  // Nobody is to find it before the stream is back.
  simulator.fault({ kind: 'status', status: 503, operation: 'query' });
  const [lead = ''] = leads;
  simulator.acts.edit('Lead', lead, { Title: 'Chief Executive Officer' });
  simulator.clock.advance(73 * HOUR);
  stream.restore();
  await waitFor('the note', async () => /three days/.test((await state())?.note ?? ''));
  expect(printStatus(await readStatus(world.app), styleOf(new PassThrough()))).toContain(
    'longer than Salesforce keeps its changes',
  );
  expect(await titleOf(lead)).not.toBe('Chief Executive Officer');
  simulator.faults.clear();
  // Feeds that were refused rest ever longer; that is not waited for.
  await world.rows('update cursors set next_at = now() where next_at > now()');
  await waitFor('the title', async () => (await titleOf(lead)) === 'Chief Executive Officer');
  await live();
  // What happens from now on is told again.
  simulator.acts.edit('Lead', lead, { Title: 'Intern' });
  await waitFor('the next title', async () => (await titleOf(lead)) === 'Intern');
  await world.settle();
});
