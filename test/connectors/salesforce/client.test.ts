import { expect, test } from '@jest/globals';
import nock from 'nock';
import type { SendOptions } from '../../../connectors/salesforce/client.js';
import { noNetwork } from '../no-network.js';
import { open, REST, refusal, salesforce } from './support.js';

noNetwork();

const READ: SendOptions = { operation: 'limits', priority: 'live', method: 'GET', path: '/limits' };
const WRITE: SendOptions = {
  operation: 'Task creation',
  priority: 'live',
  effect: 'once',
  method: 'POST',
  path: '/sobjects/Task',
  body: { Subject: 'Call' },
};
const EXPIRED = refusal('INVALID_SESSION_ID', 'Session expired or invalid');

test('a call carries token, call options and JSON, and tells the calls of the day', async () => {
  salesforce()
    .matchHeader('content-type', 'application/json')
    .post(`${REST}/sobjects/Task`, { Subject: 'Call' })
    .reply(201, { id: '00T1', success: true }, { 'Sforce-Limit-Info': 'api-usage=18/5000' });
  const { api, days, counted, taken } = open();
  const answer = await api.send(WRITE);
  expect(answer).toMatchObject({ status: 201, body: { id: '00T1', success: true } });
  expect(days).toEqual([{ limit: 5_000, remaining: 4_982 }]);
  expect(counted).toEqual([{ operation: 'Task creation', status: 201 }]);
  expect(taken).toEqual([{ budget: 'calls', limit: 24, priority: 'live' }]);
});

test('a refusal tells the calls of the day, too', async () => {
  salesforce()
    .get(`${REST}/limits`)
    .reply(403, refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'), {
      'Sforce-Limit-Info': 'api-usage=5000/5000',
    });
  const { api, days } = open();
  await expect(api.send(READ)).rejects.toMatchObject({ kind: 'wait' });
  expect(days).toEqual([{ limit: 5_000, remaining: 0 }]);
});

test('a CSV goes and comes as text, whatever its cells hold', async () => {
  const csv = '"Id","Name"\n"00Q1","a;b\tc|d"\n';
  salesforce()
    .matchHeader('content-type', 'text/csv')
    .put('/services/data/v66.0/jobs/ingest/750/batches', csv)
    .reply(201, '');
  salesforce()
    .get(`${REST}/jobs/query/750/results?maxRecords=2`)
    .reply(200, csv, { 'content-type': 'text/csv', 'Sforce-Locator': 'null' });
  const { api } = open();
  await api.send({
    ...WRITE,
    method: 'PUT',
    path: '/services/data/v66.0/jobs/ingest/750/batches',
    text: { type: 'text/csv', of: csv },
  });
  const answer = await api.send({
    ...READ,
    path: '/jobs/query/750/results?maxRecords=2',
    answer: 'text',
  });
  expect(answer).toMatchObject({ body: csv, headers: { 'sforce-locator': 'null' } });
});

test('an envelope is made with the token, and a SOAP fault of a dead one renews it once', async () => {
  const soap = (token: string) => ({
    ...READ,
    method: 'POST' as const,
    path: '/services/Soap/m/66.0',
    headers: { soapaction: '""' },
    text: { type: 'text/xml', of: (own: string) => `<sessionId>${own}</sessionId>${token}` },
    answer: 'text' as const,
  });
  const fault =
    '<Envelope><faultcode>sf:INVALID_SESSION_ID</faultcode><faultstring>INVALID_SESSION_ID: no</faultstring></Envelope>';
  salesforce()
    .post('/services/Soap/m/66.0', /<sessionId>token-1</)
    .reply(500, fault, { 'content-type': 'text/xml' });
  salesforce('token-2')
    .post('/services/Soap/m/66.0', /<sessionId>token-2</)
    .reply(200, '<ok/>');
  const { api, refused } = open();
  expect((await api.send(soap(''))).body).toBe('<ok/>');
  expect(refused).toEqual(['token-1']);
});

