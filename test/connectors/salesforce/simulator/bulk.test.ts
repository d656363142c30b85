import { beforeEach, expect, test } from '@jest/globals';
import { bulkOf, bulkRoute } from '../../../../connectors/salesforce/simulator/bulk.js';
import type { ApiCall } from '../../../../connectors/salesforce/simulator/call.js';
import { field } from '../../../../connectors/salesforce/simulator/definition-fields.js';
import { Refusal } from '../../../../connectors/salesforce/simulator/errors.js';
import { FaultPlan } from '../../../../connectors/simulator-kit/faults.js';
import { createRandom } from '../../../../connectors/simulator-kit/random.js';
import type { OutgoingResponse } from '../../../../connectors/simulator-kit/server.js';
import { DAY } from '../../../../src/lib/clock.js';
import { type OrgWorld, openOrg } from './org-support.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted, not typed
type Json = any;

let world: OrgWorld;
let faults: FaultPlan;
beforeEach(() => {
  world = openOrg();
  faults = new FaultPlan(createRandom(1));
  bulkOf(world.org).options.jobMs = 1000;
});

interface CallOptions {
  readonly body?: unknown;
  readonly csv?: string;
  readonly query?: string;
  readonly user?: string;
  readonly headers?: Record<string, string>;
}

/** A call of an API path below the version; a refusal comes as its answer. */
function api(
  method: string,
  path: string,
  options: CallOptions = {},
): OutgoingResponse & { body: Json } {
  const { body, csv, query = '', user = world.admin, headers = {} } = options;
  const route = bulkRoute(method, path.split('/'));
  if (!route) return { status: 404, body: undefined };
  const type = csv === undefined ? 'application/json' : 'text/csv';
  const call: ApiCall = {
    request: {
      method,
      path: `/services/data/v66.0/${path}`,
      query: new URLSearchParams(query),
      headers: { 'content-type': type, ...headers },
      body: Buffer.from(csv ?? (body === undefined ? '' : JSON.stringify(body))),
    },
    org: world.org,
    session: {} as ApiCall['session'],
    user,
    version: '66.0',
    operation: route.operation,
    faults,
    url: '',
  };
  try {
    return route.handle(call) as OutgoingResponse & { body: Json };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return thrown.response as OutgoingResponse & { body: Json };
  }
}

const startQuery = (query: string, more: object = {}) =>
  api('POST', 'jobs/query', { body: { operation: 'query', query, ...more } });
const code = (answer: { body: Json }): string => answer.body[0].errorCode;

function finished(kind: 'query' | 'ingest', id: string): Json {
  world.clock.advance(1000);
  return api('GET', `jobs/${kind}/${id}`).body;
}

function leads(count: number): string[] {
  return Array.from({ length: count }, (_, at) =>
    world.make('Lead', { LastName: `L${at}`, Company: `C "${at}"; x,y` }),
  );
}

