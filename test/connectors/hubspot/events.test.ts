import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AccountIdentity } from '../../../connectors/connector.js';
import { receiver } from '../../../connectors/hubspot/webhook.js';

const AT = 1_787_843_156_000;

const account = (portal: string): AccountIdentity | undefined =>
  portal === '247187887' ? { portal, appId: '50780459' } : undefined;

/** The parts that every event has, as a live account sends them. */
const event = (rest: object): object => ({
  eventId: 4_101_286_121,
  subscriptionId: 7_562_680,
  portalId: 247_187_887,
  appId: 50_780_459,
  occurredAt: AT,
  attemptNumber: 0,
  changeSource: 'CRM_UI',
  sourceId: 'userId:77',
  ...rest,
});

function split(...events: unknown[]): ReturnType<typeof receiver.split> {
  return receiver.split(Buffer.from(JSON.stringify(events)), account);
}

const base = { at: AT, event: '4101286121', source: { kind: 'person', id: '77' } };

function changes(...events: object[]): unknown[] {
  const result = split(...events.map(event));
  expect(result.dropped).toEqual({});
  return result.changes.map(({ portal, change }) => {
    expect(portal).toBe('247187887');
    return change;
  });
}

test.each([
  ['contact.creation', {}, 'contacts', 'created'],
  ['company.creation', {}, 'companies', 'created'],
  ['deal.deletion', {}, 'deals', 'deleted'],
  ['contact.restore', {}, 'contacts', 'restored'],
  ['contact.privacyDeletion', {}, 'contacts', 'erased'],
  ['object.creation', { objectTypeId: '0-1' }, 'contacts', 'created'],
  ['object.deletion', { objectTypeId: '0-2' }, 'companies', 'deleted'],
  ['object.restore', { objectTypeId: '0-3' }, 'deals', 'restored'],
])('%s %j is %s %s', (subscriptionType, rest, object, kind) => {
  expect(changes({ subscriptionType, objectId: 541_935_488_729, ...rest })).toEqual([
    { ...base, object, record: '541935488729', kind },
  ]);
});

test('a changed property carries its value, under either name of the type', () => {
  const change = { ...base, object: 'contacts', record: '5', kind: 'value', property: 'email' };
  const rest = { objectId: 5, propertyName: 'email', propertyValue: 'ada@acme.example' };
  expect(
    changes(
      { subscriptionType: 'contact.propertyChange', ...rest },
      { eventType: 'contact.propertyChange', ...rest },
      { subscriptionType: 'object.propertyChange', objectTypeId: '0-1', ...rest },
      { subscriptionType: 'contact.propertyChange', ...rest, propertyValue: '' },
      { subscriptionType: 'contact.propertyChange', ...rest, propertyValue: null },
      { subscriptionType: 'contact.propertyChange', ...rest, propertyValue: 42 },
    ),
  ).toEqual([
    { ...change, value: 'ada@acme.example' },
    { ...change, value: 'ada@acme.example' },
    { ...change, value: 'ada@acme.example' },
    { ...change, value: null },
    { ...change, value: null },
    { ...change, value: '42' },
  ]);
});

test.each([[{ propertyValue: 'REDACTED' }], [{ propertyValue: 'x', isSensitive: true }], [{}]])(
  '%j withholds the value',
  (rest) => {
    expect(
      changes({
        subscriptionType: 'object.propertyChange',
        objectTypeId: '0-1',
        objectId: 5,
        propertyName: 'ssn',
        ...rest,
      }),
    ).toEqual([{ ...base, object: 'contacts', record: '5', kind: 'withheld', property: 'ssn' }]);
  },
);

test('a merge names the id that lives on and all others', () => {
  const merge = { subscriptionType: 'contact.merge', primaryObjectId: 1, mergedObjectIds: [2, 3] };
  const merged = { ...base, object: 'contacts', kind: 'merged' };
  expect(
    changes(
      { ...merge, newObjectId: 9, numberOfPropertiesMoved: 4 },
      { ...merge, newObjectId: 1 },
      merge,
    ),
  ).toEqual([
    { ...merged, record: '9', merged: ['2', '3', '1'] },
    { ...merged, record: '1', merged: ['2', '3'] },
    { ...merged, record: '1', merged: ['2', '3'] },
  ]);
});

test('links are kept from the contact to the company and from the deal to the contact', () => {
  const link = (associationType: string, rest: object = {}): object => ({
    subscriptionType: 'contact.associationChange',
    associationType,
    fromObjectId: 1,
    toObjectId: 2,
    associationRemoved: false,
    ...rest,
  });
  const company = { ...base, object: 'contacts', toObject: 'companies' };
  const deal = { ...base, object: 'deals', toObject: 'contacts' };
  expect(
    changes(
      link('CONTACT_TO_COMPANY', { isPrimaryAssociation: true }),
      link('CONTACT_TO_COMPANY', { isPrimaryAssociation: false, associationRemoved: true }),
      link('COMPANY_TO_CONTACT'),
      link('DEAL_TO_CONTACT'),
      link('CONTACT_TO_DEAL', { associationRemoved: true }),
      { ...link('CONTACT_TO_COMPANY'), subscriptionType: 'object.associationChange' },
    ),
  ).toEqual([
    { ...company, record: '1', to: '2', kind: 'linked', primary: true },
    { ...company, record: '1', to: '2', kind: 'unlinked', primary: false },
    { ...company, record: '2', to: '1', kind: 'linked' },
    { ...deal, record: '1', to: '2', kind: 'linked' },
    { ...deal, record: '2', to: '1', kind: 'unlinked' },
    { ...company, record: '1', to: '2', kind: 'linked' },
  ]);
});

