import { expect, test } from '@jest/globals';
import { failureOf, faultsOf, kindOf } from '../../../connectors/salesforce/errors.js';
import { refusal } from './support.js';

const CALL = {
  operation: 'Lead update',
  budget: 'calls',
  priority: 'live',
  effect: 'repeatable',
  send: async () => ({ status: 0, headers: {}, body: null }),
} as const;

const failure = (status: number, body: unknown, headers = {}) =>
  failureOf({ status, headers, body }, CALL);

test.each([
  [401, 'INVALID_SESSION_ID', 'reconnect'],
  [400, 'FIELD_CUSTOM_VALIDATION_EXCEPTION', 'refused'],
  [400, 'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', 'refused'],
  [400, 'CANNOT_UPDATE_CONVERTED_LEAD', 'refused'],
  [400, 'DUPLICATES_DETECTED', 'refused'],
  [400, 'MALFORMED_QUERY', 'refused'],
  [400, 'INVALID_FIELD', 'rights'],
  [400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'rights'],
  [400, 'INVALID_TYPE', 'rights'],
  [403, 'INSUFFICIENT_ACCESS_OR_READONLY', 'rights'],
  [400, 'INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'rights'],
  [403, 'API_DISABLED_FOR_ORG', 'rights'],
  [403, 'SOMETHING_NEW', 'rights'],
  [404, 'NOT_FOUND', 'gone'],
  [404, 'ENTITY_IS_DELETED', 'gone'],
  [404, 'SOMETHING_NEW', 'gone'],
  [400, 'UNABLE_TO_LOCK_ROW', 'wait'],
  [403, 'REQUEST_LIMIT_EXCEEDED', 'wait'],
  [400, 'QUERY_TIMEOUT', 'transient'],
  [503, 'SERVER_UNAVAILABLE', 'transient'],
  [500, 'UNKNOWN_EXCEPTION', 'transient'],
  [409, 'SOMETHING_NEW', 'refused'],
  [410, 'UNSUPPORTED_API_VERSION', 'refused'],
  [415, 'UNSUPPORTED_MEDIA_TYPE', 'refused'],
])('HTTP %i %s is %s', (status, code, kind) => {
  expect(failure(status, refusal(code))).toMatchObject({
    kind,
    details: { status, codes: [code], operation: 'Lead update' },
  });
});

test.each([414, 431, 410])('HTTP %i without a body is refused with its reason', (status) => {
  const error = failure(status, '');
  expect(error.kind).toBe('refused');
  expect(error.message).toMatch(/too long|retired/);
});

test('what a failed write may have done is unknown, but not where Salesforce gave up first', () => {
  expect(failure(500, '<html></html>').outcome).toBe('unknown');
  expect(failure(420, 'maintenance').outcome).toBe('unknown');
  expect(failure(400, refusal('QUERY_TIMEOUT')).outcome).toBe('not-applied');
  expect(failure(503, '', { 'retry-after': '7' })).toMatchObject({ waitMs: 7_000 });
});

test('hidden fields and closed editions say what to do', () => {
  const hidden = failure(
    400,
    refusal('INVALID_FIELD', "No such column 'X__c' on entity 'Lead'", ['X__c']),
  );
  expect(hidden.message).toMatch(/permission set.*No such column 'X__c'/s);
  expect(hidden.details).toMatchObject({ properties: ['X__c'] });
  expect(failure(403, refusal('API_DISABLED_FOR_ORG')).message).toMatch(/edition/);
});

test('faults are read from arrays, rows, OAuth and SOAP; a gateway page has none', () => {
  expect(faultsOf(refusal('A', 'b', ['C']))).toEqual([{ code: 'A', message: 'b', fields: ['C'] }]);
  const row = { success: false, errors: [{ statusCode: 'A', message: 'b', fields: [] }] };
  expect(faultsOf(row)).toEqual([{ code: 'A', message: 'b', fields: [] }]);
  expect(faultsOf({ error: 'invalid_grant', error_description: 'inactive user' })).toEqual([
    { code: 'invalid_grant', message: 'inactive user', fields: [] },
  ]);
  const soap = '<faultcode>sf:INVALID_TYPE</faultcode><faultstring>no such</faultstring>';
  expect(faultsOf(soap)).toEqual([{ code: 'INVALID_TYPE', message: 'no such', fields: [] }]);
  expect(faultsOf('<html>502</html>')).toEqual([]);
  expect(faultsOf(null)).toEqual([]);
});

test('a SOAP fault about the content is no failure of Salesforce', () => {
  const soap = '<faultcode>sf:DUPLICATE_DEVELOPER_NAME</faultcode><faultstring>taken</faultstring>';
  expect(failure(500, soap)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('taken'),
  });
});

test('a row is judged by its code alone', () => {
  expect(kindOf('UNABLE_TO_LOCK_ROW')).toBe('wait');
  expect(kindOf('ENTITY_IS_DELETED')).toBe('gone');
  expect(kindOf('STRING_TOO_LONG')).toBe('refused');
});
