import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Snapshot } from '../../src/lead/change.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
let world: IntakeWorld;

beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
});
afterAll(() => world?.database.drop());

let eventId = 1000;
function event(fields: Record<string, unknown>) {
  eventId += 1;
  return {
    eventId,
    subscriptionId: 1,
    portalId: Number(PORTAL),
    appId: Number(APP),
    occurredAt: NOW - 60_000,
    subscriptionType: 'contact.propertyChange',
    attemptNumber: 0,
    changeSource: 'CRM_UI',
    sourceId: 'userId:9',
    ...fields,
  };
}

function contact(
  record: string,
  properties: Record<string, string | null>,
  more: Partial<Snapshot> = {},
): Snapshot {
  return {
    object: 'contacts',
    record,
    modifiedAt: NOW - 3_600_000,
    createdAt: NOW - 86_400_000,
    properties: { email: `${record}@acme.example`, lifecyclestage: 'lead', ...properties },
    ...more,
  };
}

test('a page makes a lead, an unknown record is put on the fetch list, a known one is not', async () => {
  await world.page({
    readAt: NOW - 1000,
    origin: 'fetch',
    snapshots: [
      contact(
        '1',
        { jobtitle: 'Director of IT' },
        { links: { companies: [{ record: '50', primary: true }] } },
      ),
    ],
    missing: [],
  });
  await world.hook([
    event({ objectId: 1, propertyName: 'jobtitle', propertyValue: 'VP of IT' }),
    event({ objectId: 2, propertyName: 'jobtitle', propertyValue: 'Intern' }),
    event({ objectId: 1, propertyName: 'x', propertyValue: 'y', portalId: 999 }),
    'nonsense',
    null,
  ]);
  await world.drain();
  const fetches = await world.rows<{ object: string; record: string }>(
    'select object, record from fetches order by object, record',
  );
  expect(fetches).toEqual([
    { object: 'companies', record: '50' },
    { object: 'contacts', record: '2' },
  ]);
  const [record] = await world.rows<{ lead: number; values: Record<string, unknown[]> }>(
    `select lead, values from records where object = 'contacts' and record = '1'`,
  );
  expect(record?.lead).toEqual(expect.any(Number));
  expect(record?.values.jobtitle?.[0]).toBe('VP of IT');
  const work = await world.rows<{ dirty: boolean; loud: boolean }>(
    'select dirty_seq > scored_seq as dirty, loud_seq > scored_seq as loud from lead_work',
  );
  expect(work).toEqual([{ dirty: true, loud: true }]);
  const counters = Object.fromEntries(
    (await world.rows<{ name: string; value: number }>('select name, value from counters')).map(
      (row) => [row.name, row.value],
    ),
  );
  expect(counters['events.dropped.malformed']).toBe(2);
  expect(counters['events.dropped.foreign']).toBe(1);
});

test('values are the latest by time whatever the order of arrival, and history keeps them all', async () => {
  await world.hook([
    event({ objectId: 1, propertyName: 'jobtitle', propertyValue: 'Newest', occurredAt: NOW - 10 }),
  ]);
  await world.drain();
  await world.hook([
    event({ objectId: 1, propertyName: 'jobtitle', propertyValue: 'Late', occurredAt: NOW - 1000 }),
  ]);
  await world.drain();
  const [record] = await world.rows<{ value: string }>(
    `select values -> 'jobtitle' ->> 0 as value from records where object = 'contacts' and record = '1'`,
  );
  expect(record?.value).toBe('Newest');
  const history = await world.rows<{ value: string }>(
    `select value from value_history h join records r on r.id = h.record
     where r.record = '1' and property = 'jobtitle' order by at`,
  );
  expect(history.map((row) => row.value)).toEqual(['Director of IT', 'VP of IT', 'Late', 'Newest']);
});

