import { beforeEach, expect, test } from '@jest/globals';
import type { ApiCall } from '../../../../connectors/salesforce/simulator/call.js';
import { ChannelRegistry } from '../../../../connectors/salesforce/simulator/cdc-channels.js';
import { Refusal } from '../../../../connectors/salesforce/simulator/errors.js';
import { toolingRoutes } from '../../../../connectors/salesforce/simulator/tooling.js';
import { type OrgWorld, openOrg } from './org-support.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted, not typed
type Json = any;

let world: OrgWorld;
let registry: ChannelRegistry;
beforeEach(() => {
  world = openOrg();
  registry = new ChannelRegistry();
});

function api(
  method: string,
  path: string,
  body?: unknown,
  user = world.admin,
): { status: number; body: Json } {
  const [address = '', search = ''] = path.split('?');
  const route = toolingRoutes(registry)(method, ['tooling', ...address.split('/')]);
  if (!route) return { status: 404, body: undefined };
  const call = {
    request: {
      method,
      path,
      query: new URLSearchParams(search),
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(body === undefined ? '' : JSON.stringify(body)),
    },
    org: world.org,
    user,
    version: '66.0',
    operation: route.operation,
  } as unknown as ApiCall;
  try {
    return route.handle(call) as { status: number; body: Json };
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    return thrown.response as { status: number; body: Json };
  }
}

const channel = (
  FullName = 'Ours__chn',
  Metadata: object = { channelType: 'data', label: 'Ours' },
) => api('POST', 'sobjects/PlatformEventChannel', { FullName, Metadata });
const member = (
  object: string,
  eventChannel = 'ChangeEvents',
  FullName = `${eventChannel.replace('__', '_')}_${object}ChangeEvent`,
) =>
  api('POST', 'sobjects/PlatformEventChannelMember', {
    FullName,
    Metadata: { eventChannel, selectedEntity: `${object}ChangeEvent` },
  });
const query = (soql: string, user?: string) =>
  api('GET', `query?q=${encodeURIComponent(soql)}`, undefined, user);
const code = (answer: { body: Json }) => answer.body[0].errorCode;

test('a channel with its members is made, found and taken away', () => {
  const made = channel();
  expect(made).toMatchObject({
    status: 201,
    body: { success: true, id: expect.stringMatching(/^0YL/) },
  });
  const lead = member('Lead', 'Ours__chn');
  expect(lead).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^0v8/) } });
  expect(registry.pathsFor('Lead')).toEqual(['/data/Ours__chn']);
  member('Lead');
  expect(registry.pathsFor('Lead')).toEqual([
    '/data/Ours__chn',
    '/data/ChangeEvents',
    '/data/LeadChangeEvent',
  ]);
  const channels = query(
    'SELECT Id, DeveloperName, FullName, ChannelType, MasterLabel FROM PlatformEventChannel',
  );
  expect(channels.body).toMatchObject({
    totalSize: 1,
    done: true,
    entityTypeName: 'PlatformEventChannel',
    records: [
      {
        attributes: {
          type: 'PlatformEventChannel',
          url: `/services/data/v66.0/tooling/sobjects/PlatformEventChannel/${made.body.id}`,
        },
        Id: made.body.id,
        DeveloperName: 'Ours',
        FullName: 'Ours__chn',
        ChannelType: 'data',
        MasterLabel: 'Ours',
      },
    ],
  });
  const members = query(
    "SELECT Id, EventChannel, SelectedEntity FROM PlatformEventChannelMember WHERE SelectedEntity = 'LeadChangeEvent' ORDER BY DeveloperName",
  );
  expect(members.body.records.map((row: Json) => row.EventChannel)).toEqual([
    'ChangeEvents',
    made.body.id,
  ]);
  expect(api('GET', `sobjects/PlatformEventChannelMember/${lead.body.id}`).body).toMatchObject({
    Metadata: { eventChannel: 'Ours__chn', selectedEntity: 'LeadChangeEvent' },
    DeveloperName: 'Ours_chn_LeadChangeEvent',
  });
  const address = `sobjects/PlatformEventChannel/${made.body.id}`;
  expect(code(api('DELETE', address))).toBe('DEPENDENCY_EXISTS');
  expect(api('DELETE', `sobjects/PlatformEventChannelMember/${lead.body.id}`).status).toBe(204);
  expect(api('DELETE', address).status).toBe(204);
  expect(api('DELETE', address).status).toBe(404);
  expect(api('GET', address).status).toBe(404);
  expect(registry.pathsFor('Lead')).toEqual(['/data/ChangeEvents', '/data/LeadChangeEvent']);
});

