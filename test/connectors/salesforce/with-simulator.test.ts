import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from '@jest/globals';
import type { Cursor, Feed, ObjectNeed, Session } from '../../../connectors/connector.js';
import { declaration } from '../../../connectors/salesforce/definition.js';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import type { Snapshot } from '../../../src/lead/change.js';
import type { Page } from '../../../src/lead/page.js';
import { loadMapping } from '../../../src/mapping/load.js';
import { openOn } from './simulated-session.js';

const SECOND = 1_000;
const MINUTE = 60_000;
const MAPPING = new URL('../../../mappings/salesforce.yaml', import.meta.url);

let simulator: Simulator;
let calls: string[];
afterEach(() => simulator.close());

async function open(options: SimulatorOptions = {}): Promise<Session> {
  simulator = await startSalesforceSimulator({ people: 0, ...options });
  calls = [];
  return openOn(simulator, ({ operation }) => calls.push(operation));
}

const need = (object: string, rest: Partial<ObjectNeed> = {}): ObjectNeed => ({
  object,
  properties: [],
  rollups: [],
  history: [],
  links: [],
  ...rest,
});

function feedOf(session: Session, of: ObjectNeed, name = of.object): Feed {
  const feed = session.feeds([of], false).find((one) => one.name === name);
  if (!feed) throw new Error(`no feed ${name}`);
  return feed;
}

/** Everything that a feed has from a cursor on. */
async function drain(session: Session, feed: Feed, from: Cursor) {
  const snapshots: Snapshot[] = [];
  const missing: Page['missing'][number][] = [];
  let cursor = from;
  for (let more = true; more; ) {
    const result = await session.poll(feed, cursor);
    snapshots.push(...result.page.snapshots);
    missing.push(...result.page.missing);
    cursor = JSON.parse(JSON.stringify(result.cursor));
    more = result.more;
  }
  return { snapshots, missing, cursor };
}

async function loadAll(session: Session, of: ObjectNeed): Promise<Snapshot[]> {
  const snapshots: Snapshot[] = [];
  let cursor: Cursor | null = null;
  for (let more = true; more; ) {
    const result = await session.backfill(of, cursor);
    snapshots.push(...result.page.snapshots);
    cursor = JSON.parse(JSON.stringify(result.cursor));
    more = result.more;
  }
  return snapshots;
}

const lead = (fields: Record<string, unknown> = {}): string =>
  simulator.acts.create('Lead', { LastName: 'Byron', Company: 'Acme', ...fields }).id;

test('all that the shipped mapping reads is loaded, polled and fetched alike', async () => {
  const session = await open({ people: 60 });
  const { mapping } = loadMapping(readFileSync(MAPPING, 'utf8'), 'salesforce.yaml');
  const needs = mapping.needs();
  expect(needs.length).toBe(Object.keys(declaration.objects).length);
  simulator.clock.advance(10 * SECOND);
  for (const one of needs) {
    const loaded = await loadAll(session, one);
    const feed = feedOf(session, one);
    const from = session.startCursor(feed, simulator.clock.now() - 3 * 365 * 86_400_000);
    const polled = await drain(session, feed, from);
    const ids = loaded.map(({ record }) => record);
    const { snapshots: fetched, missing } = await session.fetch(one, ids, false, 'live');
    expect(missing).toEqual([]);
    const plain = (snapshots: readonly Snapshot[]) =>
      snapshots
        .map(({ history: _, ...rest }) => rest)
        .sort((a, b) => (a.record < b.record ? -1 : 1));
    expect(plain(polled.snapshots)).toEqual(plain(loaded));
    expect(plain(fetched)).toEqual(plain(loaded));
  }
});

