import { expect, test } from '@jest/globals';
import type nock from 'nock';
import { datedUrl } from '../../../connectors/hubspot/version.js';
import { noNetwork } from '../no-network.js';
import { HOST, hubspotApi, need, open } from './support.js';

noNetwork();

const HOUR = 3_600_000;
const OWNERS = '/crm/owners/2026-09';
const FIRST = { limit: '100', archived: 'false' };

function ownersAnswer(status: number, body: nock.Body, headers: nock.ReplyHeaders = {}): void {
  hubspotApi().get(OWNERS).query(FIRST).reply(status, body, headers);
}

function lastOwners(): void {
  hubspotApi().get(OWNERS).query({ limit: '100', archived: 'true' }).reply(200, { results: [] });
}

test.each([
  ['/crm/v3/objects/contacts/1?archived=false', '/crm/objects/2026-09/contacts/1?archived=false'],
  ['/crm/v3/properties/contacts', '/crm/properties/2026-09/contacts'],
  ['/crm/v3/owners/?limit=1', '/crm/owners/2026-09?limit=1'],
  ['/crm/v3/owners/9', '/crm/owners/2026-09/9'],
  ['/crm/v3/pipelines/deals', '/crm/pipelines/2026-09/deals'],
  [
    '/crm/v4/associations/deals/contacts/batch/read',
    '/crm/associations/2026-09/deals/contacts/batch/read',
  ],
  [
    '/crm/v4/objects/contacts/1/associations/tasks',
    '/crm/objects/2026-09/contacts/1/associations/tasks',
  ],
  ['/marketing/v3/forms', '/marketing/v3/forms'],
])('%s moves to %s', (from, to) => {
  expect(datedUrl(HOST + from)).toBe(HOST + to);
});

test('a refused token is told and the call goes once more with the new one', async () => {
  ownersAnswer(401, { status: 'error', category: 'EXPIRED_AUTHENTICATION' });
  hubspotApi('token-2').get(OWNERS).query(FIRST).reply(200, { results: [] });
  hubspotApi('token-2')
    .get(OWNERS)
    .query({ limit: '100', archived: 'true' })
    .reply(200, { results: [] });
  const { session, refused } = open();
  expect(await session.owners()).toEqual([]);
  expect(refused).toEqual(['token-1']);
});

test('a third 401 needs the admin', async () => {
  ownersAnswer(401, { status: 'error' });
  hubspotApi('token-2').get(OWNERS).query(FIRST).times(2).reply(401, { status: 'error' });
  const { session, refused } = open();
  await expect(session.owners()).rejects.toMatchObject({ name: 'CrmError', kind: 'reconnect' });
  expect(refused).toEqual(['token-1', 'token-2']);
});

test('a read is repeated twice over failures of HubSpot, then given up as not applied', async () => {
  for (const status of [502, 503, 504]) ownersAnswer(status, '<html></html>');
  const { session, counted, waits } = open();
  await expect(session.owners()).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'not-applied',
    details: { status: 504, operation: 'owners list' },
  });
  expect(counted.map((call) => call.status)).toEqual([502, 503, 504]);
  expect(waits).toEqual([1_000, 3_000]);
});

test('a lock that stays is waited for twice, then left to the core', async () => {
  for (let turn = 0; turn < 3; turn += 1) ownersAnswer(423, { status: 'error', message: 'locked' });
  const { session, counted, waits } = open();
  await expect(session.owners()).rejects.toMatchObject({ kind: 'wait', waitMs: 2_000 });
  expect(counted).toHaveLength(3);
  expect(waits).toEqual([2_000, 2_000]);
});

test('a wait longer than the time-out is not waited for', async () => {
  ownersAnswer(503, '', { 'retry-after': '60' });
  const { session, counted, waits } = open();
  await expect(session.owners()).rejects.toMatchObject({ kind: 'transient', waitMs: 60_000 });
  expect(counted).toHaveLength(1);
  expect(waits).toEqual([]);
});

test('a network failure of a read is repeated', async () => {
  hubspotApi().get(OWNERS).query(FIRST).replyWithError('socket hang up');
  ownersAnswer(200, { results: [] });
  lastOwners();
  const { session, counted } = open();
  await session.owners();
  expect(counted.map((call) => call.status)).toEqual(['cut', 200, 200]);
});