test('a query job goes from uploaded over in progress to complete, and is read page by page', () => {
  const ids = leads(5);
  const created = startQuery(
    'SELECT Id, LastName, Company, AnnualRevenue, CreatedDate, Owner.Name FROM Lead ORDER BY LastName',
  );
  expect(created.status).toBe(200);
  expect(created.body).toMatchObject({
    object: 'Lead',
    operation: 'query',
    state: 'UploadComplete',
    apiVersion: 66,
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
  });
  const { id } = created.body;
  expect(id).toMatch(/^750/);
  const states = [1, 2, 3].map(() => api('GET', `jobs/query/${id}`).body.state);
  expect(states).toEqual(['UploadComplete', 'InProgress', 'JobComplete']);
  expect(api('GET', `jobs/query/${id}`).body.numberRecordsProcessed).toBe(5);
  const first = api('GET', `jobs/query/${id}/results`, { query: 'maxRecords=2' });
  expect(first.headers).toMatchObject({
    'content-type': 'text/csv',
    'sforce-numberofrecords': '2',
  });
  expect(first.body.split('\n').slice(0, 2)).toEqual([
    '"Id","LastName","Company","AnnualRevenue","CreatedDate","Owner.Name"',
    `"${ids[0]}","L0","C ""0""; x,y","","2026-11-22T10:00:00.000Z","Admin"`,
  ]);
  const pages = [first.body];
  let locator = first.headers?.['sforce-locator'];
  while (locator !== 'null') {
    const page = api('GET', `jobs/query/${id}/results`, {
      query: `maxRecords=2&locator=${locator}`,
    });
    pages.push(page.body);
    locator = page.headers?.['sforce-locator'];
  }
  expect(pages).toHaveLength(3);
  expect(pages.join('').match(/"00Q/g)).toHaveLength(5);
});

test('a job completes by time alone; its rows are those of the moment it ran', () => {
  const [id = ''] = leads(1);
  const job = startQuery('SELECT Id, LastName FROM Lead').body.id;
  expect(api('GET', `jobs/query/${job}/results`)).toMatchObject({ status: 400 });
  expect(finished('query', job).state).toBe('JobComplete');
  world.org.update('Lead', id, { LastName: 'Later' }, world.as(world.admin));
  expect(api('GET', `jobs/query/${job}/results`).body).toContain('"L0"');
});

test('a bad query fails its job with the reason', () => {
  for (const [query, reason] of [
    ['SELECT Nothing__c FROM Lead', 'INVALID_FIELD: No such column'],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE'],
    ['SELECT FROM WHERE', 'MALFORMED_QUERY'],
  ] as const) {
    const { id } = startQuery(query).body;
    expect(finished('query', id)).toMatchObject({
      state: 'Failed',
      errorMessage: expect.stringContaining(reason),
    });
    expect(code(api('GET', `jobs/query/${id}/results`))).toBe('INVALIDJOBSTATE');
  }
});

test.each([
  'SELECT COUNT() FROM Lead',
  'SELECT COUNT(Id) FROM Lead',
  'SELECT Rating, COUNT(Id) FROM Lead GROUP BY Rating',
  'SELECT Id FROM Lead LIMIT 10 OFFSET 5',
  'SELECT Id, Address FROM Lead',
  'SELECT Id, (SELECT Id FROM Contacts) FROM Account',
  'SELECT TYPEOF Who WHEN Lead THEN Company END FROM Task',
])('%s is refused at once', (query) => {
  const answer = startQuery(query);
  expect(answer.status).toBe(400);
  expect(code(answer)).toBe('API_ERROR');
});

test('what is no job is refused', () => {
  expect(code(api('POST', 'jobs/query', { body: { operation: 'query' } }))).toBe('INVALIDJOB');
  expect(code(startQuery('SELECT Id FROM Lead', { operation: 'guess' }))).toBe('INVALIDJOB');
  expect(code(startQuery('SELECT Id FROM Lead', { columnDelimiter: 'DOT' }))).toBe('INVALIDJOB');
  expect(code(startQuery('SELECT Id FROM Lead', { lineEnding: 'CR' }))).toBe('INVALIDJOB');
  expect(code(startQuery('SELECT Id FROM Lead', { contentType: 'XML' }))).toBe('INVALIDJOB');
  expect(code(startQuery('SELECT Id FROM Lead', { colour: 'red' }))).toBe('JSON_PARSER_ERROR');
  expect(api('GET', 'jobs/query/750000000000000AAA').status).toBe(404);
});

test('locators and page sizes are checked', () => {
  leads(3);
  const { id } = startQuery('SELECT Id FROM Lead').body;
  finished('query', id);
  const read = (query: string) => api('GET', `jobs/query/${id}/results`, { query });
  expect(code(read('locator=nonsense'))).toBe('INVALID_QUERY_LOCATOR');
  expect(code(read('maxRecords=0'))).toBe('INVALID_ARGUMENT');
  expect(read('').headers).toMatchObject({
    'sforce-locator': 'null',
    'sforce-numberofrecords': '3',
  });
  bulkOf(world.org).options.pageRows = 2;
  expect(read('maxRecords=50').headers?.['sforce-numberofrecords']).toBe('2');
});

test('no rows are a header alone', () => {
  const { id } = startQuery('SELECT Id, LastName FROM Lead').body;
  finished('query', id);
  const { body, headers } = api('GET', `jobs/query/${id}/results`);
  expect(body).toBe('"Id","LastName"\n');
  expect(headers).toMatchObject({ 'sforce-locator': 'null', 'sforce-numberofrecords': '0' });
});

test('queryAll sees deleted records, and a user only what field-level security shows', () => {
  const [id = ''] = leads(2);
  world.org.delete('Lead', id, world.as(world.admin));
  const rows = (operation: string) => {
    const { id: job } = startQuery('SELECT Id, IsDeleted FROM Lead', { operation }).body;
    return finished('query', job).numberRecordsProcessed;
  };
  expect(rows('query')).toBe(1);
  expect(rows('queryAll')).toBe(2);
  world.org.access.hide(world.profiles.admin, 'Lead', 'Title');
  const { id: job } = startQuery('SELECT Title FROM Lead').body;
  expect(finished('query', job)).toMatchObject({ state: 'Failed' });
});

test('a running job can be aborted, a finished one deleted, and results end after a week', () => {
  const { id } = startQuery('SELECT Id FROM Lead').body;
  expect(code(api('DELETE', `jobs/query/${id}`))).toBe('INVALIDJOBSTATE');
  expect(code(api('PATCH', `jobs/query/${id}`, { body: { state: 'JobComplete' } }))).toBe(
    'INVALIDJOBSTATE',
  );
  expect(api('PATCH', `jobs/query/${id}`, { body: { state: 'Aborted' } }).body.state).toBe(
    'Aborted',
  );
  expect(finished('query', id).state).toBe('Aborted');
  expect(code(api('PATCH', `jobs/query/${id}`, { body: { state: 'Aborted' } }))).toBe(
    'INVALIDJOBSTATE',
  );
  expect(api('DELETE', `jobs/query/${id}`).status).toBe(204);
  expect(api('GET', `jobs/query/${id}`).status).toBe(404);
  const old = startQuery('SELECT Id FROM Lead').body.id;
  finished('query', old);
  expect(api('GET', 'jobs/query').body.records).toHaveLength(1);
  world.clock.advance(7 * DAY);
  expect(api('GET', `jobs/query/${old}/results`).status).toBe(404);
});

test('jobs of a day are counted', () => {
  bulkOf(world.org).options.queryJobsPerDay = 1;
  expect(startQuery('SELECT Id FROM Lead').status).toBe(200);
  const refused = startQuery('SELECT Id FROM Lead');
  expect(refused.status).toBe(403);
  expect(code(refused)).toBe('REQUEST_LIMIT_EXCEEDED');
  world.clock.advance(DAY);
  expect(startQuery('SELECT Id FROM Lead').status).toBe(200);
});

const startIngest = (body: object, headers: Record<string, string> = {}) =>
  api('POST', 'jobs/ingest', { body: { object: 'Lead', contentType: 'CSV', ...body }, headers });

/** A whole job; its info and the three results. */
function ingest(body: object, csv: string, headers: Record<string, string> = {}) {
  const { id } = startIngest(body, headers).body;
  expect(api('PUT', `jobs/ingest/${id}/batches`, { csv })).toEqual({ status: 201 });
  expect(api('PATCH', `jobs/ingest/${id}`, { body: { state: 'UploadComplete' } }).status).toBe(200);
  const info = finished('ingest', id);
  const read = (which: string) => api('GET', `jobs/ingest/${id}/${which}`).body;
  return {
    info,
    succeeded: read('successfulResults'),
    failed: read('failedResults'),
    unprocessed: read('unprocessedrecords'),
  };
}

test('rows are saved by the rules of every write, each with its outcome', () => {
  const [one = '', two = ''] = leads(2);
  const { info, succeeded, failed, unprocessed } = ingest(
    { operation: 'update' },
    `Id,LastName,Title\n${one},Byron,\n${two},#N/A,CEO\n${one},Again,\n00Q5f0000000099,Gone,\n`,
    { 'sforce-call-options': 'client=plumbline/7' },
  );
  expect(info).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 4,
    numberRecordsFailed: 3,
    contentUrl: expect.stringMatching(/^services\/data\/v66.0\/jobs\/ingest\/750\w+\/batches$/),
  });
  expect(succeeded).toBe(
    `"sf__Id","sf__Created","Id","LastName","Title"\n"${one}","false","${one}","Byron",""\n`,
  );
  expect(failed).toContain('"sf__Id","sf__Error","Id","LastName","Title"\n');
  expect(failed).toContain(
    '"REQUIRED_FIELD_MISSING:Required fields are missing: [LastName]:LastName --"',
  );
  expect(failed).toContain('"DUPLICATE_VALUE:Duplicate id in list');
  expect(failed).toContain('"INVALID_CROSS_REFERENCE_KEY:');
  expect(unprocessed).toBe('"Id","LastName","Title"\n');
  expect(world.values('Lead', one)).toMatchObject({ LastName: 'Byron' });
  expect(world.values('Lead', two)).toMatchObject({ LastName: 'L1' });
  expect(world.changes.at(-1)?.origin).toBe('com/salesforce/api/bulkapi/66.0;client=plumbline/7');
});

