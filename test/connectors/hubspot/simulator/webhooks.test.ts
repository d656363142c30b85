import { createHash, createHmac } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import type {
  Simulator,
  SimulatorOptions,
} from '../../../../connectors/hubspot/simulator/index.js';
import { readSubscriptions } from '../../../../connectors/hubspot/simulator/subscriptions.js';
import { call, contactIds, type Json, NOW, receiver, start } from './support.js';

const PUBLIC = 'https://hooks.customer.example/webhooks/hubspot';
const CONTACT = { objectType: 'contact' };
const SUBSCRIPTIONS = [
  ...['creation', 'deletion', 'restore', 'merge', 'associationChange'].map((action) => ({
    subscriptionType: `object.${action}`,
    ...CONTACT,
  })),
  ...[
    'jobtitle',
    'lifecyclestage',
    'demo_requested_at',
    'hs_email_last_open_date',
    'not_there',
  ].map((propertyName) => ({
    subscriptionType: 'object.propertyChange',
    propertyName,
    ...CONTACT,
  })),
  { subscriptionType: 'company.propertyChange', propertyName: 'name' },
  { subscriptionType: 'contact.privacyDeletion' },
];

let simulator: Simulator;
let hook: Awaited<ReturnType<typeof receiver>>;
afterEach(async () => {
  await simulator.close();
  await hook.close();
});

async function open(
  options: SimulatorOptions = {},
  answer?: (request: number) => number,
): Promise<void> {
  hook = await receiver(answer);
  simulator = await start({
    subscriptions: SUBSCRIPTIONS,
    customProperties: [{ name: 'demo_requested_at', type: 'datetime' }],
    ...options,
    webhook: { url: hook.url, publicUrl: PUBLIC, lingerMs: 5, ...options.webhook },
  });
}

async function delivered(): Promise<Json[]> {
  await simulator.webhooks.emitter?.idle();
  return hook.events();
}

test('a person, the app, a form and automation are told apart; each event is complete', async () => {
  await open();
  const [id = ''] = contactIds(simulator, 1);
  simulator.acts().edit('contacts', id, { jobtitle: 'CMO' });
  const token = simulator.accessToken();
  await call(
    simulator,
    'PATCH',
    `/crm/v3/objects/contacts/${id}`,
    { properties: { jobtitle: 'CEO' } },
    token,
  );
  await call(
    simulator,
    'PATCH',
    `/crm/v3/objects/contacts/${id}`,
    { properties: { jobtitle: 'CEO' } },
    token,
  );
  simulator.acts().fillForm(id, 'demo', 'demo_requested_at');
  const events = await delivered();
  expect(events).toHaveLength(3);
  const [person, echo, form] = events;
  expect(person).toEqual({
    eventId: expect.any(Number),
    subscriptionId: expect.any(Number),
    portalId: Number(simulator.portal),
    appId: Number(simulator.app.appId),
    occurredAt: expect.any(Number),
    subscriptionType: 'object.propertyChange',
    attemptNumber: 0,
    objectId: Number(id),
    objectTypeId: '0-1',
    propertyName: 'jobtitle',
    propertyValue: 'CMO',
    changeSource: 'CRM_UI',
    sourceId: expect.stringMatching(/^userId:\d+$/),
    isSensitive: false,
  });
  expect(echo).toMatchObject({
    propertyValue: 'CEO',
    changeSource: 'INTEGRATION',
    sourceId: simulator.app.appId,
  });
  expect(form).toMatchObject({ propertyName: 'demo_requested_at', changeSource: 'FORM' });
  expect(Number(form.propertyValue)).toBeGreaterThanOrEqual(NOW);
});

test('roll-ups are never pushed', async () => {
  await open();
  const [id = ''] = contactIds(simulator, 1);
  simulator.acts().behave(id, { kind: 'email_open', at: simulator.clock.now(), campaign: 'x' });
  simulator.acts().edit('contacts', id, { hs_email_last_open_date: '1790000000000' });
  simulator.acts().edit('contacts', id, { jobtitle: 'after' });
  expect((await delivered()).map((event) => event.propertyName)).toEqual(['jobtitle']);
});