test('a third 401 needs the admin, and there is no fourth', async () => {
  salesforce().get(`${REST}/limits`).reply(401, EXPIRED);
  salesforce('token-2').get(`${REST}/limits`).times(2).reply(401, EXPIRED);
  const { api, refused, counted } = open();
  await expect(api.send(READ)).rejects.toMatchObject({
    name: 'CrmError',
    kind: 'reconnect',
    outcome: 'not-applied',
  });
  expect([refused, counted.length]).toEqual([['token-1', 'token-2'], 3]);
});

test('an app that may not use the API is told so without asking for fresh tokens', async () => {
  salesforce()
    .get(`${REST}/limits`)
    .reply(
      401,
      refusal('INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
    );
  const { api, refused } = open();
  await expect(api.send(READ)).rejects.toMatchObject({ kind: 'rights' });
  expect(refused).toEqual([]);
});

test("the identity service's 403 is a refused token too", async () => {
  salesforce().get('/services/oauth2/userinfo').reply(403, 'Bad_OAuth_Token');
  salesforce('token-2').get('/services/oauth2/userinfo').reply(200, { user_id: '005' });
  const answer = await open().api.send({ ...READ, path: '/services/oauth2/userinfo' });
  expect(answer.body).toEqual({ user_id: '005' });
});

test('a read is repeated over failures and gateway pages, then given up as not applied', async () => {
  for (const status of [502, 503, 420])
    salesforce().get(`${REST}/limits`).reply(status, '<html></html>');
  const { api, waits } = open();
  await expect(api.send(READ)).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'not-applied',
    details: { status: 420, operation: 'limits' },
  });
  expect(waits).toEqual([1_000, 3_000]);
});

test.each([
  ['failed', () => salesforce().post(`${REST}/sobjects/Task`).reply(500, 'boom')],
  ['cut', () => salesforce().post(`${REST}/sobjects/Task`).replyWithError('socket hang up')],
])('a creation that %s is not repeated and its outcome is unknown', async (_, answer) => {
  answer();
  const { api, counted } = open();
  await expect(api.send(WRITE)).rejects.toMatchObject({ kind: 'transient', outcome: 'unknown' });
  expect(counted).toHaveLength(1);
});

test('an answer that does not come is cut', async () => {
  salesforce().post(`${REST}/sobjects/Task`).delay(300).reply(201, {});
  const { api, counted } = open({ timeoutMs: 30 });
  await expect(api.send(WRITE)).rejects.toMatchObject({ kind: 'transient', outcome: 'unknown' });
  expect(counted).toEqual([{ operation: 'Task creation', status: 'timeout' }]);
  nock.abortPendingRequests();
});

test('a redirect is not followed: the token stays here', async () => {
  const elsewhere = nock('https://elsewhere.example').get('/').reply(200, {});
  for (let turn = 0; turn < 3; turn += 1)
    salesforce().get(`${REST}/limits`).reply(302, '', { location: 'https://elsewhere.example/' });
  await expect(open().api.send(READ)).rejects.toMatchObject({ kind: 'transient' });
  expect(elsewhere.isDone()).toBe(false);
  nock.cleanAll();
});

test("used-up calls of the day rest for a while; the org's busy moment passes sooner", async () => {
  salesforce()
    .get(`${REST}/limits`)
    .reply(403, refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  await expect(open().api.send(READ)).rejects.toMatchObject({ kind: 'wait', waitMs: 900_000 });

  salesforce()
    .get(`${REST}/limits`)
    .reply(403, refusal('REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API) Limit'));
  salesforce().get(`${REST}/limits`).reply(200, {});
  const { api, waits, taken } = open();
  await api.send(READ);
  expect(waits).toEqual([2_000]);
  // Others use the same limit: slower from then on.
  expect(taken.map(({ limit }) => limit)).toEqual([24, 12]);
});

test('neither token nor address reaches an error', async () => {
  salesforce()
    .get(`${REST}/limits`)
    .reply(400, refusal('INVALID_EMAIL_ADDRESS', 'Email: invalid ada.byron@acme.example'));
  const error = await open()
    .api.send(READ)
    .catch((thrown: unknown) => thrown);
  const text = `${String(error)} ${JSON.stringify(error)}`;
  expect(text).not.toContain('acme.example');
  expect(text).not.toContain('token-1');
  expect(text).toContain('(address)');
});
