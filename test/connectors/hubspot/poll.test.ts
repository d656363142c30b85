import { expect, test } from '@jest/globals';
import type { Feed, Session } from '../../../connectors/connector.js';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOW, need, open } from './support.js';

noNetwork();

const iso = (at: number): string => new Date(at).toISOString();

function record(id: string, at: number, properties: Record<string, string | null> = {}): object {
  return {
    id,
    properties: { hs_object_id: id, lastmodifieddate: iso(at), ...properties },
    createdAt: iso(NOW - 86_400_000),
    updatedAt: iso(at),
  };
}

function feedOf(session: Session, name: string, ...needs: Parameters<typeof need>[]): Feed {
  const feeds = session.feeds(
    needs.map((args) => need(...args)),
    true,
  );
  const feed = feeds.find((entry) => entry.name === name);
  if (!feed) throw new Error(`no feed ${name}`);
  return feed;
}

test('an object has a feed for its modification time and one for each roll-up', () => {
  const { session } = open();
  const feeds = session.feeds(
    [
      need('contacts', { rollups: ['hs_email_last_open_date', 'hs_analytics_last_timestamp'] }),
      need('meetings'),
    ],
    true,
  );
  expect(feeds.map((feed) => [feed.name, feed.property])).toEqual([
    ['contacts', 'lastmodifieddate'],
    ['contacts:hs_email_last_open_date', 'hs_email_last_open_date'],
    ['contacts:hs_analytics_last_timestamp', 'hs_analytics_last_timestamp'],
    ['meetings', 'hs_lastmodifieddate'],
  ]);
});

test('a page is one search, ascending from the cursor; the next round looks back two minutes', async () => {
  const from = NOW - 3_600_000;
  const { session, counted } = open();
  const feed = feedOf(session, 'contacts', ['contacts', { properties: ['email'] }]);
  const search = (value: number) => ({
    filterGroups: [
      { filters: [{ propertyName: 'lastmodifieddate', operator: 'GTE', value: String(value) }] },
    ],
    sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['email', 'lastmodifieddate', 'hs_merged_object_ids'],
    limit: 200,
  });
  const first = record('1', NOW - 60_000, { email: 'a@acme.example' });
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search', search(from))
    .reply(200, { total: 1, results: [first] });
  const one = await session.poll(feed, session.startCursor(feed, from));
  expect(one).toMatchObject({
    more: false,
    page: {
      readAt: NOW,
      origin: 'poll',
      missing: [],
      snapshots: [
        {
          object: 'contacts',
          record: '1',
          modifiedAt: NOW - 60_000,
          properties: { email: 'a@acme.example' },
        },
      ],
    },
  });
  expect(one.page.snapshots[0]).not.toHaveProperty('links');

  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search', search(NOW - 180_000))
    .reply(200, { total: 2, results: [record('2', NOW - 90_000), first] });
  const cursor = JSON.parse(JSON.stringify(one.cursor));
  const two = await session.poll(feed, cursor);
  expect(two.page.snapshots.map((snapshot) => snapshot.record)).toEqual(['2']);
  expect(two.more).toBe(false);
  expect(counted).toHaveLength(2);
});

test('where one time fills a page, the walk goes on by id', async () => {
  const { session } = open();
  const feed = feedOf(session, 'contacts', ['contacts']);
  const at = NOW - 600_000;
  const page = (start: number, size: number): object[] =>
    Array.from({ length: size }, (_, index) => record(String(start + index), at));
  const searches: unknown[] = [];
  const sizes = [200, 200, 200, 5];
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search', (body) => searches.push(body) > 0)
    .times(4)
    .reply(() => {
      const turn = searches.length - 1;
      // The time's page twice, then its rows by id.
      const start = turn < 2 ? 1 : 1 + (turn - 2) * 200;
      return [200, { total: 205, results: page(start, sizes[turn] ?? 0) }];
    });
  let cursor = session.startCursor(feed, at - 1);
  const delivered: string[] = [];
  for (let turn = 0; turn < 4; turn += 1) {
    const result = await session.poll(feed, cursor);
    delivered.push(...result.page.snapshots.map((snapshot) => snapshot.record));
    cursor = result.cursor;
  }
  expect(new Set(delivered).size).toBe(205);
  expect(delivered).toHaveLength(205);
  expect(searches[2]).toMatchObject({
    filterGroups: [
      {
        filters: [
          { propertyName: 'lastmodifieddate', operator: 'EQ', value: String(at) },
          { propertyName: 'hs_object_id', operator: 'GT', value: '0' },
        ],
      },
    ],
    sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
  });
  expect(searches[3]).toMatchObject({ filterGroups: [{ filters: [{}, { value: '200' }] }] });
});