test('#N/A empties, an empty cell leaves as it is', () => {
  const id = world.make('Lead', { LastName: 'A', Company: 'B', Title: 'CEO', City: 'Paris' });
  ingest({ operation: 'update' }, `Id,Title,City\n${id},#N/A,\n`);
  expect(world.values('Lead', id)).toMatchObject({ Title: null, City: 'Paris' });
});

test('inserts, upserts and deletes', () => {
  const made = ingest({ operation: 'insert' }, 'LastName,Company\nByron,Engines\n,None\n');
  expect(made.succeeded).toMatch(/"00Q\w{15}","true","Byron"/);
  expect(made.failed).toContain('REQUIRED_FIELD_MISSING');
  world.org.definitions.putField(
    'Lead',
    field('string', 'Key__c', { length: 40, externalId: true, idLookup: true }),
  );
  world.org.access.openToAll('Lead', 'Key__c');
  const rows = 'Key__c,LastName,Company\nk1,One,C\nk2,Two,C\n';
  const upsert = { operation: 'upsert', externalIdFieldName: 'Key__c' };
  expect(ingest(upsert, rows).succeeded.match(/"true"/g)).toHaveLength(2);
  expect(ingest(upsert, rows).succeeded.match(/"false"/g)).toHaveLength(2);
  const [lead] = world.org.records.by('Lead', 'Key__c', 'k1');
  const gone = ingest({ operation: 'delete' }, `Id\n${lead?.id}\n`);
  expect(gone.info).toMatchObject({ numberRecordsFailed: 0, numberRecordsProcessed: 1 });
  expect(world.org.living('Lead', lead?.id ?? '')).toBeUndefined();
});