test('five entities, however many channels', () => {
  channel();
  for (const object of ['Lead', 'Contact', 'Opportunity', 'Task']) member(object, 'Ours__chn');
  expect(member('CampaignMember').status).toBe(201);
  expect(member('Lead').status).toBe(201);
  const sixth = member('Account', 'Ours__chn');
  expect(sixth.status).toBe(400);
  expect(code(sixth)).toBe('LIMIT_EXCEEDED');
  registry.mostEntities = 6;
  expect(member('Account', 'Ours__chn').status).toBe(201);
});

test.each([
  [
    'an object without change events',
    'LeadHistory',
    'ChangeEvents',
    undefined,
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  [
    'an object that is not there',
    'Nothing',
    'ChangeEvents',
    undefined,
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  ['a channel that is not there', 'Lead', 'Theirs__chn', undefined, 'INVALID_CROSS_REFERENCE_KEY'],
  ['a second selection', 'Contact', 'ChangeEvents', 'Another_Name', 'DUPLICATE_VALUE'],
  [
    'a name in use',
    'Lead',
    'ChangeEvents',
    'ChangeEvents_ContactChangeEvent',
    'DUPLICATE_DEVELOPER_NAME',
  ],
  [
    'a name with two underscores',
    'Lead',
    'ChangeEvents',
    'ChangeEvents__Lead',
    'INVALID_FULL_NAME',
  ],
  ['a name with a space', 'Lead', 'ChangeEvents', 'Change Events', 'INVALID_FULL_NAME'],
])('%s is no member', (_what, object, on, name, expected) => {
  member('Contact');
  const answer = name === undefined ? member(object, on) : member(object, on, name);
  expect(answer.status).toBe(400);
  expect(code(answer)).toBe(expected);
});

test.each([
  ['a name without its ending', 'Ours', { channelType: 'data', label: 'L' }, 'INVALID_FULL_NAME'],
  [
    'a channel of platform events',
    'Ours__chn',
    { channelType: 'event', label: 'L' },
    'FIELD_INTEGRITY_EXCEPTION',
  ],
  ['no label', 'Ours__chn', { channelType: 'data' }, 'REQUIRED_FIELD_MISSING'],
  [
    'something unknown',
    'Ours__chn',
    { channelType: 'data', label: 'L', colour: 'red' },
    'INVALID_FIELD',
  ],
  ['a name in use', 'Taken__chn', { channelType: 'data', label: 'L' }, 'DUPLICATE_DEVELOPER_NAME'],
])('%s is no channel', (_what, name, metadata, expected) => {
  channel('Taken__chn');
  expect(code(channel(name, metadata))).toBe(expected);
});

test('rights: who may look, who may change', () => {
  const { seller, org } = world;
  const soql = 'SELECT Id FROM PlatformEventChannel';
  expect(query(soql, seller)).toMatchObject({ status: 403 });
  org.access.give(seller, 'ViewSetup');
  expect(query(soql, seller).status).toBe(200);
  const body = { FullName: 'Ours__chn', Metadata: { channelType: 'data', label: 'Ours' } };
  const refused = api('POST', 'sobjects/PlatformEventChannel', body, seller);
  expect(refused.status).toBe(403);
  expect(code(refused)).toBe('INSUFFICIENT_ACCESS_OR_READONLY');
  expect(
    api('DELETE', 'sobjects/PlatformEventChannel/0YL000000000001', undefined, seller).status,
  ).toBe(403);
});

test('the tooling API has its own objects, and REST forms are checked', () => {
  expect(code(query('SELECT Id FROM Lead'))).toBe('INVALID_TYPE');
  expect(code(query('SELECT Colour FROM PlatformEventChannel'))).toBe('INVALID_FIELD');
  expect(code(query('SELECT'))).toBe('MALFORMED_QUERY');
  expect(code(api('GET', 'query'))).toBe('MALFORMED_QUERY');
  expect(api('POST', 'sobjects/ApexClass', {}).status).toBe(404);
  expect(code(api('POST', 'sobjects/PlatformEventChannel', {}))).toBe('REQUIRED_FIELD_MISSING');
  expect(code(api('POST', 'sobjects/PlatformEventChannel', { FullName: 'A__chn' }))).toBe(
    'REQUIRED_FIELD_MISSING',
  );
  expect(code(api('POST', 'sobjects/PlatformEventChannel', { DeveloperName: 'A' }))).toBe(
    'INVALID_FIELD',
  );
  expect(world.org.definitions.object('PlatformEventChannel')).toBeUndefined();
});