test('life and death: creation, deletion, restore, merge, privacy deletion, association', async () => {
  await open();
  const [a = '', b = '', c = ''] = contactIds(simulator, 3);
  const [company] = simulator.data().store.page('companies', 0, 1, false).records;
  const made = simulator
    .acts()
    .createContact({ email: 'n@new.example', jobtitle: 'CEO' }, company?.id);
  simulator.acts().archive('contacts', a);
  simulator.acts().restore('contacts', a);
  simulator.acts().erase(c);
  const merged = simulator.acts().merge('contacts', a, b);
  const events = await delivered();
  const kinds = (id: string) =>
    events.filter((event) => event.objectId === Number(id)).map((event) => event.subscriptionType);
  expect(kinds(made.id)).toEqual([
    'object.creation',
    'object.propertyChange',
    'object.propertyChange',
  ]);
  expect(kinds(a)).toEqual(['object.deletion', 'object.restore']);
  expect(kinds(c).sort()).toEqual(['contact.privacyDeletion', 'object.deletion']);
  expect(events.find((event) => event.subscriptionType === 'object.merge')).toMatchObject({
    primaryObjectId: Number(a),
    mergedObjectIds: [Number(b)],
    newObjectId: Number(merged.id),
    numberOfPropertiesMoved: expect.any(Number),
  });
  expect(events.find((event) => event.fromObjectId === Number(made.id))).toMatchObject({
    subscriptionType: 'object.associationChange',
    associationType: 'CONTACT_TO_COMPANY',
    toObjectId: Number(company?.id),
    associationRemoved: false,
    isPrimaryAssociation: true,
  });
});

test('of a privacy deletion the ordinary one may come first', async () => {
  await open({ settings: { deletionFirst: true } });
  const [id = ''] = contactIds(simulator, 1);
  simulator.acts().erase(id);
  const events = await delivered();
  expect(events.map((event) => event.subscriptionType)).toEqual([
    'object.deletion',
    'contact.privacyDeletion',
  ]);
});

test('a sensitive value is not told', async () => {
  const subscriptions = [
    { subscriptionType: 'object.propertyChange', propertyName: 'budget', ...CONTACT },
    { subscriptionType: 'contact.propertyChange', propertyName: 'budget' },
  ];
  await open({
    subscriptions,
    customProperties: [{ name: 'budget', type: 'number', sensitive: true }],
  });
  const [id = ''] = contactIds(simulator, 1);
  simulator.acts().edit('contacts', id, { budget: '7000' });
  const [generic, legacy] = await delivered();
  expect(generic).toMatchObject({ propertyValue: 'REDACTED', isSensitive: true });
  expect(legacy).toMatchObject({ propertyName: 'budget', propertyValue: 'REDACTED' });
  expect(legacy).not.toHaveProperty('isSensitive');
});

test('a delivery is an array of at most 100, signed v1 and v3 over the public address', async () => {
  await open();
  for (const id of contactIds(simulator, 30)) {
    for (let i = 0; i < 8; i += 1)
      simulator.acts().edit('contacts', id, { jobtitle: `Title ${i}` });
  }
  const events = await delivered();
  expect(events).toHaveLength(240);
  expect(Math.max(...hook.deliveries.map((delivery) => delivery.events.length))).toBe(100);
  const secret = simulator.app.clientSecret;
  for (const { headers, raw } of hook.deliveries) {
    const timestamp = headers['x-hubspot-request-timestamp'];
    expect(headers['x-hubspot-signature']).toBe(
      createHash('sha256')
        .update(secret + raw)
        .digest('hex'),
    );
    expect(headers['x-hubspot-signature-v3']).toBe(
      createHmac('sha256', secret).update(`POST${PUBLIC}${raw}${timestamp}`).digest('base64'),
    );
    expect(headers['x-hubspot-signature-version']).toBe('v1');
    expect(Math.abs(Number(timestamp) - Date.now())).toBeLessThan(60_000);
    expect(headers['user-agent']).toMatch(/^HubSpot Connect 2\.0/);
    expect(headers['content-type']).toBe('application/json');
  }
});

