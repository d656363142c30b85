/** Bulk ingest, by the shapes that Salesforce answers with. */
import { expect, test } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import type { Write } from '../../../connectors/connector.js';
import { massWrites } from '../../../connectors/salesforce/mass.js';
import { noNetwork } from '../no-network.js';
import { describes, OURS } from './describe-support.js';
import { id, open, REST, refusal, salesforce } from './support.js';

noNetwork();

const JOB = '7505e000001DPGLAA4';
const INGEST = `${REST}/jobs/ingest`;
const [A, B, C, D] = [1, 2, 3, 4].map((number) => id('00Q', number)) as [
  string,
  string,
  string,
  string,
];
const mass = () => massWrites(open().org);
const ours = (values: Record<string, string | null>): Record<string, string | null> =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [`Plumbline_${name}__c`, text]));
const job = (state: string) => ({ id: JOB, object: 'Lead', operation: 'update', state });

/** Waits for the upload and its end. @returns what was uploaded, as rows of cells. */
function upload(): () => string[][] {
  let csv = '';
  salesforce()
    .put(`${INGEST}/${JOB}/batches`, (body) => {
      csv = String(body);
      return true;
    })
    .matchHeader('content-type', 'text/csv')
    .reply(201, '');
  salesforce()
    .patch(`${INGEST}/${JOB}`, { state: 'UploadComplete' })
    .reply(200, job('UploadComplete'));
  return () => parse(csv) as string[][];
}

const begin = async (writes: readonly Write[]): Promise<string[][]> => {
  describes(salesforce(), 'Lead');
  const uploaded = upload();
  await mass().begin(JOB, 'Lead', writes);
  return uploaded();
};

function results(found: { written?: string; failed?: string }, state = 'JobComplete'): void {
  salesforce().get(`${INGEST}/${JOB}`).reply(200, job(state));
  for (const [name, body] of [
    ['successfulResults', found.written],
    ['failedResults', found.failed],
  ] as const) {
    const scope = salesforce().get(`${INGEST}/${JOB}/${name}`);
    if (body === undefined) scope.reply(404, refusal('NOT_FOUND'));
    else scope.reply(200, body, { 'content-type': 'text/csv' });
  }
}

const outcomes = (end = false) => mass().outcomes(JOB, 'Lead', { end });

test('a job updates an object by CSV and names no assignment rule', async () => {
  describes(salesforce(), 'Lead');
  salesforce()
    .post(INGEST, { object: 'Lead', operation: 'update', contentType: 'CSV', lineEnding: 'LF' })
    .reply(200, job('Open'));
  expect(await mass().open('Lead')).toBe(JOB);
});

test('an object that is not ours to write is told before a job is made', async () => {
  describes(salesforce(), 'Lead', OURS, { updateable: false });
  await expect(mass().open('Lead')).rejects.toMatchObject({ kind: 'rights' });
});

test('rows with different fields share a job: what is not to change is empty, what is to be cleared says so', async () => {
  const rows = await begin([
    { record: A, values: ours({ Score: '70.5', Grade: 'A1' }) },
    { record: B, values: ours({ Score: null, Scored_At: '2026-11-10T09:00:00Z', Release: null }) },
  ]);
  expect(rows).toEqual([
    [
      'Id',
      'Plumbline_Grade__c',
      'Plumbline_Release__c',
      'Plumbline_Score__c',
      'Plumbline_Scored_At__c',
    ],
    [A, 'A1', '', '70.5', ''],
    [B, '', 'false', '#N/A', '2026-11-10T09:00:00.000Z'],
  ]);
});

test('quotes, separators, line breaks and leading signs are text', async () => {
  const texts = ['=1+1', '+20 "demo", twice;\tor\nthree', '-5', '@x\r\nId,Name', "';--", '""'];
  const rows = await begin(
    texts.map((text, index) => ({ record: id('00Q', index + 1), values: ours({ Reasons: text }) })),
  );
  expect(rows.slice(1).map(([, text]) => text)).toEqual(texts);
});