test('refusals and locks that are switched on strike single rows here too', () => {
  const [one = '', two = ''] = leads(2);
  faults.add({ kind: 'poisoned-record', record: one, code: 'UNABLE_TO_LOCK_ROW' });
  const { failed, succeeded } = ingest({ operation: 'update' }, `Id,Title\n${one},A\n${two},A\n`);
  expect(failed).toContain(`"${one}","UNABLE_TO_LOCK_ROW:`);
  expect(succeeded).toContain(`"${two}"`);
});

test('a job applies an assignment rule only when it names one', () => {
  const queue = world.org.ids.make('00G');
  world.org.records.add({
    object: 'Group',
    id: queue,
    values: { Id: queue, Name: 'Q', Type: 'Queue' },
  });
  const entry = world.org.ids.make('03g');
  world.org.records.add({
    object: 'QueueSobject',
    id: entry,
    values: { Id: entry, QueueId: queue, SobjectType: 'Lead' },
  });
  world.org.assignmentQueue = queue;
  const [plain = '', ruled = ''] = [
    world.make('Lead', { LastName: 'A', Company: 'B' }),
    world.make('Lead', { LastName: 'A', Company: 'B' }),
  ];
  ingest({ operation: 'update' }, `Id,Title\n${plain},A\n`);
  ingest({ operation: 'update', assignmentRuleId: '01Q000000000001' }, `Id,Title\n${ruled},A\n`);
  expect(world.values('Lead', plain).OwnerId).toBe(world.admin);
  expect(world.values('Lead', ruled).OwnerId).toBe(queue);
});

