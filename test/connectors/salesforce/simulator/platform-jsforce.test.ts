import { createRequire } from 'node:module';
import { afterEach, expect, test } from '@jest/globals';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../../../connectors/salesforce/simulator/index.js';
import { type Json, NOW, until } from './stream-support.js';

const require = createRequire(import.meta.url);

let simulator: Simulator;
afterEach(() => simulator.close());

/** The client library that others use against the real thing. */
async function connection(): Promise<Json> {
  simulator = await startSalesforceSimulator({ people: 10, now: NOW, streamTimeoutMs: 1000 });
  const { Connection } = require('jsforce');
  return new Connection({
    version: '66.0',
    instanceUrl: simulator.url,
    accessToken: simulator.accessToken(simulator.setup.admin),
  });
}

test('metadata: fields are made, read, listed', async () => {
  const conn = await connection();
  const field = {
    fullName: 'Lead.Plumbline_Grade__c',
    label: 'Grade',
    type: 'Text',
    length: 20,
  };
  expect(await conn.metadata.create('CustomField', [field])).toEqual([
    { fullName: 'Lead.Plumbline_Grade__c', success: true, errors: [] },
  ]);
  const again = await conn.metadata.create('CustomField', field);
  expect(again).toMatchObject({
    success: false,
    errors: [{ statusCode: 'DUPLICATE_DEVELOPER_NAME' }],
  });
  expect(await conn.metadata.read('CustomField', 'Lead.Plumbline_Grade__c')).toMatchObject(field);
  const listed = await conn.metadata.list([{ type: 'CustomField' }]);
  expect(listed.map(({ fullName }: Json) => fullName)).toContain('Lead.Plumbline_Grade__c');
  expect((await conn.metadata.describe()).partialSaveAllowed).toBe(true);
  simulator.credentials.endAllSessions();
  await expect(conn.metadata.describe()).rejects.toMatchObject({
    errorCode: 'sf:INVALID_SESSION_ID',
  });
});

test('bulk: a load with its results, and a query of one page', async () => {
  const conn = await connection();
  const input = [
    { LastName: 'One', Company: 'C' },
    { LastName: null, Company: 'C' },
  ];
  const loaded = await conn.bulk2.loadAndWaitForResults({
    object: 'Lead',
    operation: 'insert',
    input,
    pollInterval: 10,
  });
  expect(loaded.successfulResults).toMatchObject([{ LastName: 'One', sf__Created: 'true' }]);
  expect(loaded.failedResults).toMatchObject([
    { sf__Error: expect.stringContaining('REQUIRED_FIELD_MISSING') },
  ]);
  expect(loaded.unprocessedRecords).toEqual([]);
  const stream = await conn.bulk2.query("SELECT Id, LastName FROM Lead WHERE LastName = 'One'", {
    pollInterval: 10,
  });
  const rows: Json[] = [];
  stream.on('record', (row: Json) => rows.push(row));
  await until(() => rows.length > 0, 'the row');
  expect(rows).toMatchObject([{ LastName: 'One' }]);
});

test('tooling and streaming: a member is found, events are replayed, a dead token is noticed', async () => {
  const conn = await connection();
  simulator.platform.capture.select('ChangeEvents', ['Lead']);
  const found = await conn.tooling.query('SELECT SelectedEntity FROM PlatformEventChannelMember');
  expect(found.records).toMatchObject([{ SelectedEntity: 'LeadChangeEvent' }]);
  const { id } = await conn
    .sobject('Lead')
    .create({ LastName: 'Two', Company: 'C' }, { headers: { 'Sforce-Auto-Assign': 'FALSE' } });
  const { StreamingExtension } = require('jsforce/lib/api/streaming.js');
  const channel = '/data/LeadChangeEvent';
  let dead = false;
  const client = conn.streaming.createClient([
    new StreamingExtension.Replay(channel, -2),
    new StreamingExtension.AuthFailure(() => {
      dead = true;
    }),
  ]);
  const got: Json[] = [];
  await client.subscribe(channel, (data: Json) => got.push(data));
  await until(() => got.length === 1, 'the replayed creation');
  expect(got[0].payload.ChangeEventHeader).toMatchObject({
    recordIds: [id],
    changeOrigin: 'com/salesforce/api/rest/66.0',
  });
  simulator.fault({ kind: 'expired-token', operation: 'cometd.connect', count: 1 });
  await until(() => dead, 'the failure of the sign-in');
  await client.disconnect();
});
