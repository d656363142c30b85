import { expect, test } from '@jest/globals';
import type nock from 'nock';
import type { Cursor, Feed, Session } from '../../../connectors/connector.js';
import { noNetwork } from '../no-network.js';
import { hubspotApi, NOW, need, open } from './support.js';

noNetwork();

const OPENED = 'hs_email_last_open_date';
const MAIL = 'hs_email_last_email_name';
const SEARCH = '/crm/objects/2026-09/contacts/search';
const READ = '/crm/objects/2026-09/contacts/batch/read';
const START = NOW - 60_000;

const iso = (at: number): string => new Date(at).toISOString();

function openFeed(session: Session): Feed {
  const contacts = need('contacts', {
    rollups: [OPENED],
    history: [OPENED, MAIL, 'lifecyclestage'],
  });
  const feed = session.feeds([contacts], true).find(({ name }) => name === `contacts:${OPENED}`);
  if (!feed) throw new Error('no feed of the roll-up');
  return feed;
}

/** The search finds people whose date moved. */
function found(rows: readonly { readonly id: string; readonly at: number }[]): void {
  hubspotApi()
    .post(SEARCH)
    .reply(200, {
      results: rows.map(({ id, at }) => ({
        id,
        properties: { [OPENED]: iso(at), lastmodifieddate: iso(NOW - 86_400_000) },
      })),
    });
}

const history = (property: string, ...values: readonly [string, number][]) => ({
  [property]: values.map(([value, at]) => ({
    value,
    timestamp: iso(at),
    sourceType: 'EMAIL',
    sourceId: 'mail',
  })),
});

function poll(session: Session, cursor?: Cursor) {
  const feed = openFeed(session);
  return session.poll(feed, cursor ?? session.startCursor(feed, START));
}

test('opens between two polls come from the history, back to where the round began', async () => {
  const { session, counted } = open();
  const [first, second, early] = [NOW - 40_000, NOW - 5_000, START - 1];
  found([{ id: '1', at: second }]);
  hubspotApi()
    .post(READ, {
      inputs: [{ id: '1' }],
      properties: ['lastmodifieddate', 'hs_merged_object_ids'],
      propertiesWithHistory: [OPENED, MAIL],
    })
    .reply(200, {
      results: [
        {
          id: '1',
          properties: {},
          propertiesWithHistory: {
            ...history(OPENED, [iso(second), second], [iso(first), first], [iso(early), early]),
            ...history(MAIL, ['News', early]),
          },
        },
      ],
    });
  const { page } = await poll(session);
  const source = { kind: 'automation', id: 'mail' };
  expect(page.snapshots).toEqual([
    {
      object: 'contacts',
      record: '1',
      modifiedAt: NOW - 86_400_000,
      properties: { [OPENED]: iso(second) },
      history: {
        [OPENED]: [
          { value: iso(second), at: second, source },
          { value: iso(first), at: first, source },
        ],
      },
    },
  ]);
  expect(counted.map(({ operation }) => operation)).toEqual([
    'contacts search',
    'contacts batch read',
  ]);
});

test('fifty people a call; whom the history does not name may stand for several', async () => {
  const { session } = open();
  const ids = Array.from({ length: 51 }, (_, index) => String(index + 1));
  found(ids.map((id) => ({ id, at: NOW - 5_000 })));
  const sizes: number[] = [];
  hubspotApi()
    .post(READ, (body) => sizes.push(body.inputs.length) > 0)
    .twice()
    .reply(207, { results: [] });
  const { page } = await poll(session);
  expect(sizes).toEqual([50, 1]);
  expect(page.snapshots.every(({ perhapsSeveral }) => perhapsSeveral?.[0] === OPENED)).toBe(true);
});

test('a history without the date that was found is behind: what it tells counts, and is marked', async () => {
  const { session } = open();
  const [first, second] = [NOW - 40_000, NOW - 5_000];
  found([{ id: '1', at: second }]);
  const behind = history(OPENED, [iso(first), first]);
  hubspotApi()
    .post(READ)
    .reply(200, { results: [{ id: '1', properties: {}, propertiesWithHistory: behind }] });
  const { page } = await poll(session);
  expect(page.snapshots).toMatchObject([
    { history: { [OPENED]: [{ at: first }] }, perhapsSeveral: [OPENED] },
  ]);
});

test('a round of several pages looks back to the beginning of the first', async () => {
  const { session } = open();
  const early = START + 1_000;
  found(Array.from({ length: 200 }, (_, index) => ({ id: String(index + 1), at: NOW - 10_000 })));
  hubspotApi().post(READ).times(4).reply(200, { results: [] });
  const first = await poll(session);
  expect(first.more).toBe(true);
  found([{ id: '900', at: NOW - 1_000 }]);
  const values = history(OPENED, [iso(NOW - 1_000), NOW - 1_000], [iso(early), early]);
  hubspotApi()
    .post(READ)
    .reply(200, { results: [{ id: '900', properties: {}, propertiesWithHistory: values }] });
  const second = await poll(session, JSON.parse(JSON.stringify(first.cursor)));
  expect(second.page.snapshots[0]?.history?.[OPENED]?.map(({ at }) => at)).toEqual([
    NOW - 1_000,
    early,
  ]);
  expect(second.cursor).not.toHaveProperty('since');
});

const OWNERS = '/crm/owners/2026-09';
const day = (remaining: number): nock.ReplyHeaders => ({
  'X-HubSpot-RateLimit-Daily': '1000',
  'X-HubSpot-RateLimit-Daily-Remaining': String(remaining),
});

test('with less than a fifth of the day left, or at the limit, it counts as one and says so', async () => {
  const { session, counted } = open();
  hubspotApi().get(OWNERS).query(true).twice().reply(200, { results: [] }, day(199));
  await session.owners();
  found([{ id: '1', at: NOW - 5_000 }]);
  const { page } = await poll(session);
  expect(page.snapshots).toMatchObject([{ record: '1', perhapsSeveral: [OPENED] }]);
  expect(page.snapshots[0]).not.toHaveProperty('history');
  expect(counted).toHaveLength(3);
});

test('what the limit refuses does not hold the page up', async () => {
  const { session } = open();
  found([{ id: '1', at: NOW - 5_000 }]);
  hubspotApi()
    .post(READ)
    .reply(429, { status: 'error', errorType: 'RATE_LIMIT', policyName: 'DAILY' });
  const { page } = await poll(session);
  expect(page.snapshots).toMatchObject([{ record: '1', perhapsSeveral: [OPENED] }]);
});

test('a burst limit that was just refused is left to what must be read', async () => {
  const { session } = open();
  const refusal = { status: 'error', errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' };
  hubspotApi().get(OWNERS).query(true).reply(429, refusal);
  hubspotApi().get(OWNERS).query(true).twice().reply(200, { results: [] });
  await session.owners();
  found([{ id: '1', at: NOW - 5_000 }]);
  const { page } = await poll(session);
  expect(page.snapshots[0]?.perhapsSeveral).toEqual([OPENED]);
});
