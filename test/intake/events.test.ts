import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hubspot } from '../../connectors/hubspot/index.js';
import { leadsAsOf } from '../../src/evaluate/as-of.js';
import { readPast } from '../../src/evaluate/past.js';
import { createDeliveryWriter } from '../../src/intake/delivery-writer.js';
import { createEventReceiver, type ReceiveEvents } from '../../src/intake/events-receive.js';
import { createKeyring } from '../../src/lib/crypto.js';
import { eraseDue } from '../../src/store/erase.js';
import { askErasures } from '../../src/store/erasures.js';
import { keyOf, type RecordKey } from '../../src/store/records.js';
import { createScoringWorld, type ScoringWorld } from './convergence-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const HOUR = 3_600_000;

let world: ScoringWorld;
let receive: ReceiveEvents;

beforeAll(async () => {
  world = await createScoringWorld(() => NOW);
  const { pool } = world.database;
  const writer = createDeliveryWriter(pool, () => {});
  receive = createEventReceiver({
    pool,
    writer,
    connectors: new Map([['hubspot', hubspot]]),
    clock: () => NOW,
  });
});
afterAll(() => world?.database.drop());
beforeEach(() => world.clear());
afterEach(async () => {
  // What cannot be applied is set aside: that would look like an event that was ignored.
  expect(await world.rows('select reason from parked_changes')).toEqual([]);
  expect(await world.rows('select reason from parked_deliveries')).toEqual([]);
});

const lines = (...events: object[]): Uint8Array =>
  Buffer.from(events.map((event) => JSON.stringify(event)).join('\n'));

const told = (id: string, change: object = {}) => ({
  email: 'ann@acme.example',
  type: 'product_use',
  occurredAt: new Date(NOW - HOUR).toISOString(),
  id,
  ...change,
});

const send = (...events: object[]) => receive(world.account.workspace, lines(...events));

async function contact(record: string, properties: Record<string, string>, aliases?: string[]) {
  await world.page({
    readAt: NOW,
    origin: 'poll',
    missing: [],
    snapshots: [
      {
        object: 'contacts',
        record,
        modifiedAt: NOW - 2 * HOUR,
        properties,
        ...(aliases && { aliases }),
      },
    ],
  });
}

/** Per lead: the records it stands for, and its activities. */
const leads = () =>
  world.rows<{ persons: string[]; acts: string[] }>(
    `select array(select distinct r.object from records r where r.lead = l.id order by 1) as persons,
       array(select a.type || coalesce(' ' || (a.attributes ->> 'n'), '') from activities a
         where a.lead = l.id order by a.at, 1) as acts
     from leads l where exists (select from records r where r.lead = l.id) order by l.id`,
  );

test('The answer comes when the lines are committed, and not before', async () => {
  let commit = () => {};
  const written: Uint8Array[] = [];
  const waiting = createEventReceiver({
    pool: world.database.pool,
    connectors: new Map(),
    clock: () => NOW,
    writer: {
      write: ({ body }) => {
        written.push(body);
        return new Promise((resolve) => {
          commit = resolve;
        });
      },
      close: async () => {},
    },
  });
  let answered = false;
  const answer = waiting(world.account.workspace, lines(told('1'))).finally(() => {
    answered = true;
  });
  while (written.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answered).toBe(false);
  commit();
  expect(await answer).toMatchObject({ accepted: 1 });

  await send(told('2'), told('3'));
  const stored = await world.rows<{ kind: string; body: Buffer }>(
    'select kind, body from deliveries',
  );
  expect(stored.map(({ kind, body }) => [kind, body.toString()])).toEqual([
    ['events', Buffer.from(lines(told('2'), told('3'))).toString()],
  ]);
});

test('What cannot be committed is not answered with success', async () => {
  const failing = createEventReceiver({
    pool: world.database.pool,
    connectors: new Map(),
    clock: () => NOW,
    writer: { write: () => Promise.reject(new Error('disk full')), close: async () => {} },
  });
  await expect(failing(world.account.workspace, lines(told('1')))).rejects.toThrow('disk full');
});

