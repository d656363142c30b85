import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import nock from 'nock';
import { changeEventOf } from '../../../connectors/salesforce/change-event.js';
import { openOrg } from '../../../connectors/salesforce/org.js';
import { changesOf } from '../../../connectors/salesforce/stream-changes.js';
import { failureOf } from '../../../connectors/salesforce/stream-errors.js';
import { describes, field } from './describe-support.js';
import { NOW, need, ORG, open, salesforce } from './support.js';

beforeAll(() => nock.disableNetConnect());
afterAll(() => nock.restore());
afterEach(() => nock.cleanAll());

const LEAD = '00Q000000000001EAA';
const message = (header: object, fields: object = {}, replayId: unknown = 7) => ({
  schema: 's',
  payload: {
    ChangeEventHeader: {
      entityName: 'Lead',
      recordIds: [LEAD],
      changeType: 'UPDATE',
      commitTimestamp: NOW,
      commitUser: '',
      ...header,
    },
    ...fields,
  },
  event: { replayId },
});
const FIELDS = [
  field('FirstName'),
  field('Country'),
  field('NumberOfEmployees', 'int'),
  field('RecordTypeId', 'reference', {
    relationshipName: 'RecordType',
    referenceTo: ['RecordType'],
  }),
];
const NEED = need('Lead', {
  properties: ['FirstName', 'Country', 'NumberOfEmployees', 'RecordType.DeveloperName'],
});

async function tell(...messages: object[]) {
  describes(salesforce().persist(), 'Lead', FIELDS);
  describes(salesforce().persist(), 'RecordType', [field('DeveloperName')]);
  const events = messages.flatMap((one) => changeEventOf(one) ?? []);
  return changesOf(openOrg(open().api), [NEED], events);
}
const kinds = async (...messages: object[]) =>
  (await tell(...messages)).changes.map((change) =>
    change.kind === 'value' ? `${change.property}=${change.value}` : change.kind,
  );

test('compound fields are parted, numbers and cleared fields keep their meaning', async () => {
  const fields = { Name: { FirstName: 'Aino' }, Address: { Country: 'FI' }, NumberOfEmployees: 50 };
  expect(await kinds(message({}, fields))).toEqual([
    'FirstName=Aino',
    'Country=FI',
    'NumberOfEmployees=50',
  ]);
  expect(await kinds(message({ nulledFields: ['Country'] }))).toEqual(['Country=null']);
  expect(await kinds(message({}, { Company: 'not mapped' }))).toEqual([]);
});

test('what hangs on another record is read, and so is what an event does not say', async () => {
  expect(await kinds(message({}, { RecordTypeId: '012', FirstName: 'A' }))).toEqual(['withheld']);
  for (const changeType of ['DELETE', 'GAP_UPDATE', 'GAP_CREATE', 'GAP_DELETE']) {
    expect(await kinds(message({ changeType }))).toEqual(['withheld']);
  }
  expect(await kinds(message({ changeType: 'GAP_UNDELETE' }))).toEqual(['restored', 'withheld']);
});

test('several records in one event are several changes', async () => {
  const other = '00Q000000000002EAA';
  const { changes } = await tell(message({ recordIds: [LEAD, other] }, { FirstName: 'A' }));
  expect(changes.map(({ record }) => record)).toEqual([LEAD, other]);
});

test('an overflow, and ids that stand for many, are told as missed', async () => {
  for (const header of [
    { changeType: 'GAP_OVERFLOW', recordIds: ['000000000000000AAA'] },
    { changeType: 'GAP_UPDATE', recordIds: ['00Q*'] },
  ]) {
    expect(await tell(message(header))).toMatchObject({ changes: [], missed: ['Lead'] });
  }
});

test('an origin is ours when it is our name as a whole', async () => {
  const source = async (client: string) => {
    const changeOrigin = `com/salesforce/api/rest/66.0;client=${client}`;
    const { changes } = await tell(message({ changeOrigin }, { FirstName: 'A' }));
    return changes[0]?.source.kind;
  };
  expect(await source(`plumbline/${ORG}`)).toBe('us');
  expect(await source(`plumbline/${ORG}X`)).toBe('unknown');
  expect(await source('other')).toBe('unknown');
});

test('what is no event is left out', () => {
  for (const one of [null, 'x', {}, message({ entityName: 1 }), message({}, {}, 'seven')]) {
    expect(changeEventOf(one)).toBeUndefined();
  }
});

test.each([
  ['401::Authentication invalid', undefined, 'token'],
  ['401::Request requires authentication', undefined, 'token'],
  ['403::Handshake denied', '401::Authentication invalid', 'token'],
  ['403::Unknown client', undefined, 'lost'],
  ['400::The replayId {5} you provided was invalid.', undefined, 'stale'],
])('%s (%s) is %s', (error, failureReason, kind) => {
  expect(failureOf({ error, ext: { sfdc: { failureReason } } })).toEqual({ kind });
});

test.each([
  ['403::Organization total events daily limit exceeded', 'rights', 3_600_000],
  ['403::Organization concurrent user limit exceeded', 'rights', 900_000],
  ['400::The channel you requested to subscribe to does not exist', 'rights', 0],
  ['403:denied_by_security_policy:create_denied', 'rights', 0],
  ['503::Server is too busy', 'transient', 0],
])('%s is %s', (error, kind, waitMs) => {
  expect(failureOf({ error })).toMatchObject({ kind: 'error', error: { kind, waitMs } });
});
