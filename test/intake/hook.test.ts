import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDeliveryWriter } from '../../src/intake/delivery-writer.js';
import { createHookHandler } from '../../src/intake/hook.js';
import { APP, createIntakeWorld, type IntakeWorld, PORTAL } from '../support/intake-world.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const SECRET = 'the secret of the app';
const PUBLIC = 'https://leads.acme.example';

let world: IntakeWorld;
let server: Server;
let address: string;
let refusals: string[] = [];

beforeAll(async () => {
  world = await createIntakeWorld(() => NOW);
  const writer = createDeliveryWriter(world.database.pool, () => {});
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet, child: () => log };
  const handle = createHookHandler({
    connectors: new Map([['hubspot', hubspot]]),
    writer,
    clock: () => NOW,
    log: log as never,
    publicUrl: PUBLIC,
    secrets: async () => ['a former secret', SECRET],
    refused: (code) => refusals.push(code),
  });
  server = createServer((request, response) => {
    if (!handle(request, response)) response.writeHead(404).end('not a hook');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await world.database.drop();
});
beforeEach(async () => {
  refusals = [];
  await world.rows('truncate deliveries, changes, records, fetches, counters, parked_changes');
});

interface Call {
  readonly body?: Uint8Array | string;
  readonly path?: string;
  readonly method?: string;
  readonly at?: number;
  readonly secret?: string;
  readonly headers?: Record<string, string>;
}

async function call(options: Call = {}) {
  const { path = '/hooks/hubspot', method = 'POST', at = NOW, secret = SECRET } = options;
  const body = Buffer.from(options.body ?? '[]');
  const signature = createHmac('sha256', secret)
    .update(
      Buffer.concat([Buffer.from(`${method}${PUBLIC}${path}`), body, Buffer.from(String(at))]),
    )
    .digest('base64');
  const response = await fetch(`${address}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': String(at),
      ...options.headers,
    },
    ...(method === 'POST' && { body }),
  });
  const text = await response.text();
  return { status: response.status, text };
}

const stored = async () =>
  (await world.rows<{ n: number }>('select count(*)::int as n from deliveries'))[0]?.n;

const MINUTE = 60_000;
test.each<[string, Call, number]>([
  ['another secret', { secret: 'not ours' }, 401],
  ['no signature', { headers: { 'x-hubspot-signature-v3': '' } }, 401],
  ['a signature of other bytes', { headers: { 'x-hubspot-signature-v3': 'AAAA' } }, 401],
  ['a time long ago', { at: NOW - 6 * MINUTE }, 401],
  ['a time to come', { at: NOW + 6 * MINUTE }, 401],
  ['no time', { headers: { 'x-hubspot-request-timestamp': 'soon' } }, 401],
  ['another content type', { headers: { 'content-type': 'text/plain' } }, 415],
  ['two megabytes', { body: `[${'1,'.repeat(1_000_000)}1]` }, 413],
  ['broken JSON', { body: '[{"a":' }, 400],
  ['an object', { body: '{}' }, 400],
  ['nothing', { body: '' }, 400],
  ['GET', { method: 'GET' }, 405],
  ['a CRM that we do not know', { path: '/hooks/other' }, 404],
])(
  '%s is refused by a code and a sentence, and leaves no trace but a counter',
  async (_, options, status) => {
    const answer = await call(options);
    expect(answer.status).toBe(status);
    const { error, message } = JSON.parse(answer.text) as { error: string; message: string };
    expect(error).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(message).toMatch(/^\S.*\.$/);
    expect(message).not.toContain(SECRET);
    expect(refusals).toEqual([error]);
    expect(await stored()).toBe(0);
  },
);

test('what is no webhook is left to others', async () => {
  for (const path of ['/hooks', '/hooks/hubspot/more', '/Hooks/hubspot', '/']) {
    expect(await call({ path })).toEqual({ status: 404, text: 'not a hook' });
  }
  expect(refusals).toEqual([]);
});

test('a former secret still opens, and the bytes are stored as they came', async () => {
  const body = Buffer.from('[{"a":"\\u0000 \\ud800"} , 1]');
  expect((await call({ body, secret: 'a former secret' })).status).toBe(204);
  const [row] = await world.rows<{ body: Buffer }>('select body from deliveries');
  expect(row?.body.equals(body)).toBe(true);
});

const GOOD = {
  eventId: 1,
  subscriptionId: 1,
  portalId: Number(PORTAL),
  appId: Number(APP),
  occurredAt: NOW - MINUTE,
  subscriptionType: 'contact.propertyChange',
  attemptNumber: 0,
  objectId: 5,
  propertyName: 'jobtitle',
  propertyValue: 'Head of Sales',
  changeSource: 'CRM_UI',
  sourceId: 'userId:9',
};

async function process(events: readonly unknown[]) {
  expect((await call({ body: JSON.stringify(events) })).status).toBe(204);
  await world.drain();
  const [row] = await world.rows<{ values: Record<string, unknown[]> }>(
    `select values from records where object = 'contacts' and record = '5'`,
  );
  const counters = await world.rows<{ name: string; value: number }>('select * from counters');
  return { values: row?.values, counters: new Map(counters.map((one) => [one.name, one.value])) };
}

test.each<[string, unknown]>([
  ['null', null],
  ['a number', 7],
  ['a nested array', [[GOOD]]],
  ['no portal', { ...GOOD, portalId: undefined }],
  ['a portal as text', { ...GOOD, portalId: PORTAL }],
  ['a portal out of reach', { ...GOOD, portalId: 1e300 }],
  ['no type', { ...GOOD, subscriptionType: undefined }],
  ['an absurd type', { ...GOOD, subscriptionType: 'contact.propertyChange.more' }],
  ['no object id', { ...GOOD, objectId: undefined }],
  ['an object as id', { ...GOOD, objectId: { id: 5 } }],
  ['an object as value', { ...GOOD, propertyValue: { a: 1 } }],
  ['no property', { ...GOOD, propertyName: '' }],
  ['no time', { ...GOOD, occurredAt: undefined }],
  ['a time as text', { ...GOOD, occurredAt: 'yesterday' }],
  ['a time before all CRMs', { ...GOOD, occurredAt: 1 }],
  ['a time of the day after tomorrow', { ...GOOD, occurredAt: NOW + 2 * 86_400_000 }],
  ['a time without end', { ...GOOD, occurredAt: 1e308 }],
  ['a merge of nothing', { ...GOOD, subscriptionType: 'contact.merge', mergedObjectIds: [] }],
])('%s is counted and dropped; its neighbours are processed', async (_, bad) => {
  const { values, counters } = await process([bad, GOOD, bad]);
  expect(values?.jobtitle?.[0]).toBe('Head of Sales');
  expect(counters.get('events.dropped.malformed')).toBe(2);
  expect(counters.get('changes.applied')).toBe(1);
  expect(await world.rows('select * from parked_changes')).toEqual([]);
});

test('NUL bytes and lone surrogates lose themselves, not their event', async () => {
  const { values } = await process([
    {
      ...GOOD,
      propertyValue: 'Head\u0000 of \ud800 Sales',
      sourceId: 'userId:\u00009',
      eventId: '\udc00',
    },
    { ...GOOD, propertyName: 'coun\u0000try', propertyValue: 'France' },
  ]);
  expect(values?.jobtitle?.[0]).toBe('Head of \ufffd Sales');
  expect(values?.country?.[0]).toBe('France');
});

test('whatever JSON stands beside an event, the event is processed', async () => {
  const field = fc.constantFrom(...Object.keys(GOOD));
  const odd = fc.oneof(
    fc.jsonValue(),
    fc
      .tuple(field, fc.jsonValue())
      .map(([name, value]) => ({ ...GOOD, objectId: 6, [name]: value })),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(odd, { maxLength: 8 }), async (elements) => {
      await world.rows('truncate deliveries, changes, records, fetches, counters, parked_changes');
      const { values } = await process([...elements, { ...GOOD, occurredAt: NOW }]);
      expect(values?.jobtitle).toBeDefined();
      for (const table of ['deliveries', 'changes', 'parked_changes', 'parked_deliveries']) {
        expect(await world.rows(`select * from ${table}`)).toEqual([]);
      }
    }),
    { numRuns: 60 },
  );
});

test('any bytes with a valid signature get an answer: taken, or a clear refusal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (body) => {
      const answer = await call({ body });
      expect([204, 400]).toContain(answer.status);
      await world.drain();
      expect(await stored()).toBe(0);
    }),
    { numRuns: 60 },
  );
});