test.each([
  ['INTEGRATION', '50780459', { kind: 'us', id: '50780459' }],
  ['INTEGRATION', '11', { kind: 'automation', id: '11' }],
  ['SALESFORCE', 'x', { kind: 'sync', id: 'x' }],
  ['IMPORT', 'userId:77', { kind: 'import', id: 'userId:77' }],
  ['AUTOMATION_PLATFORM', 'enrollmentId:4', { kind: 'automation', id: 'enrollmentId:4' }],
  ['CRM_UI', 'userId:77', { kind: 'person', id: '77' }],
  ['CRM', 'userId:77', { kind: 'person', id: '77' }],
  ['CRM_UI', undefined, { kind: 'unknown' }],
  ['SOMETHING_NEW', 'y', { kind: 'unknown', id: 'y' }],
  ['WORKFLOWS', '50780459', { kind: 'automation', id: '50780459' }],
  [undefined, undefined, { kind: 'unknown' }],
])('source %s %s is %j', (changeSource, sourceId, source) => {
  const life = { subscriptionType: 'contact.creation', objectId: 1, changeSource, sourceId };
  expect(changes(life)).toEqual([
    { ...base, source, object: 'contacts', record: '1', kind: 'created' },
  ]);
});

test.each([
  ['null', null],
  ['a list', []],
  ['a text', 'x'],
  ['no portal', event({ portalId: undefined, subscriptionType: 'contact.creation', objectId: 1 })],
  ['a fraction', event({ portalId: 1.5, subscriptionType: 'contact.creation', objectId: 1 })],
  ['no type', event({ objectId: 1 })],
  ['no object', event({ subscriptionType: 'contact.creation' })],
  ['a negative id', event({ subscriptionType: 'contact.creation', objectId: -1 })],
  ['an inexact id', event({ subscriptionType: 'contact.creation', objectId: 1e20 })],
  ['no time', event({ subscriptionType: 'contact.creation', objectId: 1, occurredAt: null })],
  ['a far time', event({ subscriptionType: 'contact.creation', objectId: 1, occurredAt: 9e15 })],
  ['a text time', event({ subscriptionType: 'contact.creation', objectId: 1, occurredAt: 'x' })],
  ['no property', event({ subscriptionType: 'contact.propertyChange', objectId: 1 })],
  [
    'an object as value',
    event({
      subscriptionType: 'contact.propertyChange',
      objectId: 1,
      propertyName: 'a',
      propertyValue: {},
    }),
  ],
  ['no merged ids', event({ subscriptionType: 'contact.merge', primaryObjectId: 1 })],
  ['no object type', event({ subscriptionType: 'object.creation', objectId: 1 })],
  ['no ends', event({ subscriptionType: 'contact.associationChange', fromObjectId: 1 })],
])('%s is malformed', (_, element) => {
  expect(split(element)).toEqual({ changes: [], dropped: { malformed: 1 } });
});

test('other portals are foreign, other things unused, and the rest goes on', () => {
  const result = split(
    event({ portalId: 1, subscriptionType: 'contact.creation', objectId: 1 }),
    event({ subscriptionType: 'conversation.newMessage', objectId: 1 }),
    event({ subscriptionType: 'object.creation', objectTypeId: '0-5', objectId: 1 }),
    event({
      subscriptionType: 'contact.associationChange',
      associationType: 'CONTACT_TO_TICKET',
      fromObjectId: 1,
      toObjectId: 2,
    }),
    event({ subscriptionType: 'contact.deletion', objectId: 8 }),
  );
  expect(result.dropped).toEqual({ foreign: 1, unused: 3 });
  expect(result.changes).toHaveLength(1);
});

test('NUL bytes and lone surrogates survive as clean text', () => {
  const text = String.raw`{"portalId":247187887,"occurredAt":${AT},"eventId":"e\u0000","subscriptionType":"contact.propertyChange","objectId":5,"propertyName":"job\u0000title","propertyValue":"a\u0000b\ud800c"}`;
  const { changes } = receiver.split(Buffer.from(`[${text}]`), account);
  expect(changes[0]?.change).toMatchObject({
    event: 'e',
    property: 'jobtitle',
    value: 'ab\uFFFDc',
  });
});

test('no element makes the splitter throw, and every one is counted once', () => {
  const noise = fc.record(
    {
      portalId: fc.oneof(fc.constant(247_187_887), fc.jsonValue()),
      occurredAt: fc.oneof(fc.constant(AT), fc.jsonValue()),
      subscriptionType: fc.oneof(
        fc.constantFrom('contact.merge', 'object.propertyChange', 'deal.associationChange'),
        fc.jsonValue(),
      ),
      objectTypeId: fc.oneof(fc.constantFrom('0-1', '__proto__'), fc.jsonValue()),
      objectId: fc.oneof(fc.nat(), fc.jsonValue()),
      propertyName: fc.jsonValue(),
      propertyValue: fc.jsonValue(),
      mergedObjectIds: fc.jsonValue(),
      primaryObjectId: fc.oneof(fc.nat(), fc.jsonValue()),
      associationType: fc.oneof(fc.constant('DEAL_TO_CONTACT'), fc.jsonValue()),
      fromObjectId: fc.oneof(fc.nat(), fc.jsonValue()),
      toObjectId: fc.oneof(fc.nat(), fc.jsonValue()),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(noise, fc.jsonValue())), (events) => {
      const { changes, dropped } = split(...events);
      const count = Object.values(dropped).reduce((sum, part) => sum + part, changes.length);
      expect(count).toBe(events.length);
    }),
  );
});

test('a body that is no array is one malformed thing', () => {
  expect(receiver.split(Buffer.from('nonsense'), account).dropped).toEqual({ malformed: 1 });
});