test('a file that cannot be taken fails the job and leaves its rows unprocessed', () => {
  for (const [csv, reason] of [
    ['Id,Nothing__c\n00Q,1\n', 'InvalidBatch : Field name not found : Nothing__c'],
    ['Title\nCEO\n', 'InvalidBatch : Field name not found : Id'],
    ['Id,Title\n1,2,3\n', 'InvalidBatch : Failed to parse CSV'],
    ['', 'InvalidBatch : The job has no content'],
  ] as const) {
    const { info, unprocessed } = ingest({ operation: 'update' }, csv);
    expect(info).toMatchObject({ state: 'Failed', errorMessage: expect.stringContaining(reason) });
    if (csv.startsWith('Title')) expect(unprocessed).toBe('"Title"\n"CEO"\n');
  }
  world.org.access.hide(world.profiles.admin, 'Lead', 'Title');
  expect(ingest({ operation: 'update' }, 'Id,Title\n1,A\n').info.errorMessage).toContain('Title');
});

test('one upload, in its state, of its kind and size', () => {
  const { id } = startIngest({ operation: 'insert' }).body;
  const put = (csv: string, headers = {}) =>
    api('PUT', `jobs/ingest/${id}/batches`, { csv, headers });
  expect(code(put('a', { 'content-type': 'application/json' }))).toBe('INVALIDCONTENTTYPE');
  bulkOf(world.org).options.maxUpload = 10;
  expect(put('LastName,Company\n')).toMatchObject({ status: 413 });
  bulkOf(world.org).options.maxUpload = 100;
  expect(put('LastName,Company\n').status).toBe(201);
  expect(put('LastName,Company\n').body[0].message).toContain("only do 'PUT' once");
  expect(code(api('GET', `jobs/ingest/${id}/successfulResults`))).toBe('INVALIDJOBSTATE');
  expect(code(api('DELETE', `jobs/ingest/${id}`))).toBe('INVALIDJOBSTATE');
  api('PATCH', `jobs/ingest/${id}`, { body: { state: 'UploadComplete' } });
  expect(code(put('LastName,Company\n'))).toBe('INVALIDJOBSTATE');
  expect(code(api('PATCH', `jobs/ingest/${id}`, { body: { state: 'UploadComplete' } }))).toBe(
    'INVALIDJOBSTATE',
  );
});

test('what is no ingest job is refused', () => {
  expect(code(startIngest({ operation: 'hardDelete' }))).toBe('FEATURENOTENABLED');
  expect(code(startIngest({ operation: 'merge' }))).toBe('INVALIDJOB');
  expect(code(startIngest({ operation: 'insert', object: 'Nothing' }))).toBe('INVALIDJOB');
  expect(code(startIngest({ operation: 'upsert' }))).toBe('INVALIDJOB');
  expect(code(startIngest({ operation: 'upsert', externalIdFieldName: 'Title' }))).toBe(
    'INVALIDJOB',
  );
  expect(code(startIngest({ operation: 'insert', externalIdFieldName: 'Id' }))).toBe('INVALIDJOB');
  expect(code(startIngest({ operation: 'insert', contentType: 'XML' }))).toBe('INVALIDJOB');
  expect(api('GET', 'jobs/ingest/750000000000000AAA').status).toBe(404);
});