test('a roll-up date is an activity of its own time; the same news twice is one', async () => {
  const opened = new Date(NOW - 5 * 86_400_000).toISOString();
  const snapshots = [contact('1', { jobtitle: 'Newest', hs_email_last_open_date: opened })];
  await world.page({ readAt: NOW - 500, origin: 'poll', snapshots, missing: [] });
  await world.drain();
  await world.page({ readAt: NOW - 400, origin: 'poll', snapshots, missing: [] });
  await world.drain();
  const activities = await world.rows<{ type: string; at: number; lead: number | null }>(
    'select type, at, lead from activities',
  );
  expect(activities).toEqual([
    { type: 'email_open', at: NOW - 5 * 86_400_000, lead: expect.any(Number) },
  ]);
});

test('a merge moves activities, leads become one and the loser stays an alias', async () => {
  await world.page({
    readAt: NOW,
    origin: 'fetch',
    snapshots: [contact('7', {}), contact('8', {})],
    missing: [],
  });
  await world.drain();
  const before = await world.rows<{ record: string; lead: number }>(
    `select record, lead from records where record in ('7', '8') order by record`,
  );
  expect(before[0]?.lead).not.toBe(before[1]?.lead);
  await world.hook([
    event({
      subscriptionType: 'contact.merge',
      primaryObjectId: 8,
      mergedObjectIds: [7],
      newObjectId: 8,
      objectId: 8,
    }),
  ]);
  await world.drain();
  const after = await world.rows<{ record: string; lead: number; alias_of: string | null }>(
    `select record, lead, alias_of from records where record in ('7', '8') order by record`,
  );
  expect(after[0]).toEqual({ record: '7', lead: before[0]?.lead, alias_of: '8' });
  expect(after[1]).toEqual({ record: '8', lead: before[0]?.lead, alias_of: null });
  const [loser] = await world.rows<{ merged_into: number }>(
    'select merged_into from leads where id = $1',
    [before[1]?.lead],
  );
  expect(loser?.merged_into).toBe(before[0]?.lead);
});

test('a stage that came with the record is nobody’s change; one set later is', async () => {
  const createdAt = NOW - 86_400_000;
  await world.page({
    readAt: NOW - 1000,
    origin: 'fetch',
    snapshots: [contact('71', { createdate: new Date(createdAt).toISOString() })],
    missing: [],
  });
  await world.drain();
  const set = (propertyValue: string, occurredAt: number) =>
    event({ objectId: 71, propertyName: 'lifecyclestage', propertyValue, occurredAt });
  const signals = () =>
    world.rows(
      `select s.value, s.source_kind from signals s join records r on r.lead = s.lead
       where r.record = '71' order by s.at`,
    );
  await world.hook([set('lead', createdAt + 300)]);
  await world.drain();
  expect(await signals()).toEqual([]);
  await world.hook([set('subscriber', createdAt + 60_000)]);
  await world.drain();
  expect(await signals()).toEqual([{ value: 'subscriber', source_kind: 'person' }]);
});

test('of engagements told at once, old ones do not silence the new one', async () => {
  await world.page({
    readAt: NOW - 2000,
    origin: 'fetch',
    snapshots: [contact('81', {})],
    missing: [],
  });
  await world.drain();
  await world.rows('update lead_work set scored_seq = dirty_seq');
  const meeting = (record: string, at: number): Snapshot => ({
    object: 'meetings',
    record,
    modifiedAt: at,
    properties: {
      hs_timestamp: new Date(at).toISOString(),
      hs_createdate: new Date(at).toISOString(),
      hs_meeting_outcome: 'COMPLETED',
    },
    links: { contacts: [{ record: '81' }] },
  });
  await world.page({
    readAt: NOW - 1000,
    origin: 'poll',
    snapshots: [
      meeting('91', NOW - 20 * 86_400_000),
      meeting('92', NOW - 3_600_000),
      meeting('93', NOW - 21 * 86_400_000),
    ],
    missing: [],
  });
  await world.drain();
  const work = await world.rows(
    `select w.loud_seq > w.scored_seq as loud, w.dirty_seq > w.scored_seq as dirty
     from lead_work w join records r on r.lead = w.lead where r.record = '81'`,
  );
  expect(work).toEqual([{ loud: true, dirty: true }]);
});
