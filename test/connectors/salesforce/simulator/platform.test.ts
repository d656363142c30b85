import { afterEach, expect, test } from '@jest/globals';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../../connectors/salesforce/simulator/index.js';
import {
  connect,
  fayeClient,
  handshake,
  type Json,
  NOW,
  subscribe,
  until,
} from './stream-support.js';

let simulator: Simulator;
afterEach(() => simulator.close());

async function start(options: SimulatorOptions = {}): Promise<void> {
  simulator = await startSalesforceSimulator({
    seed: 7,
    people: 10,
    now: NOW,
    streamTimeoutMs: 1000,
    ...options,
  });
}

const admin = () => simulator.accessToken(simulator.setup.admin);

async function call(
  method: string,
  path: string,
  body?: unknown,
  { token = admin(), headers = {} }: { token?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: Json }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${simulator.url}/services/data/v66.0/${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = await response.text();
  const json = (response.headers.get('content-type') ?? '').startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: json && answer !== '' ? JSON.parse(answer) : answer,
  };
}

async function control(method: string, path: string, body?: unknown): Promise<Json> {
  const response = await fetch(`${simulator.url}/_simulator/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return response.json();
}

async function soap(operation: string, token = admin()): Promise<{ status: number; text: string }> {
  const namespace = 'http://soap.sforce.com/2006/04/metadata';
  const response = await fetch(`${simulator.url}/services/Soap/m/66.0`, {
    method: 'POST',
    headers: { 'content-type': 'text/xml', soapaction: '""' },
    body: `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:Header xmlns="${namespace}"><SessionHeader><sessionId>${token}</sessionId></SessionHeader></e:Header><e:Body xmlns="${namespace}">${operation}</e:Body></e:Envelope>`,
  });
  return { status: response.status, text: await response.text() };
}

/** Asks about a job until it is done. */
async function complete(path: string, token: string): Promise<void> {
  let answer: Json;
  for (let asked = 0; asked < 20; asked += 1) {
    answer = (await call('GET', path, undefined, { token })).body;
    if (answer.state === 'JobComplete') return;
  }
  throw new Error(`the job is not complete: ${JSON.stringify(answer)}`);
}

/** A client by hand that listens to a channel with this token. */
async function listen(channel: string, token: string, replay = -1) {
  const world = { url: `${simulator.url}/cometd/66.0` };
  const poster = { ...world, authorization: `OAuth ${token}` };
  const clientId = await handshake(poster);
  expect(await subscribe(poster, clientId, channel, replay)).toMatchObject({ successful: true });
  return async (): Promise<Json[]> =>
    (await connect(poster, clientId, 0)).events.map((event) => event.data.payload);
}

test('a field made by metadata, opened by a permission set, is written in bulk and told as a change', async () => {
  await start();
  const { integration } = simulator.setup;
  const token = simulator.accessToken();
  const field =
    '<createMetadata><metadata xsi:type="CustomField"><fullName>Lead.Plumbline_Score__c</fullName><label>Score</label><type>Number</type><precision>5</precision><scale>0</scale></metadata></createMetadata>';
  expect((await soap(field, token)).text).toContain('INSUFFICIENT_ACCESS');
  expect((await soap(field)).text).toContain('<success>true</success>');
  const described = async () =>
    (await call('GET', 'sobjects/Lead/describe', undefined, { token })).body.fields.some(
      ({ name }: Json) => name === 'Plumbline_Score__c',
    );
  expect(await described()).toBe(false);
  const set =
    '<createMetadata><metadata xsi:type="PermissionSet"><fullName>Plumbline</fullName><label>Plumbline</label><fieldPermissions><editable>true</editable><field>Lead.Plumbline_Score__c</field><readable>true</readable></fieldPermissions></metadata></createMetadata>';
  expect((await soap(set)).text).toContain('<success>true</success>');
  const soql = "SELECT Id FROM PermissionSet WHERE Name = 'Plumbline'";
  const found = await call('GET', `query?q=${encodeURIComponent(soql)}`);
  const assignment = { AssigneeId: integration, PermissionSetId: found.body.records[0].Id };
  expect((await call('POST', 'sobjects/PermissionSetAssignment', assignment)).status).toBe(201);
  expect(await described()).toBe(true);

  const channel = {
    FullName: 'Plumbline__chn',
    Metadata: { channelType: 'data', label: 'Plumbline' },
  };
  expect((await call('POST', 'tooling/sobjects/PlatformEventChannel', channel)).status).toBe(201);
  const member = {
    FullName: 'Plumbline_chn_LeadChangeEvent',
    Metadata: { eventChannel: 'Plumbline__chn', selectedEntity: 'LeadChangeEvent' },
  };
  expect((await call('POST', 'tooling/sobjects/PlatformEventChannelMember', member)).status).toBe(
    201,
  );
  const events = await listen('/data/Plumbline__chn', token);

  const query = { operation: 'query', query: 'SELECT Id FROM Lead WHERE IsConverted = false' };
  const { id } = (await call('POST', 'jobs/query', query, { token })).body;
  await complete(`jobs/query/${id}`, token);
  const results = await call('GET', `jobs/query/${id}/results`, undefined, { token });
  expect(results.headers.get('sforce-locator')).toBe('null');
  const ids = results.body.match(/00Q\w{15}/g) as string[];
  expect(ids.length).toBeGreaterThan(1);

  const headers = { 'sforce-call-options': 'client=plumbline/1' };
  const job = { object: 'Lead', operation: 'update', contentType: 'CSV' };
  const ingest = (await call('POST', 'jobs/ingest', job, { token, headers })).body.id;
  const csv = `Id,Plumbline_Score__c\n${ids.map((lead) => `${lead},50`).join('\n')}\n`;
  const text = { 'content-type': 'text/csv' };
  expect(
    (await call('PUT', `jobs/ingest/${ingest}/batches`, csv, { token, headers: text })).status,
  ).toBe(201);
  await call('PATCH', `jobs/ingest/${ingest}`, { state: 'UploadComplete' }, { token });
  await complete(`jobs/ingest/${ingest}`, token);
  const failed = await call('GET', `jobs/ingest/${ingest}/failedResults`, undefined, { token });
  expect(failed.body).toBe('"sf__Id","sf__Error","Id","Plumbline_Score__c"\n');

  const told = await events();
  expect(told.flatMap((payload) => payload.ChangeEventHeader.recordIds).sort()).toEqual(ids.sort());
  expect(told[0]).toMatchObject({ Plumbline_Score__c: 50 });
  expect(told[0].ChangeEventHeader).toMatchObject({
    changeOrigin: 'com/salesforce/api/bulkapi/66.0;client=plumbline/1',
    commitUser: integration,
  });
  const limits = (await call('GET', 'limits')).body;
  expect(limits.DailyBulkV2QueryJobs.Remaining).toBe(9999);
  expect(limits.DailyDeliveredPlatformEvents).toEqual({
    Max: 25_000,
    Remaining: 25_000 - told.length,
  });
  expect(limits.StreamingApiConcurrentClients.Remaining).toBe(999);
});

test('a conversion is told as account, contact, opportunity and lead of one transaction', async () => {
  await start();
  await control('PATCH', 'stream', {
    select: { objects: ['Lead', 'Contact', 'Account', 'Opportunity'] },
  });
  const events = await listen('/data/ChangeEvents', admin());
  const { id: lead } = await control('POST', 'acts/create', {
    object: 'Lead',
    fields: { LastName: 'Byron', Company: 'Engines' },
  });
  await events();
  const made = await control('POST', 'acts/convert-lead', { lead });
  const told = await events();
  expect(
    told.map(({ ChangeEventHeader: { entityName, changeType } }) => `${entityName} ${changeType}`),
  ).toEqual(['Account CREATE', 'Contact CREATE', 'Opportunity CREATE', 'Lead UPDATE']);
  expect(new Set(told.map(({ ChangeEventHeader }) => ChangeEventHeader.transactionKey)).size).toBe(
    1,
  );
  expect(told.map(({ ChangeEventHeader }) => ChangeEventHeader.sequenceNumber)).toEqual([
    1, 2, 3, 4,
  ]);
  const { ChangeEventHeader: header, ...fields } = told[3];
  expect(fields).toEqual({
    Status: 'Closed - Converted',
    IsConverted: true,
    ConvertedDate: '2026-11-22',
    ConvertedAccountId: made.account,
    ConvertedContactId: made.contact,
    ConvertedOpportunityId: made.opportunity,
  });
  expect(header.changedFields).not.toContain('LastModifiedDate');
  expect(await control('POST', 'acts/convert-lead', { lead })).toEqual({
    error: expect.stringContaining('CANNOT_UPDATE_CONVERTED_LEAD'),
  });
});

test('a merge is told as the loser’s deletion; flows and cuts are switched by the control API', async () => {
  await start();
  await control('PATCH', 'stream', { select: { objects: ['Lead'] } });
  const token = admin();
  const create = async (LastName: string): Promise<string> =>
    (await control('POST', 'acts/create', { object: 'Lead', fields: { LastName, Company: 'C' } }))
      .id;
  const [master, loser] = [await create('M'), await create('L')];
  const got: Json[] = [];
  const client = fayeClient(`${simulator.url}/cometd/66.0`, token);
  await client.subscribe('/data/LeadChangeEvent', (data: Json) => got.push(data.payload));
  await control('POST', 'acts/merge', { master, losers: [loser] });
  await until(() => got.length === 1, 'the deletion');
  expect(got[0]).toEqual({
    ChangeEventHeader: expect.objectContaining({ changeType: 'DELETE', recordIds: [loser] }),
  });
  await control('POST', 'flows', {
    name: 'Rate',
    object: 'Lead',
    kind: 'scheduled',
    on: 'update',
    set: { Rating: 'Hot' },
  });
  await control('POST', 'acts/edit', { object: 'Lead', id: master, fields: { Title: 'CEO' } });
  await until(() => got.length === 3, 'the edit and the flow');
  expect(got[2]).toMatchObject({
    Rating: 'Hot',
    LastModifiedById: simulator.setup.automated,
    ChangeEventHeader: { commitUser: simulator.setup.automated, changeOrigin: '' },
  });
  expect((await control('GET', 'stream')).listening).toBe(1);
  await client.disconnect();
  await listen('/data/LeadChangeEvent', token);
  expect((await control('PATCH', 'stream', { cut: true })).listening).toBe(0);
  await expect(fetch(`${simulator.url}/cometd/66.0`, { method: 'POST' })).rejects.toThrow(
    'fetch failed',
  );
  await control('PATCH', 'stream', { cut: false });
  await listen('/data/LeadChangeEvent', token);
});

test('each service wants a living session with rights', async () => {
  await start();
  const token = admin();
  simulator.credentials.endAllSessions();
  const dead = await soap('<describeMetadata/>', token);
  expect(dead.status).toBe(500);
  expect(dead.text).toContain('<faultcode>sf:INVALID_SESSION_ID</faultcode>');
  expect((await call('GET', 'jobs/query', undefined, { token })).status).toBe(401);
  expect((await call('GET', 'tooling/query?q=SELECT', undefined, { token })).status).toBe(401);
  const response = await fetch(`${simulator.url}/cometd/66.0`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `OAuth ${token}` },
    body: JSON.stringify([
      { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['long-polling'] },
    ]),
  });
  expect(await response.json()).toMatchObject([{ error: '403::Handshake denied' }]);
  const integration = simulator.accessToken();
  const body = { FullName: 'A__chn', Metadata: { channelType: 'data', label: 'A' } };
  const refused = await call('POST', 'tooling/sobjects/PlatformEventChannel', body, {
    token: integration,
  });
  expect(refused.status).toBe(403);
});

test('streaming costs no API call, and an edition without change events has no room for entities', async () => {
  await start({ edition: 'Professional' });
  const used = simulator.limits.used();
  await handshake({ url: `${simulator.url}/cometd/66.0`, authorization: `OAuth ${admin()}` });
  expect(simulator.limits.used()).toBe(used);
  expect(simulator.requests.list({ operation: 'cometd' })).toHaveLength(1);
  const member = {
    FullName: 'ChangeEvents_LeadChangeEvent',
    Metadata: { eventChannel: 'ChangeEvents', selectedEntity: 'LeadChangeEvent' },
  };
  const refused = await call('POST', 'tooling/sobjects/PlatformEventChannelMember', member);
  expect(refused.body[0].errorCode).toBe('LIMIT_EXCEEDED');
});