test('what a CSV cannot say, what does not fit its field and what is no id is left out', async () => {
  const rows = await begin([
    { record: A, values: ours({ Grade: '#N/A' }) },
    { record: B, values: ours({ Grade: '' }) },
    { record: C, values: ours({ Score: 'many' }) },
    { record: D, values: ours({ Score: '1' }) },
    { record: 'x"\n,y', values: ours({ Score: '1' }) },
    { record: id('00Q', 5), values: { Hidden__c: '1' } },
  ]);
  expect(rows).toEqual([
    ['Id', 'Plumbline_Score__c'],
    [D, '1'],
  ]);
});

test('nothing is uploaded when no row fits', async () => {
  describes(salesforce(), 'Lead');
  const writes = [{ record: A, values: ours({ Grade: '' }) }];
  await expect(mass().begin(JOB, 'Lead', writes)).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'not-applied',
  });
});

test.each(['UploadComplete', 'InProgress'])(
  'a job that is %s has no outcomes yet',
  async (state) => {
    salesforce().get(`${INGEST}/${JOB}`).reply(200, job(state));
    expect(await outcomes()).toBeNull();
  },
);

test('each record of an ended job has the outcome that a collection would tell', async () => {
  const failed = [
    ['', 'FIELD_CUSTOM_VALIDATION_EXCEPTION:Scores stop: at 100:Plumbline_Score__c --', A],
    ['', 'UNABLE_TO_LOCK_ROW:unable to obtain exclusive access to this record:--', B],
    ['', 'ENTITY_IS_DELETED:entity is deleted:--', C],
    ['', 'CANNOT_UPDATE_CONVERTED_LEAD:cannot reference converted lead:--', D],
    ['', 'DUPLICATES_DETECTED:Use one of these records?:--', id('00Q', 5)],
    [id('00Q', 6), 'INVALID_FIELD_FOR_INSERT_UPDATE:no edit:Plumbline_Score__c --', ''],
    ['', 'odd', id('00Q', 7)],
  ].map(([found, error, record]) => `"${found}","${error}","${record}","1"`);
  results({
    written: `"sf__Id","sf__Created","Id"\n"${id('00Q', 9)}","false","${id('00Q', 9).slice(0, 15)}"\n`,
    failed: ['"sf__Id","sf__Error","Id","Plumbline_Score__c"', ...failed].join('\n'),
  });
  expect(await outcomes()).toMatchObject([
    { record: id('00Q', 9), status: 'written' },
    {
      record: A,
      status: 'refused',
      message: 'Scores stop: at 100',
      properties: ['Plumbline_Score__c'],
    },
    { record: B, status: 'failed', error: { kind: 'wait', outcome: 'not-applied' } },
    { record: C, status: 'gone' },
    { record: D, status: 'refused', message: expect.stringContaining('was converted') },
    { record: id('00Q', 6), status: 'failed', error: { kind: 'rights' } },
    { record: id('00Q', 7), status: 'refused', message: 'odd' },
  ]);
});

test.each(['Failed', 'Aborted'])('a job that is %s tells what it wrote before', async (state) => {
  results({ written: `"sf__Id","sf__Created"\n"${A}","false"\n` }, state);
  expect(await outcomes()).toEqual([{ record: A, status: 'written' }]);
});

test('a job that was never begun is given up at once; one that runs, when it is told to end', async () => {
  salesforce().get(`${INGEST}/${JOB}`).reply(200, job('Open'));
  salesforce().patch(`${INGEST}/${JOB}`, { state: 'Aborted' }).reply(200, job('Aborted'));
  expect(await outcomes()).toEqual([]);
  salesforce().get(`${INGEST}/${JOB}`).reply(200, job('InProgress'));
  salesforce().patch(`${INGEST}/${JOB}`, { state: 'Aborted' }).reply(200, job('Aborted'));
  expect(await outcomes(true)).toBeNull();
});

test('a job that ended while it was being given up is read at the next look', async () => {
  salesforce().get(`${INGEST}/${JOB}`).reply(200, job('InProgress'));
  salesforce()
    .patch(`${INGEST}/${JOB}`)
    .reply(400, refusal('INVALIDJOBSTATE', 'Aborting already Completed Job not allowed'));
  expect(await outcomes(true)).toBeNull();
});

test('a job that Salesforce no longer has tells nothing', async () => {
  salesforce().get(`${INGEST}/${JOB}`).reply(404, refusal('NOT_FOUND'));
  expect(await outcomes()).toEqual([]);
});