test('a roll-up is followed by its own date', async () => {
  const { session } = open();
  const property = 'hs_email_last_open_date';
  const feed = feedOf(session, `contacts:${property}`, ['contacts', { rollups: [property] }]);
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search', (body) => {
      expect(body.filterGroups[0].filters[0]).toMatchObject({ propertyName: property });
      return true;
    })
    .reply(200, {
      results: [record('1', NOW - 86_400_000, { [property]: iso(NOW - 5_000) })],
    });
  const result = await session.poll(feed, session.startCursor(feed, NOW - 60_000));
  expect(result.page.snapshots[0]?.properties).toEqual({ [property]: iso(NOW - 5_000) });
  expect(result.cursor).toMatchObject({ newest: NOW - 5_000 });
});

test("a contact names its primary company itself: the page is the feed's only call", async () => {
  const { session, counted } = open();
  const feed = feedOf(session, 'contacts', ['contacts', { links: ['companies'] }]);
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search')
    .reply(200, {
      results: [
        record('1', NOW - 2_000, { associatedcompanyid: '201' }),
        record('2', NOW - 1_000, { associatedcompanyid: null }),
      ],
    });
  const result = await session.poll(feed, session.startCursor(feed, NOW - 60_000));
  expect(result.page.snapshots.map((snapshot) => snapshot.links)).toEqual([
    { companies: [{ record: '201', primary: true }] },
    { companies: [] },
  ]);
  expect(counted).toHaveLength(1);
});

test('deals and engagements find their contacts by one association call a page', async () => {
  const { session, counted } = open();
  const feed = feedOf(session, 'meetings', ['meetings', { links: ['contacts'] }]);
  const meeting = (id: string): object => ({
    id,
    properties: { hs_lastmodifieddate: iso(NOW - 1_000) },
    updatedAt: iso(NOW - 1_000),
  });
  hubspotApi()
    .post('/crm/objects/2026-09/meetings/search')
    .reply(200, { results: [meeting('1'), meeting('2')] });
  hubspotApi()
    .post('/crm/associations/2026-09/meetings/contacts/batch/read', {
      inputs: [{ id: '1' }, { id: '2' }],
    })
    .reply(207, {
      results: [{ from: { id: '1' }, to: [{ toObjectId: 101, associationTypes: [] }] }],
      errors: [{ subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND' }],
    });
  const result = await session.poll(feed, session.startCursor(feed, NOW - 60_000));
  expect(result.page.snapshots.map((snapshot) => snapshot.links)).toEqual([
    { contacts: [{ record: '101' }] },
    { contacts: [] },
  ]);
  expect(counted).toHaveLength(2);
});

test('with too many properties for a search body, ids are searched and records read', async () => {
  const { session } = open();
  const properties = Array.from({ length: 150 }, (_, index) => `a_rather_long_property_${index}`);
  const feed = feedOf(session, 'contacts', ['contacts', { properties }]);
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/search', (body) => {
      expect(JSON.stringify(body).length).toBeLessThan(3_000);
      expect(body.properties).toEqual(['lastmodifieddate']);
      return true;
    })
    .reply(200, { results: [record('1', NOW - 1_000)] });
  hubspotApi()
    .post('/crm/objects/2026-09/contacts/batch/read', (body) => {
      expect(body.properties).toHaveLength(152);
      return true;
    })
    .reply(200, { results: [record('1', NOW - 1_000, { a_rather_long_property_7: 'x' })] });
  const result = await session.poll(feed, session.startCursor(feed, NOW - 60_000));
  expect(result.page.origin).toBe('poll');
  expect(result.page.snapshots[0]?.properties).toEqual({ a_rather_long_property_7: 'x' });
});
