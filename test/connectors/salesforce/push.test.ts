import { expect, test } from '@jest/globals';
import nock from 'nock';
import type { Write } from '../../../connectors/connector.js';
import { openOrg } from '../../../connectors/salesforce/org.js';
import { pushWrites } from '../../../connectors/salesforce/push.js';
import { noNetwork } from '../no-network.js';
import { describes, field, OURS } from './describe-support.js';
import { HOST, ORG, open, REST, refusal, salesforce } from './support.js';

noNetwork();

const id = (number: number): string => `00Q${String(number).padStart(12, '0')}EAA`;
const [A, B, C, D] = [id(1), id(2), id(3), id(4)];
const score = (record: string, value: string | null = '70'): Write => ({
  record,
  values: { Plumbline_Score__c: value },
});
const push = (writes: readonly Write[], object = 'Lead') =>
  pushWrites(openOrg(open().api), object, writes, 'live');
const done = (record: string) => ({ id: record, success: true, errors: [] });
const refused = (statusCode: string, message: string, fields: string[] = []) => ({
  success: false,
  errors: [{ statusCode, message, fields }],
});
const collection = () => salesforce().patch(`${REST}/composite/sobjects`);

test('records are updated in one collection that triggers nothing of the org', async () => {
  describes(salesforce(), 'Lead');
  nock(HOST, {
    reqheaders: {
      'sforce-auto-assign': 'FALSE',
      'sforce-duplicate-rule-header': /allowSave=true/,
      'sforce-mru': 'updateMru=false',
      'sforce-call-options': `client=plumbline/${ORG}`,
    },
  })
    .patch(`${REST}/composite/sobjects`, {
      allOrNone: false,
      records: [
        { attributes: { type: 'Lead' }, id: A, Plumbline_Score__c: 70.5, Plumbline_Grade__c: 'A1' },
        { attributes: { type: 'Lead' }, id: B, Plumbline_Score__c: null },
      ],
    })
    .reply(200, [done(A), done(B)]);
  const first = { record: A, values: { Plumbline_Score__c: '70.5', Plumbline_Grade__c: 'A1' } };
  expect(await push([first, score(B, null)])).toEqual([
    { record: A, status: 'written' },
    { record: B, status: 'written' },
  ]);
});

test('values have the types of their fields; a checkbox has no null', async () => {
  describes(salesforce(), 'Contact');
  let sent: unknown;
  salesforce()
    .patch(`${REST}/composite/sobjects`, (body) => {
      sent = body.records[0];
      return true;
    })
    .reply(200, [done(A)]);
  const values = {
    Plumbline_Release__c: null,
    Plumbline_Scored_At__c: '2026-11-10T09:00:00.000Z',
    Plumbline_Override_Until__c: '2026-12-24',
    Plumbline_Reasons__c: '+20 demo; DROP',
  };
  await push([{ record: A, values }], 'Contact');
  expect(sent).toEqual({
    attributes: { type: 'Contact' },
    id: A,
    Plumbline_Release__c: false,
    Plumbline_Scored_At__c: '2026-11-10T09:00:00.000Z',
    Plumbline_Override_Until__c: '2026-12-24',
    Plumbline_Reasons__c: '+20 demo; DROP',
  });
});

test('one record is sent once, whichever form of its id is used, with the later values', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A)]);
  const outcomes = await push([score(A, '1'), score(A.slice(0, 15), '2')]);
  expect(outcomes).toEqual([{ record: A, status: 'written' }]);
});

test('each row has its own outcome: written, refused, gone, and held up by a lock', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [
    done(A),
    refused('FIELD_CUSTOM_VALIDATION_EXCEPTION', 'Score needs a reason', ['Plumbline_Score__c']),
    refused('ENTITY_IS_DELETED', 'entity is deleted'),
    refused('UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access'),
  ]);
  const outcomes = await push([score(A), score(B), score(C), score(D)]);
  expect(outcomes).toMatchObject([
    { record: A, status: 'written' },
    {
      record: B,
      status: 'refused',
      message: 'Score needs a reason',
      properties: ['Plumbline_Score__c'],
    },
    { record: C, status: 'gone' },
    { record: D, status: 'failed', error: { kind: 'wait', outcome: 'not-applied' } },
  ]);
});

test.each([
  ['CANNOT_UPDATE_CONVERTED_LEAD', 'refused', /contact that it became.*said so/],
  ['ENTITY_IS_LOCKED', 'refused', /locked.*said so/],
  ['INSUFFICIENT_ACCESS_OR_READONLY', 'refused', /may not edit.*said so/],
  ['STRING_TOO_LONG', 'refused', /^said so$/],
  ['DUPLICATES_DETECTED', 'refused', /^said so$/],
])('a row with %s is %s', async (code, status, message) => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A), refused(code, 'said so')]);
  const [, outcome] = await push([score(A), score(B)]);
  expect(outcome).toMatchObject({ status, message: expect.stringMatching(message) });
});

test.each([
  ['UNKNOWN_EXCEPTION', 'transient'],
  ['SERVER_UNAVAILABLE', 'transient'],
  ['UNABLE_TO_LOCK_ROW', 'wait'],
  ['INVALID_FIELD_FOR_INSERT_UPDATE', 'rights'],
])('a row with %s is sent again later: %s', async (code, kind) => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A), refused(code, 'said so')]);
  const [, outcome] = await push([score(A), score(B)]);
  expect(outcome).toMatchObject({ status: 'failed', error: { kind } });
});

