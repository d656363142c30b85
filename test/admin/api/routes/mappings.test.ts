import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPropertySamples, SAMPLE } from '../../../../src/accounts/property-samples.js';
import {
  type MappedAccount,
  type MappingSuggestion,
  mappingsApi,
  type Tried,
  type Workbench,
} from '../../../../src/admin/api/contract/mappings.js';
import { mappingRoutes } from '../../../../src/admin/api/routes/mappings.js';
import { CrmError } from '../../../../src/lead/crm-error.js';
import { saveProperties } from '../../../../src/store/accounts.js';
import { sampleLiving } from '../../../../src/store/records.js';
import { type AppWorld, createAppWorld } from '../../../support/app-world.js';
import { openTestApi, type TestApi } from '../support.js';

let world: AppWorld;
let api: TestApi;
let now = Date.parse('2026-03-01T12:00:00Z');
let down = false;
let reads = 0;
const shipped = readFileSync('mappings/hubspot.yaml', 'utf8');

beforeAll(async () => {
  world = await createAppWorld({ way: 'key', writes: false, simulator: { contacts: 130 } });
  const { app } = world;
  const samples = createPropertySamples({
    clock: () => now,
    connector: app.connector,
    session: async (account) => {
      reads += 1;
      if (down) throw new CrmError('transient', 'HubSpot did not answer; try again in a minute.');
      return app.session(account);
    },
    ids: (account, object, limit) => sampleLiving(app.pool, account, object, limit),
    described: (account, object, names) => saveProperties(app.pool, account.id, object, names),
  });
  const services = {
    pool: app.pool,
    pollIntervalMs: 60_000,
    clock: () => now,
    connector: app.connector,
    sample: samples.of,
  };
  api = await openTestApi(
    { mappings: mappingsApi },
    { mappings: mappingRoutes(services) },
    world.account.workspace,
  );
}, 120_000);
afterAll(async () => {
  await api?.close();
  await world?.close();
});

const at = (object: string) => `/mappings/${world.account.id}/${object}`;
const bench = async (object: string, query = '') =>
  (await api.send<Workbench>('GET', `${at(object)}${query}`)).body;

test('The accounts are listed with their objects', async () => {
  const { body } = await api.send<{ items: MappedAccount[] }>('GET', '/mappings');
  expect(body.items).toHaveLength(1);
  expect(body.items[0]?.objects.slice(0, 3)).toEqual([
    { object: 'contacts', label: expect.any(String), role: 'person' },
    { object: 'companies', label: expect.any(String), role: 'company' },
    { object: 'deals', label: expect.any(String), role: 'deal' },
  ]);
});

test('A hundred records are read with all properties in one batch, and kept for an hour', async () => {
  const first = await bench('contacts');
  expect(first.trouble).toBeNull();
  expect(first.records).toHaveLength(SAMPLE);
  const email = first.properties.find(({ name }) => name === 'email');
  expect(email).toMatchObject({ label: 'Email', route: 'poll', ours: false });
  expect(email?.filled).toBeGreaterThan(50);
  expect(email?.samples[0]).toContain('@');
  // Properties that no mapping reads are there, too.
  expect(first.properties.map(({ name }) => name)).toContain('hs_object_id');
  expect(reads).toBe(1);
  now += 59 * 60_000;
  await bench('contacts');
  expect(reads).toBe(1);
  now += 2 * 60_000;
  await bench('contacts');
  expect(reads).toBe(2);
  await bench('contacts', '?fresh=true');
  expect(reads).toBe(3);
});

test('What was sampled is stored nowhere', async () => {
  const { properties } = await bench('contacts');
  const stored = await world.rows<{ values: Record<string, unknown> }>(
    "select values from records where object = 'contacts'",
  );
  const mapped = new Set(stored.flatMap(({ values }) => Object.keys(values)));
  const read = properties.filter(({ filled }) => filled > 0).map(({ name }) => name);
  expect(read.some((name) => !mapped.has(name))).toBe(true);
});