test('a second that is not over is left for the next poll, and what commits late is delivered', async () => {
  const session = await open();
  const of = need('Lead', { properties: ['Title'] });
  const feed = feedOf(session, of);
  const start = session.startCursor(feed, simulator.clock.now() - MINUTE);
  simulator.clock.advance(10 * MINUTE);
  const record = lead({ Title: 'first' });
  const none = await drain(session, feed, start);
  expect(none.snapshots).toEqual([]);
  simulator.acts.edit('Lead', record, { Title: 'second' });
  simulator.clock.advance(10 * SECOND);
  const one = await drain(session, feed, none.cursor);
  expect(one.snapshots.map(({ properties }) => properties.Title)).toEqual(['second']);

  const late = simulator.acts.create(
    'Lead',
    { LastName: 'Late', Company: 'Acme', Title: 'late' },
    { lateMs: 2 * MINUTE },
  );
  simulator.clock.advance(10 * SECOND);
  const two = await drain(session, feed, one.cursor);
  expect(two.snapshots.map(({ record: id }) => id)).toEqual([late.id]);
});

test('a deleted record is missing, an undeleted one is back', async () => {
  const session = await open();
  const of = need('Lead');
  const feed = feedOf(session, of);
  const record = lead();
  simulator.clock.advance(10 * SECOND);
  const one = await drain(session, feed, session.startCursor(feed, simulator.clock.now() - MINUTE));
  expect(one.snapshots).toHaveLength(1);
  simulator.acts.delete('Lead', record);
  simulator.clock.advance(10 * SECOND);
  const two = await drain(session, feed, one.cursor);
  expect(two.missing).toEqual([{ object: 'Lead', record }]);
  simulator.acts.undelete('Lead', record);
  simulator.clock.advance(10 * SECOND);
  const three = await drain(session, feed, two.cursor);
  expect(three.snapshots.map(({ record: id }) => id)).toEqual([record]);
});

test('who moved the stage is told by the history, or by who changed the record last', async () => {
  const session = await open();
  const record = lead({ Status: 'Open - Not Contacted' });
  const { admin } = simulator.setup;
  const of = need('Lead', { properties: ['Status'], history: ['Status', 'OwnerId', 'Rating'] });
  const read = async () => (await session.fetch(of, [record], true, 'live')).snapshots[0];
  simulator.clock.advance(MINUTE);
  simulator.acts.edit('Lead', record, { Status: 'Working - Contacted' }, { by: admin });
  expect((await read())?.history?.Status?.[0]).toMatchObject({
    value: 'Working - Contacted',
    source: { kind: 'person', id: admin },
  });
  simulator.clock.advance(MINUTE);
  simulator.acts.edit('Lead', record, { Rating: 'Hot' }, { by: 'automation' });
  const source = (await read())?.history?.Rating?.[0]?.source;
  expect(source?.kind).toBe('automation');
  simulator.clock.advance(MINUTE);
  simulator.acts.edit('Lead', record, { Rating: 'Warm' }, { by: 'integration' });
  expect((await read())?.history?.Rating?.[0]).toMatchObject({
    value: 'Warm',
    source: { kind: 'automation' },
  });
});

test('a field that is hidden while we run is left out, and told of with what to do', async () => {
  const session = await open();
  const of = need('Lead', { properties: ['Title', 'Phone'] });
  const feed = feedOf(session, of);
  const start = session.startCursor(feed, simulator.clock.now() - MINUTE);
  lead({ Title: 'first', Phone: '+49 30 1' });
  simulator.clock.advance(10 * SECOND);
  expect((await session.poll(feed, start)).page.snapshots[0]?.properties).toHaveProperty('Phone');
  simulator.hideField('Lead', 'Phone');
  const { snapshots } = (await session.poll(feed, start)).page;
  expect(snapshots[0]?.properties).toEqual({ Title: 'first' });
  simulator.hideField('Lead', 'Phone', false);
  // A look at the connection sees what the admin did at once.
  await session.describe(['Lead']);
  expect((await session.poll(feed, start)).page.snapshots[0]?.properties).toHaveProperty('Phone');
});

