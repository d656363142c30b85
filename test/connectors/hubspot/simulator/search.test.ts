import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

const SEARCH = '/crm/objects/2026-09/contacts/search';
let simulator: Simulator;
let limitNow = 1_000_000;
beforeAll(async () => {
  simulator = await start({ contacts: 260, searchLagMs: 5000, limitClock: () => limitNow });
});
afterAll(() => simulator.close());

const search = (body: unknown, path = SEARCH) => call(simulator, 'POST', path, body);
const one = (propertyName: string, operator: string, more: object = {}) => ({
  filterGroups: [{ filters: [{ propertyName, operator, ...more }] }],
});
const ids = (answer: { body: { results: { id: string }[] } }) =>
  answer.body.results.map((row) => row.id);
const values = (name: string) =>
  [...simulator.data().store.all('contacts')].map((record) => record.values[name] ?? '');

test('pages by offset, at most 200, with the total', async () => {
  const first = await search({ limit: 200, sorts: ['createdate'] });
  expect(first.body).toMatchObject({ total: 260, paging: { next: { after: '200' } } });
  const second = await search({ limit: 200, after: '200', sorts: ['createdate'] });
  expect(second.body.paging).toBeUndefined();
  expect(new Set([...ids(first), ...ids(second)]).size).toBe(260);
  expect((await search({})).body.results).toHaveLength(10);
  expect((await search({ limit: 201 })).status).toBe(400);
});

test('10,000 results are the end', async () => {
  expect((await search({ limit: 100, after: '10000' })).status).toBe(400);
  expect((await search({ limit: 100, after: '9900' })).status).toBe(200);
});

test('operators select as the values say', async () => {
  const total = async (body: unknown) => {
    const answer = await search(body);
    expect(answer.status).toBe(200);
    return answer.body.total;
  };
  const leads = values('lifecyclestage').filter((value) => value === 'lead').length;
  expect(await total(one('lifecyclestage', 'EQ', { value: 'lead' }))).toBe(leads);
  expect(await total(one('lifecyclestage', 'NEQ', { value: 'lead' }))).toBe(260 - leads);
  expect(await total(one('lifecyclestage', 'IN', { values: ['lead', 'subscriber'] }))).toBe(
    values('lifecyclestage').filter((value) => ['lead', 'subscriber'].includes(value)).length,
  );
  const phones = values('phone').filter((value) => value !== '').length;
  expect(await total(one('phone', 'HAS_PROPERTY'))).toBe(phones);
  expect(await total(one('phone', 'NOT_HAS_PROPERTY'))).toBe(260 - phones);
  const opened = values('hs_email_open').filter(
    (value) => Number(value) >= 2 && Number(value) <= 3,
  ).length;
  expect(await total(one('hs_email_open', 'BETWEEN', { value: '2', highValue: '3' }))).toBe(opened);
  expect(await total(one('email', 'CONTAINS_TOKEN', { value: '*.example' }))).toBe(260);
  expect(
    await total({ filterGroups: [...one('city', 'EQ', { value: 'nowhere' }).filterGroups] }),
  ).toBe(0);
});

test('times compare as ms; the watermark walk is ascending', async () => {
  const times = [...simulator.data().store.all('contacts')]
    .map((record) => record.updatedAt)
    .sort((a, b) => a - b);
  const middle = times[130] as number;
  const answer = await search({
    ...one('lastmodifieddate', 'GTE', { value: String(middle) }),
    sorts: [{ propertyName: 'lastmodifieddate', direction: 'ASCENDING' }],
    properties: ['lastmodifieddate'],
    limit: 200,
  });
  const found = answer.body.results.map((row: { updatedAt: string }) => Date.parse(row.updatedAt));
  expect(answer.body.total).toBe(times.filter((time) => time >= middle).length);
  expect(found).toEqual([...found].sort((a, b) => a - b));
});

test('too many groups, filters, sorts, characters, and bad operands are 400', async () => {
  const filter = { propertyName: 'city', operator: 'EQ', value: 'x' };
  const groups = (count: number, filters: number) => ({
    filterGroups: Array.from({ length: count }, () => ({ filters: Array(filters).fill(filter) })),
  });
  expect((await search(groups(5, 3))).status).toBe(200);
  for (const bad of [
    groups(6, 1),
    groups(1, 7),
    groups(4, 5),
    { sorts: ['city', 'email'] },
    { query: 'x'.repeat(3000) },
    one('nope', 'EQ', { value: 'x' }),
    one('city', 'LIKE', { value: 'x' }),
    one('city', 'EQ'),
    one('city', 'IN', { values: ['Upper'] }),
    one('lastmodifieddate', 'GTE', { value: 'yesterday' }),
  ]) {
    expect((await search(bad)).status).toBe(400);
  }
});

test('the index lags behind by the configured time; archived records leave it', async () => {
  const [id = ''] = contactIds(simulator, 1);
  await call(simulator, 'PATCH', `/crm/objects/2026-09/contacts/${id}`, {
    properties: { city: 'Lagville' },
  });
  const lagging = one('city', 'EQ', { value: 'Lagville' });
  expect((await search(lagging)).body.total).toBe(0);
  limitNow += 4999;
  expect((await search(lagging)).body.total).toBe(0);
  limitNow += 1;
  expect(ids(await search({ ...lagging, properties: ['city'] }))).toEqual([id]);
  simulator.acts().archive('contacts', id);
  limitNow += 5000;
  expect((await search(lagging)).body.total).toBe(0);
});

test('the pseudo property associations.contact finds engagements', async () => {
  const task = await call(simulator, 'POST', '/crm/v3/objects/tasks', {
    properties: { hs_timestamp: '1790000000000' },
    associations: [
      {
        to: { id: contactIds(simulator, 1)[0] },
        types: [{ associationCategory: 'HUBSPOT_DEFINED', associationTypeId: 204 }],
      },
    ],
  });
  limitNow += 5000;
  const answer = await search(
    one('associations.contact', 'EQ', { value: contactIds(simulator, 1)[0] }),
    '/crm/v3/objects/tasks/search',
  );
  expect(ids(answer)).toEqual([task.body.id]);
});

test('search answers carry no rate headers', async () => {
  simulator.gateway.limits.get(simulator.portal)?.change({ enabled: true });
  const answer = await search({ limit: 1 });
  expect(answer.headers.get('x-hubspot-ratelimit-max')).toBeNull();
  const read = await call(simulator, 'GET', '/crm/v3/objects/contacts?limit=1');
  expect(read.headers.get('x-hubspot-ratelimit-max')).toBe('190');
});