test('A mapping is tried on a sampled record, a stored one and pasted values', async () => {
  const { records } = await bench('contacts');
  const id = records[3]?.record;
  const sampled = await api.send<Tried>('POST', `${at('contacts')}/try`, {
    text: shipped,
    record: { id },
  });
  const email = sampled.body.fields.find(({ field }) => field === 'email');
  expect(email?.steps.map(({ step }) => step)).toEqual(['', 'email']);
  expect(email?.value).toBe(sampled.body.values.email?.toLowerCase());

  const all = await world.rows<{ record: string }>(
    "select record from records where object = 'contacts'",
  );
  const other = all.find(({ record }) => !records.some((one) => one.record === record));
  const stored = await api.send<Tried>('POST', `${at('contacts')}/try`, {
    text: shipped,
    record: { id: other?.record },
  });
  expect(stored.status).toBe(200);
  expect(Object.keys(stored.body.values)).toContain('email');

  const pasted = await api.send<Tried>('POST', `${at('contacts')}/try`, {
    text: shipped.replace('jobTitle: jobtitle', 'jobTitel: jobtitle'),
    record: { values: { email: 'Ann@Acme.example', jobtitle: 'CTO' } },
  });
  expect(pasted.body.leftOut).toEqual(['objects.contacts.fields.jobTitel']);
  expect(pasted.body.fields.find(({ field }) => field === 'email')?.value).toBe('ann@acme.example');

  const nobody = await api.send('POST', `${at('contacts')}/try`, {
    text: shipped,
    record: { id: '999999999' },
  });
  expect(nobody).toMatchObject({ status: 404, body: { error: { code: 'no-record' } } });
  const broken = await api.send('POST', `${at('contacts')}/try`, {
    text: 'crm: [',
    record: { values: {} },
  });
  expect(broken).toMatchObject({ status: 422, body: { error: { code: 'document-invalid' } } });
});

test('What the mapping leaves empty is suggested with its reasons', async () => {
  const without = shipped.replace('      jobTitle: jobtitle', '      # jobTitle: jobtitle');
  const { body } = await api.send<{ items: MappingSuggestion[] }>(
    'POST',
    `${at('contacts')}/suggestions`,
    { text: without },
  );
  expect(body.items).toContainEqual({
    property: 'jobtitle',
    field: 'jobTitle',
    source: 'jobtitle',
    reasons: [
      { kind: 'same-name' },
      { kind: 'values-fit', read: expect.any(Number), of: expect.any(Number) },
    ],
  });
  for (const one of body.items) expect(one.reasons.length).toBeGreaterThan(0);
});

test('When the CRM does not answer, the names known before are there and the trouble is told', async () => {
  down = true;
  const { properties, records, trouble, readAt } = await bench('companies');
  down = false;
  expect(trouble).toBe('HubSpot did not answer; try again in a minute.');
  expect(readAt).toBeNull();
  expect(records).toEqual([]);
  expect(properties.map(({ name }) => name)).toContain('domain');
  expect((await bench('companies')).trouble).toBeNull();
});

test('Another workspace finds neither the account nor its records', async () => {
  api.as({ workspace: world.account.workspace + 1 });
  const { body } = await api.send<{ items: unknown[] }>('GET', '/mappings');
  expect(body.items).toEqual([]);
  expect(await api.send('GET', at('contacts'))).toMatchObject({ status: 404 });
  const tried = { text: shipped, record: { id: '1' } };
  expect(await api.send('POST', `${at('contacts')}/try`, tried)).toMatchObject({ status: 404 });
  expect(await api.send('POST', `${at('contacts')}/suggestions`, { text: shipped })).toMatchObject({
    status: 404,
  });
  api.as({ workspace: world.account.workspace });
  expect(await api.send('GET', at('quotes'))).toMatchObject({
    status: 404,
    body: { error: { code: 'no-object' } },
  });
});

test('The language of mappings is listed, and a value is tried with every transform', async () => {
  const { body } = await api.send<{ transforms: { name: string }[] }>('GET', '/mapping-language');
  expect(body.transforms.map(({ name }) => name)).toContain('url_path');
  const tried = await api.send<{ items: { transform: string; value?: unknown }[] }>(
    'POST',
    '/mapping-language/transforms',
    { raw: 'https://acme.example/pricing?x=1' },
  );
  expect(tried.body.items).toContainEqual({ transform: 'url_path', value: '/pricing' });
});