test('Bad lines are named by number; the good ones count', async () => {
  const ahead = (ms: number) => ({ occurredAt: new Date(NOW + ms).toISOString() });
  const body = [
    JSON.stringify(told('1')),
    '',
    'nonsense',
    JSON.stringify(told('2', ahead(4 * 60_000))),
    JSON.stringify(told('3', ahead(6 * 60_000))),
    JSON.stringify(
      told('4', { email: undefined, record: { account: 999, object: 'contacts', id: '1' } }),
    ),
    JSON.stringify(
      told('5', {
        email: undefined,
        record: { account: world.account.id, object: 'deals', id: '1' },
      }),
    ),
  ].join('\r\n');
  expect(await receive(world.account.workspace, Buffer.from(body))).toEqual({
    accepted: 2,
    duplicates: 0,
    rejected: [
      { line: 3, reason: 'is not JSON: one event a line, without line breaks inside' },
      { line: 5, reason: 'occurredAt: lies in the future' },
      { line: 6, reason: 'record.account: no such account is connected' },
      { line: 7, reason: 'record.object: an event is about a person: contacts' },
    ],
  });
  await world.drain();
  expect(await leads()).toEqual([{ persons: ['people'], acts: ['product_use', 'product_use'] }]);
  await expect(
    receive(
      world.account.workspace,
      lines(...Array.from({ length: 1_001 }, (_, n) => told(`${n}`))),
    ),
  ).rejects.toMatchObject({ code: 'too-many-lines', status: 413 });
  await expect(receive(world.account.workspace, new Uint8Array(1_000_001))).rejects.toMatchObject({
    code: 'too-large',
    status: 413,
  });
});

test('An event told again, later or with other contents, stays one activity as told first', async () => {
  expect(
    await send(told('1', { attributes: { n: 1 } }), told('1', { attributes: { n: 2 } })),
  ).toEqual({ accepted: 1, duplicates: 1, rejected: [] });
  await world.drain();
  const later = { attributes: { n: 3 }, occurredAt: new Date(NOW - 2 * HOUR).toISOString() };
  expect(await send(told('1', later), told('1', { email: 'bo@acme.example' }), told('2'))).toEqual({
    accepted: 1,
    duplicates: 2,
    rejected: [],
  });
  await world.drain();
  expect((await leads()).flatMap(({ acts }) => acts).sort()).toEqual([
    'product_use',
    'product_use 1',
  ]);
});

test('A person known by e-mail in a CRM gets what is told of any of her addresses', async () => {
  await send(told('1'));
  await world.drain();
  await contact('1', { email: 'Ann@acme.example', hs_additional_emails: 'lee@acme.example' });
  await world.drain();
  await send(told('2', { email: 'lee@acme.example' }), told('3', { email: 'cy@acme.example' }));
  await world.drain();
  expect(await leads()).toEqual([
    { persons: ['contacts', 'people'], acts: ['product_use', 'product_use'] },
    { persons: ['people'], acts: ['product_use'] },
  ]);
  await world.score();
  const [first] = await world.rows<{ email: string }>(`select fields ->> 'email' as email from leads
    where id = (select lead from records where object = 'contacts')`);
  expect(first?.email).toBe('ann@acme.example');
});

test("An event of a record that was never read has it read, and is its lead's then", async () => {
  const record = { account: `hubspot/${world.account.portal}`, object: 'contacts', id: '5' };
  await send(told('1', { email: undefined, record }));
  await world.drain();
  expect(await world.rows('select object, record from fetches')).toEqual([
    { object: 'contacts', record: '5' },
  ]);
  expect(await leads()).toEqual([]);
  await contact('5', { email: 'ann@acme.example' });
  await world.drain();
  expect(await leads()).toEqual([{ persons: ['contacts'], acts: ['product_use'] }]);
  const dirty = await world.rows('select 1 from lead_work where dirty_seq > scored_seq');
  expect(dirty).toHaveLength(1);
});

test('Records that a CRM merges bring what was told of them along, whatever their number', async () => {
  await contact('1', { email: 'ann@acme.example' });
  await contact('2', { email: 'lee@acme.example' });
  await world.drain();
  await send(told('1'), told('2', { email: 'lee@acme.example' }));
  await world.drain();
  await contact('2', { email: 'lee@acme.example' }, ['1']);
  await world.drain();
  expect(await leads()).toEqual([
    { persons: ['contacts', 'people'], acts: ['product_use', 'product_use'] },
  ]);
});

test('A channel that was never observed is observed from its first event on, for every lead', async () => {
  await contact('1', { email: 'cy@acme.example' });
  await world.drain();
  await world.score();
  const dirty = () =>
    world.rows('select lead from lead_work where dirty_seq > scored_seq order by lead');
  expect(await dirty()).toHaveLength(0);
  await send(told('1', { type: 'custom:seat', attributes: { channel: 'product' } }));
  await world.drain();
  expect(await dirty()).toHaveLength(2);
  await world.score();
  await send(told('2', { type: 'product_use' }));
  await world.drain();
  expect(await dirty()).toHaveLength(1);
  expect(await world.rows('select type, channel, since from event_types order by type')).toEqual([
    { type: 'custom:seat', channel: 'product', since: NOW - HOUR },
    { type: 'product_use', channel: 'product', since: NOW - HOUR },
  ]);
});