test('an object that may not be read rests alone, until it may be', async () => {
  const session = await open();
  const deny = (denied: boolean): void => {
    for (const profile of simulator.org.records.all('Profile').keys())
      simulator.org.access.deny(profile, 'EmailMessage', 'read', denied);
  };
  const of = need('EmailMessage', { properties: ['Subject'] });
  const feed = feedOf(session, of);
  const start = session.startCursor(feed, simulator.clock.now() - MINUTE);
  await expect(session.poll(feed, start)).resolves.toMatchObject({ more: false });
  deny(true);
  // Found in the middle of it all; the right is one that an org may keep to itself.
  await expect(session.poll(feed, start)).rejects.toMatchObject({
    kind: 'rights',
    details: { scopes: ['read EmailMessage'] },
  });
  expect(declaration.scopes.optional).toContain('read EmailMessage');
  const { missing, missingToWrite } = await session.describe(['Lead', 'EmailMessage']);
  expect(missing).toEqual([
    expect.stringMatching(/EmailMessage cannot be read: .* permission set/),
  ]);
  expect(missingToWrite).toEqual([]);
  await expect(session.backfill(of, null)).rejects.toMatchObject({ kind: 'rights' });
  await expect(session.backfill(need('Lead'), null)).resolves.toMatchObject({ more: false });
  deny(false);
  await expect(session.poll(feed, start)).resolves.toMatchObject({ more: false });
});

test('a right that an admin takes and gives back is seen at the next look', async () => {
  const session = await open();
  const edit = (denied: boolean): void => {
    for (const profile of simulator.org.records.all('Profile').keys())
      simulator.org.access.deny(profile, 'Lead', 'edit', denied);
  };
  const gaps = async () => (await session.describe([])).missingToWrite;
  expect(await gaps()).toEqual([]);
  edit(true);
  expect(await gaps()).toEqual([expect.stringMatching(/Lead may not be edited/)]);
  edit(false);
  expect(await gaps()).toEqual([]);
});

test('values of an org reach a query as values', async () => {
  const session = await open();
  const hostile = "x' OR Name != '";
  const record = lead({ Company: hostile, LastName: "O'Neil\\" });
  const of = need('Lead', { properties: ['Company', 'LastName', hostile] });
  const page = await session.fetch(of, [record, hostile], true, 'live');
  expect(page.snapshots.map(({ properties }) => properties)).toEqual([
    { Company: hostile, LastName: "O'Neil\\" },
  ]);
  expect(page.missing).toEqual([{ object: 'Lead', record: hostile }]);
});

test('an idle poll of all feeds costs one call each', async () => {
  const session = await open({ people: 20 });
  const needs = Object.keys(declaration.objects).map((object) =>
    need(object, {
      links: declaration.objects[object]?.role === 'person' ? ['Account'] : ['Lead', 'Contact'],
    }),
  );
  simulator.clock.advance(10 * MINUTE);
  const feeds = session.feeds(needs, false);
  const cursors = new Map(
    feeds.map((feed) => [feed.name, session.startCursor(feed, simulator.clock.now() - MINUTE)]),
  );
  const round = async (): Promise<void> => {
    for (const feed of feeds) {
      const { cursor } = await session.poll(feed, cursors.get(feed.name) ?? {});
      cursors.set(feed.name, cursor);
    }
  };
  await round();
  calls.length = 0;
  await round();
  expect(calls).toHaveLength(feeds.length);
});

test('a merged lead is the one that it was merged into, by polling and by id', async () => {
  const session = await open();
  const of = need('Lead');
  const feed = feedOf(session, of);
  const [master, loser] = [lead(), lead()];
  simulator.clock.advance(10 * SECOND);
  const one = await drain(session, feed, session.startCursor(feed, simulator.clock.now() - MINUTE));
  simulator.moreActs.merge?.(simulator, { master, losers: [loser] });
  simulator.clock.advance(10 * SECOND);
  const two = await drain(session, feed, one.cursor);
  expect(two.missing).toEqual([]);
  expect(two.snapshots.map(({ record, aliases }) => [record, aliases])).toEqual([
    [master, [loser]],
  ]);
});