test('a refused delivery is sent again with a growing attempt number and the same events', async () => {
  await open({ webhook: { url: '', publicUrl: PUBLIC, compress: 60_000 } as never }, () => 204);
  await hook.close();
  hook = await receiver((request) => (request <= 2 ? 500 : 204));
  simulator.webhooks.setTarget(
    { url: hook.url, publicUrl: PUBLIC },
    { compress: 60_000, lingerMs: 5 },
  );
  simulator.acts().edit('contacts', contactIds(simulator, 1)[0] ?? '', { jobtitle: 'CMO' });
  const events = await delivered();
  expect(events.map((event) => event.attemptNumber)).toEqual([0, 1, 2]);
  expect(new Set(events.map((event) => event.eventId)).size).toBe(1);
  expect(simulator.webhooks.emitter?.stats).toMatchObject({ accepted: 1, refused: 2, lost: 0 });
});

test('an answer later than the time-out counts as none; after ten retries the events are lost', async () => {
  hook = await receiver(() => 0);
  simulator = await start({
    subscriptions: SUBSCRIPTIONS,
    webhook: { url: hook.url, publicUrl: PUBLIC, lingerMs: 1, timeoutMs: 20, compress: 1e9 },
  });
  simulator.acts().edit('contacts', contactIds(simulator, 1)[0] ?? '', { jobtitle: 'CMO' });
  const events = await delivered();
  expect(events.map((event) => event.attemptNumber)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(simulator.webhooks.emitter?.stats).toMatchObject({ accepted: 0, lost: 1 });
});

test('duplicates and shuffles on demand', async () => {
  await open();
  simulator.fault({ kind: 'webhook-duplicate', count: 1 });
  simulator.fault({ kind: 'webhook-reorder' });
  const ids = contactIds(simulator, 20);
  for (const id of ids) simulator.acts().edit('contacts', id, { jobtitle: 'CMO' });
  const order = (await delivered()).map((event) => String(event.objectId));
  expect(order).toHaveLength(21);
  expect(new Set(order).size).toBe(20);
  expect(order).not.toEqual([...order].sort());
});

test('without an installation nothing is sent', async () => {
  await open();
  simulator.uninstall();
  simulator.acts().edit('contacts', contactIds(simulator, 1)[0] ?? '', { jobtitle: 'CMO' });
  expect(await delivered()).toEqual([]);
});

test('two portals share one address', async () => {
  await open({
    portals: [
      { id: '11', contacts: 2 },
      { id: '22', contacts: 2, seed: 9 },
    ],
  });
  for (const portal of ['11', '22']) {
    const [record] = simulator.data(portal).store.page('contacts', 0, 1, false).records;
    simulator.acts(portal).edit('contacts', record?.id ?? '', { jobtitle: 'CMO' });
  }
  expect((await delivered()).map((event) => event.portalId)).toEqual([11, 22]);
  expect(hook.deliveries).toHaveLength(1);
});

test('declarations that HubSpot refuses are refused; the project file is understood', () => {
  const file = {
    crmObjects: [
      {
        subscriptionType: 'object.propertyChange',
        objectType: 'contact',
        propertyName: 'email',
        active: true,
      },
    ],
    legacyCrmObjects: [{ subscriptionType: 'deal.creation', active: false }],
    hubEvents: [{ subscriptionType: 'contact.privacyDeletion', active: true }],
  };
  expect(readSubscriptions(file).map((entry) => entry.subscriptionType)).toEqual([
    'object.propertyChange',
    'contact.privacyDeletion',
  ]);
  for (const bad of [
    { subscriptionType: 'object.propertyChange', objectType: 'contact' },
    {
      subscriptionType: 'object.propertyChange',
      objectType: 'contact',
      propertyName: 'num_unique_conversion_events',
    },
    { subscriptionType: 'object.creation', objectType: 'unicorn' },
    { subscriptionType: 'contact.explosion' },
    { subscriptionType: 'task.creation' },
  ]) {
    expect(() => readSubscriptions([bad])).toThrow('subscription refused');
  }
});