test.each([
  [403, { category: 'MISSING_SCOPES' }, 'rights', 0],
  [400, { category: 'VALIDATION_ERROR', message: 'bad' }, 'refused', 0],
  [404, { category: 'OBJECT_NOT_FOUND' }, 'gone', 0],
  [414, {}, 'refused', 0],
  [477, {}, 'wait', 7_200_000],
  [429, { policyName: 'DAILY', message: 'daily' }, 'wait', 3_600_000],
])('HTTP %i is %j: %s', async (status, body, kind, waitMs) => {
  ownersAnswer(
    status,
    { status: 'error', ...body },
    status === 477 ? { 'retry-after': '7200' } : {},
  );
  const { session, counted } = open();
  await expect(session.owners()).rejects.toMatchObject({ kind, waitMs, outcome: 'not-applied' });
  expect(counted).toHaveLength(1);
});

test("a day's limit is waited for until midnight where the account is", async () => {
  ownersAnswer(429, { status: 'error', errorType: 'RATE_LIMIT', policyName: 'DAILY' });
  const { session, counted, waits } = open({ timeZone: 'Europe/Berlin' });
  await expect(session.owners()).rejects.toMatchObject({
    kind: 'wait',
    waitMs: 14 * HOUR + 60_000,
  });
  expect([counted.length, waits]).toEqual([1, []]);
});

test('a missing scope is named', async () => {
  ownersAnswer(403, {
    status: 'error',
    category: 'MISSING_SCOPES',
    message: 'This app lacks scopes.',
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: ['crm.objects.owners.read'] },
      },
    ],
  });
  await expect(open().session.owners()).rejects.toThrow(/crm\.objects\.owners\.read/);
});

test('the burst limit follows what HubSpot tells', async () => {
  const told = (max: string): nock.ReplyHeaders => ({
    'X-HubSpot-RateLimit-Max': max,
    'X-HubSpot-RateLimit-Interval-Milliseconds': '10000',
  });
  ownersAnswer(200, { results: [] }, told('190'));
  hubspotApi()
    .get(OWNERS)
    .query({ limit: '100', archived: 'true' })
    .reply(200, { results: [] }, told('110'));
  ownersAnswer(200, { results: [] });
  lastOwners();
  const { session, taken } = open();
  await session.owners();
  await session.owners();
  expect(taken.map((take) => take.limit)).toEqual([98, 186, 107, 107]);
});

test('a search refused by its own limit waits a second and goes slower', async () => {
  const search = (): nock.Interceptor => hubspotApi().post('/crm/objects/2026-09/contacts/search');
  search().reply(429, {
    status: 'error',
    message: 'You have reached your secondly limit.',
    errorType: 'RATE_LIMIT',
    policyName: 'SECONDLY',
  });
  search().reply(200, { total: 0, results: [] });
  const { session, taken, waits } = open();
  const [feed] = session.feeds([need('contacts')], false);
  if (!feed) throw new Error('no feed');
  await session.poll(feed, session.startCursor(feed, 0));
  expect(waits).toEqual([1_000]);
  expect(taken).toEqual([
    { budget: 'search', limit: 5, priority: 'live' },
    { budget: 'search', limit: 2, priority: 'live' },
  ]);
});

test('a call that finds no place in the window within the time-out says so and was not sent', async () => {
  const { session, counted } = open({
    timeoutMs: 30,
    window: () => ({
      take: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
        }),
    }),
  });
  await expect(session.owners()).rejects.toMatchObject({ kind: 'wait', outcome: 'not-applied' });
  expect(counted).toEqual([]);
});

test('neither token nor address reaches an error', async () => {
  ownersAnswer(400, { status: 'error', message: 'Bad value ada.byron@acme.example here' });
  const error = await open()
    .session.owners()
    .catch((thrown: unknown) => thrown);
  const text = `${String(error)} ${JSON.stringify(error)}`;
  expect(text).not.toContain('acme.example');
  expect(text).not.toContain('token-1');
  expect(text).toContain('(address)');
});
