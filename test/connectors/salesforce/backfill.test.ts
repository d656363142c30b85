import { expect, test } from '@jest/globals';
import type { Cursor, ObjectNeed, ReadResult } from '../../../connectors/connector.js';
import { backfill } from '../../../connectors/salesforce/backfill.js';
import type { Org } from '../../../connectors/salesforce/org.js';
import { noNetwork } from '../no-network.js';
import {
  answers,
  described,
  id,
  NOW,
  need,
  open,
  REST,
  refusal,
  salesforce,
  stamp,
} from './support.js';

noNetwork((mock) => mock.endsWith('/describe'));

const FIELDS = [
  'Id',
  'SystemModstamp',
  'CreatedDate',
  'IsDeleted',
  'Company',
  { name: 'NumberOfEmployees', type: 'int' },
];
const LEADS = need('Lead', { properties: ['Company', 'NumberOfEmployees'] });
const JOB = '750000000000001AAA';

const lead = (number: number): object => ({
  Id: id('00Q', number),
  SystemModstamp: stamp(NOW - 5_000),
  Company: `Acme ${number}`,
  NumberOfEmployees: 5,
});

/** Salesforce quotes every value of a CSV. */
function csv(from: number, size: number): string {
  const line = (cells: string[]): string => cells.map((cell) => `"${cell}"`).join(',');
  const rows = Array.from({ length: size }, (_, index) =>
    line([id('00Q', from + index), '2026-11-10T08:59:55.000Z', `Acme; ${from + index}`, '5.0']),
  );
  return `${[line(['Id', 'SystemModstamp', 'Company', 'NumberOfEmployees']), ...rows].join('\n')}\n`;
}

interface Loaded {
  readonly results: ReadResult[];
  readonly records: string[];
}

async function load(org: Org, of: ObjectNeed, from: Cursor | null = null): Promise<Loaded> {
  const results: ReadResult[] = [];
  let cursor = from;
  for (let more = true; more; ) {
    if (results.length > 30) throw new Error('the load does not end');
    const result = await backfill(org, of, cursor && JSON.parse(JSON.stringify(cursor)));
    results.push(result);
    ({ cursor, more } = result);
  }
  const records = results.flatMap(({ page }) => page.snapshots.map(({ record }) => record));
  return { results, records };
}

const counted = (total: number): void =>
  answers('SELECT COUNT() FROM Lead WHERE IsDeleted = false', [], { total });

function begun(soql: RegExp, job = JOB): void {
  salesforce()
    .post(`${REST}/jobs/query`, (body) => body.operation === 'query' && soql.test(body.query))
    .reply(200, { id: job, state: 'UploadComplete' });
}

const state = (name: string, job = JOB): void => {
  salesforce().get(`${REST}/jobs/query/${job}`).reply(200, { id: job, state: name });
};

function results(locator: string | null, body: string, next: string, job = JOB): void {
  salesforce()
    .matchHeader('accept', 'text/csv')
    .get(`${REST}/jobs/query/${job}/results`)
    .query({ maxRecords: '2000', ...(locator !== null && { locator }) })
    .reply(200, body, { 'content-type': 'text/csv', 'Sforce-Locator': next });
}

const ended = (job = JOB): void => {
  salesforce().delete(`${REST}/jobs/query/${job}`).reply(204);
};

test('a small org is read by queries in the order of the ids', async () => {
  described('Lead', FIELDS);
  counted(2_001);
  const page = (from: number, size: number): object[] =>
    Array.from({ length: size }, (_, index) => lead(from + index));
  answers(
    'SELECT Company,NumberOfEmployees,Id,SystemModstamp,CreatedDate,IsDeleted FROM Lead ' +
      'WHERE IsDeleted = false ORDER BY Id LIMIT 2000',
    page(1, 2_000),
  );
  answers(
    new RegExp(`WHERE IsDeleted = false AND Id > '${id('00Q', 2_000)}' ORDER BY Id LIMIT 2000`),
    page(2_001, 1),
  );
  const { results: pages, records } = await load(open().org, LEADS);
  expect(records).toHaveLength(2_001);
  expect(pages[0]?.page).toMatchObject({ origin: 'backfill', readAt: NOW, missing: [] });
});