test('A past moment holds what had been told of by then', async () => {
  await contact('1', { email: 'ann@acme.example' });
  const at = (ms: number) => ({ type: 'ad_click', occurredAt: new Date(NOW - ms).toISOString() });
  await send(told('1', at(HOUR)), told('2', at(HOUR / 2)));
  await world.drain();
  await world.score();
  const { pool } = world.database;
  const { workspace } = world.account;
  const [{ id } = { id: 0 }] = await world.rows<{ id: number }>('select id from leads');
  const then = async (at: number) => {
    const past = await readPast(pool, new Map([['hubspot', hubspot]]), workspace, at);
    const [lead] = await leadsAsOf(pool, past, [id]);
    return [lead?.input.activities.length, lead?.input.observed?.includes('social')];
  };
  expect(await then(NOW)).toEqual([2, true]);
  expect(await then(NOW - 45 * 60_000)).toEqual([1, true]);
  expect(await then(NOW - 90 * 60_000)).toEqual([0, false]);
});

test('An erasure takes what was told; only a later act of the person brings her back', async () => {
  await contact('1', { email: 'ann@acme.example' });
  await send(told('1'), told('2', { email: 'cy@acme.example' }));
  await world.drain();
  const keyring = createKeyring('a secret key for tests, long enough to be one');
  const hash = (key: RecordKey) => keyring.hash([keyOf(key)]);
  const { workspace, id: account } = world.account;
  const key = { workspace, account, object: 'contacts', record: '1' };
  await askErasures(world.database.pool, [{ ...key, delivery: 0 }], hash, NOW - 10 * 60_000);
  await world.database.pool.query('update erasures set asked_at = to_timestamp($1)', [
    (NOW - 10 * 60_000) / 1000,
  ]);
  while ((await eraseDue(world.database.pool, hash)) > 0);
  expect(await leads()).toEqual([{ persons: ['people'], acts: ['product_use'] }]);
  expect(
    await world.rows("select 1 from record_addresses where value = 'ann@acme.example'"),
  ).toEqual([]);
  await send(told('1'));
  await world.drain();
  expect(await leads()).toHaveLength(1);
  await send(told('3', { occurredAt: new Date(NOW).toISOString() }));
  await world.drain();
  expect(await leads()).toHaveLength(2);
});

type Statement =
  | { readonly kind: 'read'; readonly person: string }
  | {
      readonly kind: 'event';
      readonly person: string;
      readonly by: string;
      readonly minutes: number;
      readonly type: string;
    };

test('Any order of events and reads, repeated and cut as they come, ends the same', async () => {
  const person = fc.constantFrom('ann', 'bo', 'cy');
  const statement = fc.oneof(
    fc.record({ kind: fc.constant('read' as const), person }),
    fc.record({
      kind: fc.constant('event' as const),
      person,
      by: fc.constantFrom('email', 'record'),
      minutes: fc.integer({ min: 0, max: 5 }),
      type: fc.constantFrom('product_use', 'page_view'),
    }),
  );
  const ids = { ann: '1', bo: '2', cy: '3' } as const;
  const run = async (list: readonly (Statement & { readonly id: string })[], cut: number) => {
    await world.clear();
    for (const [index, one] of list.entries()) {
      const id = ids[one.person as keyof typeof ids];
      if (one.kind === 'read') await contact(id, { email: `${one.person}@acme.example` });
      else {
        const record = { account: world.account.id, object: 'contacts', id };
        const of =
          one.by === 'email'
            ? { email: `${one.person}@acme.example` }
            : { email: undefined, record };
        const occurredAt = new Date(NOW - one.minutes * 60_000).toISOString();
        await send(told(one.id, { ...of, occurredAt, type: one.type }));
      }
      if (index % cut === 0) await world.drain();
      if (index % (cut + 1) === 0) await world.score();
    }
    await world.drain();
    await world.score();
    return world.picture();
  };
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 8 }),
      fc.infiniteStream(fc.nat(1_000)),
      fc.integer({ min: 1, max: 4 }),
      async (made, ranks, cut) => {
        const list = made.map((one, index) => ({ ...one, id: `e${index}` }));
        const expected = await run(list, 100);
        const again = [...list, ...list.slice(0, 2)]
          .map((one) => ({ one, rank: ranks.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ one }) => one);
        expect(await run(again, cut)).toEqual(expected);
      },
    ),
    { numRuns: 25, interruptAfterTimeLimit: 300_000, markInterruptAsFailure: true },
  );
}, 400_000);