test('an aborted job saves nothing; its rows stay unprocessed', () => {
  const { id } = startIngest({ operation: 'insert' }).body;
  api('PUT', `jobs/ingest/${id}/batches`, { csv: 'LastName,Company\nA,B\n' });
  expect(api('PATCH', `jobs/ingest/${id}`, { body: { state: 'Aborted' } }).body.state).toBe(
    'Aborted',
  );
  expect(finished('ingest', id).state).toBe('Aborted');
  expect(world.org.records.count('Lead')).toBe(0);
  expect(api('GET', `jobs/ingest/${id}/unprocessedrecords`).body).toBe(
    '"LastName","Company"\n"A","B"\n',
  );
  expect(code(api('PATCH', `jobs/ingest/${id}`, { body: { state: 'Aborted' } }))).toBe(
    'INVALIDJOBSTATE',
  );
  expect(api('DELETE', `jobs/ingest/${id}`).status).toBe(204);
  expect(api('GET', `jobs/ingest/${id}`).status).toBe(404);
});

test('rows are saved 200 at a time', () => {
  const rows = Array.from({ length: 450 }, (_, at) => `L${at},C`).join('\n');
  expect(
    ingest({ operation: 'insert' }, `LastName,Company\n${rows}\n`).info.numberRecordsProcessed,
  ).toBe(450);
  const keys = world.changes.map((change) => change.transactionKey);
  expect(new Set(keys).size).toBe(3);
});

test('a job goes on when its client asks no more', async () => {
  bulkOf(world.org).options.jobMs = 5;
  const { id } = startIngest({ operation: 'insert' }).body;
  api('PUT', `jobs/ingest/${id}/batches`, { csv: 'LastName,Company\nA,B\n' });
  api('PATCH', `jobs/ingest/${id}`, { body: { state: 'UploadComplete' } });
  const end = Date.now() + 10_000;
  while (world.org.records.count('Lead') === 0 && Date.now() < end)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(world.org.records.count('Lead')).toBe(1);
});

test('a large file is saved in turns; what an abort leaves is unprocessed', async () => {
  const rows = Array.from({ length: 12_000 }, (_, at) => `L${at},C`).join('\n');
  const begin = (): string => {
    const { id } = startIngest({ operation: 'insert' }).body;
    api('PUT', `jobs/ingest/${id}/batches`, { csv: `LastName,Company\n${rows}\n` });
    api('PATCH', `jobs/ingest/${id}`, { body: { state: 'UploadComplete' } });
    return id;
  };
  const whole = begin();
  expect(finished('ingest', whole)).toMatchObject({
    state: 'InProgress',
    numberRecordsProcessed: 5000,
  });
  while (world.org.records.count('Lead') < 12_000)
    await new Promise((resolve) => setImmediate(resolve));
  expect(finished('ingest', whole)).toMatchObject({
    state: 'JobComplete',
    numberRecordsProcessed: 12_000,
  });
  const cut = begin();
  finished('ingest', cut);
  api('PATCH', `jobs/ingest/${cut}`, { body: { state: 'Aborted' } });
  await new Promise((resolve) => setImmediate(resolve));
  expect(world.org.records.count('Lead')).toBe(17_000);
  const left = api('GET', `jobs/ingest/${cut}/unprocessedrecords`).body;
  expect(left.trimEnd().split('\n')).toHaveLength(7001);
});

test('batches of a day are counted', () => {
  bulkOf(world.org).options.batchesPerDay = 1;
  expect(ingest({ operation: 'insert' }, 'LastName,Company\nA,B\n').info.state).toBe('JobComplete');
  expect(ingest({ operation: 'insert' }, 'LastName,Company\nA,B\n').info).toMatchObject({
    state: 'Failed',
    errorMessage: expect.stringContaining('ExceededQuota'),
  });
});

test('other delimiters and line ends', () => {
  const form = { columnDelimiter: 'SEMICOLON', lineEnding: 'CRLF' };
  const { succeeded } = ingest({ operation: 'insert', ...form }, 'LastName;Company\r\nA;"B;C"\r\n');
  expect(succeeded).toContain(';"true";"A";"B;C"\r\n');
});