test('a large one by a job that is waited for and read page by page', async () => {
  described('Lead', FIELDS);
  counted(50_000);
  begun(/FROM Lead WHERE IsDeleted = false ORDER BY Id$/);
  state('UploadComplete');
  state('InProgress');
  state('JobComplete');
  results(null, csv(1, 3), 'MTAwMDA');
  results('MTAwMDA', csv(4, 2), 'null');
  ended();
  let now = NOW;
  const { org, waits } = open({ clock: () => now++ });
  const { results: pages, records } = await load(org, LEADS);
  expect(records).toEqual([1, 2, 3, 4, 5].map((number) => id('00Q', number)));
  expect(pages[3]?.page.snapshots[0]).toMatchObject({
    modifiedAt: NOW - 5_000,
    properties: { Company: 'Acme; 1', NumberOfEmployees: '5' },
  });
  expect(waits).toEqual([1_000, 2_000]);
  // What a job tells is of the moment at which it was asked for.
  const askedAt = pages[0]?.page.readAt;
  expect(pages.map(({ page }) => page.readAt)).toEqual(pages.map(() => askedAt));
});

test('a load goes on where it was: at the locator of its job', async () => {
  described('Lead', FIELDS);
  results('MTAwMDA', csv(4, 2), 'null');
  ended();
  const cursor = { by: 'job', job: JOB, after: id('00Q', 3), locator: 'MTAwMDA', askedAt: NOW };
  const { records } = await load(open().org, LEADS, cursor);
  expect(records).toEqual([id('00Q', 4), id('00Q', 5)]);
});

test('a job that is gone is begun again behind the last record delivered', async () => {
  described('Lead', FIELDS);
  salesforce()
    .get(`${REST}/jobs/query/${JOB}/results?maxRecords=2000&locator=MTAwMDA`)
    .reply(404, refusal('NOT_FOUND'));
  const second = '750000000000002AAA';
  begun(new RegExp(`Id > '${id('00Q', 3)}' ORDER BY Id$`), second);
  state('JobComplete', second);
  results(null, csv(4, 2), 'null', second);
  ended(second);
  const cursor = { by: 'job', job: JOB, after: id('00Q', 3), locator: 'MTAwMDA', askedAt: NOW };
  const { records } = await load(open().org, LEADS, cursor);
  expect(records).toEqual([id('00Q', 4), id('00Q', 5)]);
});

test('jobs that get lost again and again give way to queries', async () => {
  described('Lead', FIELDS);
  for (const number of [1, 2]) {
    const job = id('750', number);
    begun(/./, job);
    salesforce().get(`${REST}/jobs/query/${job}`).reply(404, refusal('NOT_FOUND'));
  }
  answers(/ LIMIT 2000$/, [lead(4)]);
  const cursor = { by: 'job', after: id('00Q', 3), lost: 1 };
  const { records } = await load(open().org, LEADS, cursor);
  expect(records).toEqual([id('00Q', 4)]);
});

test('a failed job gives way to queries at once', async () => {
  described('Lead', FIELDS);
  counted(50_000);
  begun(/./);
  state('Failed');
  answers(/ LIMIT 2000$/, [lead(1)]);
  const { records } = await load(open().org, LEADS);
  expect(records).toEqual([id('00Q', 1)]);
});

test('old activities are archived and loaded all the same', async () => {
  described('Task', FIELDS);
  answers('SELECT COUNT() FROM Task WHERE IsDeleted = false', [], { all: true, total: 20_000 });
  salesforce()
    .post(`${REST}/jobs/query`, (body) => body.operation === 'queryAll')
    .reply(200, { id: JOB });
  const { cursor } = await backfill(open().org, need('Task'), null);
  expect(cursor).toMatchObject({ by: 'job', job: JOB });
});

test('a person has the history that the org tracks from the first load on', async () => {
  described('Lead', [...FIELDS, 'Status']);
  described('LeadHistory', ['Id', 'LeadId', 'Field', 'NewValue', 'CreatedDate', 'CreatedById']);
  counted(1);
  answers(/FROM Lead WHERE IsDeleted/, [lead(1)]);
  answers(/FROM LeadHistory/, []);
  const { results: pages } = await load(open().org, need('Lead', { history: ['Status'] }));
  expect(pages[0]?.page.snapshots[0]?.history).toEqual({});
});

test('too many fields for an address: ids first, then the records by id', async () => {
  const many = Array.from({ length: 600 }, (_, index) => `Field_With_A_Long_Name_${index}__c`);
  described('Lead', [...FIELDS, ...many]);
  counted(1);
  answers('SELECT Id FROM Lead WHERE IsDeleted = false ORDER BY Id LIMIT 2000', [
    { Id: id('00Q', 1) },
  ]);
  salesforce()
    .post(`${REST}/composite/sobjects/Lead`, (body) => body.ids[0] === id('00Q', 1))
    .reply(200, [lead(1)]);
  const { records } = await load(open().org, need('Lead', { properties: many }));
  expect(records).toEqual([id('00Q', 1)]);
});