test('a value that its field cannot hold is not sent; the others are', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(B)]);
  expect(await push([score(A, 'many'), score(B), score('1; DROP')])).toMatchObject([
    { record: A, status: 'refused', properties: ['Plumbline_Score__c'] },
    { record: B, status: 'written' },
    { record: '1; DROP', status: 'refused' },
  ]);
});

test('a hidden field is refused alone, for want of rights, and looked for anew some time later', async () => {
  const opened = open();
  const org = openOrg(opened.api);
  describes(salesforce(), 'Lead', OURS.slice(0, 1));
  collection().reply(200, [done(B)]);
  const hidden = { record: A, values: { Plumbline_Grade__c: 'A1' } };
  const cleared = { record: C, values: { Plumbline_Grade__c: null } };
  const refused = { status: 'refused', rights: true, properties: ['Plumbline_Grade__c'] };
  expect(await pushWrites(org, 'Lead', [hidden, score(B), cleared], 'live')).toMatchObject([
    { record: A, ...refused, message: expect.stringContaining('Plumbline Integration') },
    { record: B, status: 'written' },
    { record: C, status: 'written' },
  ]);
  // Not with every try: nothing is asked of the org.
  expect(await pushWrites(org, 'Lead', [hidden], 'live')).toMatchObject([refused]);
  opened.advance(10_000);
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A)]);
  expect(await pushWrites(org, 'Lead', [hidden], 'live')).toMatchObject([{ status: 'written' }]);
});

test('a read-only field is a missing right, too', async () => {
  describes(salesforce(), 'Lead', [field('Plumbline_Score__c', 'double', { updateable: false })]);
  expect(await push([score(A)])).toMatchObject([{ status: 'refused', rights: true }]);
});

test('an object that may not be edited throws, and is looked at anew some time later', async () => {
  const opened = open();
  const org = openOrg(opened.api);
  describes(salesforce(), 'Lead', OURS, { updateable: false });
  await expect(pushWrites(org, 'Lead', [score(A)], 'live')).rejects.toMatchObject({
    kind: 'rights',
    message: expect.stringContaining('edit access to Lead'),
  });
  opened.advance(10_000);
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A)]);
  await pushWrites(org, 'Lead', [score(A)], 'live');
});

test('records refused as not ours are a missing right where none of the object is', async () => {
  const barred = () => {
    const errors = [{ statusCode: 'INSUFFICIENT_ACCESS_OR_READONLY', message: 'no', fields: [] }];
    collection().reply(200, [{ id: A, success: false, errors }, done(B)]);
  };
  const opened = open();
  const org = openOrg(opened.api);
  describes(salesforce(), 'Lead');
  barred();
  // It is the record's own: shared with others, not with us.
  expect(await pushWrites(org, 'Lead', [score(A), score(B)], 'live')).toMatchObject([
    { status: 'refused', message: expect.stringContaining('may not edit this record') },
    { status: 'written' },
  ]);
  opened.advance(10_000);
  barred();
  describes(salesforce(), 'Lead', OURS, { updateable: false });
  expect(await pushWrites(org, 'Lead', [score(A), score(B)], 'live')).toMatchObject([
    {
      status: 'failed',
      error: { kind: 'rights', message: expect.stringContaining('edit access') },
    },
    { status: 'written' },
  ]);
});

test('what is refused as a whole is halved until the bad row stands alone', async () => {
  describes(salesforce(), 'Lead');
  const answered: number[] = [];
  salesforce()
    .persist()
    .patch(`${REST}/composite/sobjects`)
    .reply((_, body) => {
      const { records } = body as { records: { id: string }[] };
      answered.push(records.length);
      if (records.some((row) => row.id === C)) return [400, refusal('MALFORMED_ID', 'bad id')];
      return [200, records.map((row) => done(row.id))];
    });
  const outcomes = await push([score(A), score(B), score(C), score(D)]);
  nock.cleanAll();
  expect(outcomes.map(({ status }) => status)).toEqual([
    'written',
    'written',
    'refused',
    'written',
  ]);
  expect(answered).toEqual([4, 2, 2, 1, 1]);
});

test('more than a collection goes in parts; what fails after a success is told as failed', async () => {
  describes(salesforce(), 'Lead');
  const writes = Array.from({ length: 250 }, (_, index) => score(id(index)));
  collection().reply(
    200,
    writes.slice(0, 200).map(({ record }) => done(record)),
  );
  collection().reply(503, '<html>');
  const outcomes = await push(writes);
  expect(outcomes.filter(({ status }) => status === 'written')).toHaveLength(200);
  expect(outcomes.at(-1)).toMatchObject({
    status: 'failed',
    error: { kind: 'transient', outcome: 'unknown' },
  });
});

test('a call that fails alone is thrown, unknown and never repeated', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(500, refusal('UNKNOWN_EXCEPTION'));
  await expect(push([score(A)])).rejects.toMatchObject({ kind: 'transient', outcome: 'unknown' });
});

test('the used-up calls of the day stop a push as a wait', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(403, refusal('REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'));
  await expect(push([score(A)])).rejects.toMatchObject({ kind: 'wait' });
});

test('an answer that lacks rows tells nothing', async () => {
  describes(salesforce(), 'Lead');
  collection().reply(200, [done(A)]);
  await expect(push([score(A), score(B)])).rejects.toMatchObject({ outcome: 'unknown' });
});

test("a field of our package is written under the package's name", async () => {
  describes(salesforce(), 'Lead', [field('plumbline__Score__c', 'double'), field('pi__Score__c')]);
  salesforce()
    .patch(`${REST}/composite/sobjects`, ({ records }) => records[0].plumbline__Score__c === 70)
    .reply(200, [done(A)]);
  expect(await push([score(A)])).toMatchObject([{ status: 'written' }]);
});