test('a converted lead becomes its contact, which hangs on the deal and has the activities', async () => {
  const session = await open();
  const record = lead({ Email: 'ada@acme.example' });
  const of = need('Lead', { properties: ['IsConverted'] });
  const feed = feedOf(session, of);
  const activity = { kind: 'call', at: simulator.clock.now(), direction: 'OUTBOUND' } as const;
  simulator.acts.behave(record, { ...activity, answered: true, durationMs: 60_000 });
  simulator.clock.advance(10 * SECOND);
  const one = await drain(session, feed, session.startCursor(feed, simulator.clock.now() - MINUTE));
  expect(one.snapshots[0]).not.toHaveProperty('becomes');
  const result = simulator.moreActs['convert-lead']?.(simulator, {
    lead: record,
    opportunityName: 'Acme deal',
  }) as { contact: string; account: string };
  simulator.clock.advance(10 * SECOND);
  const two = await drain(session, feed, one.cursor);
  expect(two.snapshots[0]).toMatchObject({
    record,
    properties: { IsConverted: 'true' },
    becomes: { object: 'Contact', record: result.contact },
  });
  const people = ['Lead', 'Contact'];
  const contact = need('Contact', { links: ['Account'] });
  const page = await session.fetch(contact, [result.contact], false, 'live');
  expect(page.snapshots[0]?.links).toEqual({
    Account: [{ record: result.account, primary: true }],
  });
  const deals = await loadAll(session, need('Opportunity', { links: people }));
  expect(deals.map(({ links }) => links?.Contact?.map((link) => link.record))).toEqual([
    [result.contact],
  ]);
  const tasks = await loadAll(session, need('Task', { links: people }));
  expect(tasks.map(({ links }) => links?.Contact?.map((link) => link.record))).toEqual([
    [result.contact],
  ]);
});

test('a contact role that comes and goes reads its deal again', async () => {
  const session = await open({ people: 40 });
  const of = need('Opportunity', { links: ['Lead', 'Contact'] });
  const feed = feedOf(session, of, 'Opportunity:OpportunityContactRole');
  const [deal] = await loadAll(session, of);
  if (!deal) throw new Error('no deal in the org');
  const contact = simulator.acts.create('Contact', { LastName: 'Byron' }).id;
  simulator.clock.advance(10 * MINUTE);
  const start = session.startCursor(feed, simulator.clock.now() - MINUTE);
  const role = { OpportunityId: deal.record, ContactId: contact, Role: 'Decision Maker' };
  const { id } = simulator.acts.create('OpportunityContactRole', role);
  simulator.clock.advance(10 * SECOND);
  const contacts = (snapshots: readonly Snapshot[]) =>
    snapshots.map(({ links }) => links?.Contact?.map((link) => link.record).includes(contact));
  const one = await drain(session, feed, start);
  expect(one.snapshots.map(({ record }) => record)).toEqual([deal.record]);
  expect(contacts(one.snapshots)).toEqual([true]);
  simulator.acts.delete('OpportunityContactRole', id);
  simulator.clock.advance(10 * SECOND);
  const two = await drain(session, feed, one.cursor);
  expect(contacts(two.snapshots)).toEqual([false]);
});

test('a load by a job goes on by another one when it is lost on the way', async () => {
  const session = await open({ people: 3_500, leadShare: 1 });
  Object.assign(simulator.platform.bulk.options, { jobMs: 0, polls: 1 });
  const of = need('Lead', { properties: ['Email', 'NumberOfEmployees', 'CreatedDate'] });
  const snapshots: Snapshot[] = [];
  let cursor: Cursor = { by: 'job' };
  let lost = false;
  for (let more = true; more; ) {
    const result = await session.backfill(of, cursor);
    snapshots.push(...result.page.snapshots);
    ({ cursor, more } = result);
    if (snapshots.length > 0 && !lost) {
      lost = true;
      cursor = { ...cursor, job: '750000000000009AAA' };
    }
  }
  expect(calls.filter((operation) => operation === 'bulk query')).toHaveLength(2);
  const ids = new Set(snapshots.map(({ record }) => record));
  expect(ids.size).toBe(snapshots.length);
  expect(ids.size).toBe(simulator.org.records.all('Lead').size);
  // A CSV and an answer of REST say the same.
  const some = snapshots.slice(0, 200).map(({ record }) => record);
  const page = await session.fetch(of, some, false, 'background');
  const sorted = [...page.snapshots].sort((a, b) => (a.record < b.record ? -1 : 1));
  expect(sorted).toEqual(snapshots.slice(0, 200));
});
