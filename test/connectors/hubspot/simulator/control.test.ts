import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, receiver, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({
    contacts: 20,
    customProperties: [{ name: 'demo_requested_at', type: 'datetime' }],
  });
});
afterAll(() => simulator.close());

const control = (method: string, path: string, body?: unknown) =>
  call(simulator, method, `/_simulator/${path}`, body, null);

test('health and state', async () => {
  expect((await control('GET', 'health')).body).toEqual({
    ok: true,
    crm: 'hubspot',
    portals: [simulator.portal],
  });
  const { body } = await control('GET', 'state');
  expect(body.portals[0]).toMatchObject({
    id: simulator.portal,
    serviceKey: simulator.serviceKey,
    counts: { contacts: 20 },
  });
});

test('faults are set, listed and cleared; nonsense is refused', async () => {
  const set = await control('POST', 'faults', { kind: 'status', status: 503, operation: 'owners' });
  expect(set.body.id).toMatch(/^fault-/);
  expect((await call(simulator, 'GET', '/crm/v3/owners')).status).toBe(503);
  expect((await control('GET', 'faults')).body.faults).toMatchObject([{ kind: 'status', hits: 1 }]);
  expect((await control('DELETE', `faults/${set.body.id}`)).body).toEqual({ removed: true });
  expect((await call(simulator, 'GET', '/crm/v3/owners')).status).toBe(200);
  expect((await control('POST', 'faults', { kind: 'earthquake' })).status).toBe(400);
  expect((await control('POST', 'faults', { kind: 'cut', probabilty: 1 })).status).toBe(400);
});

test('acts by name, the contact with history, its tasks', async () => {
  const [id = ''] = contactIds(simulator, 1);
  await control('POST', 'acts/edit-property', { id, property: 'jobtitle', value: 'CMO' });
  await control('POST', 'acts/change-stage', { contact: id, stage: 'customer', by: 'automation' });
  await control('POST', 'acts/fill-form', {
    contact: id,
    form: 'demo',
    property: 'demo_requested_at',
  });
  await control('POST', 'acts/behave', {
    contact: id,
    activity: { kind: 'page_view', page: '/pricing' },
  });
  await control('POST', 'acts/edit-property', {
    id,
    property: 'city',
    value: 'Wien',
    by: { appId: '77' },
  });
  const { body } = await control('GET', `contact/${id}`);
  expect(body.properties).toMatchObject({
    jobtitle: 'CMO',
    lifecyclestage: 'customer',
    city: 'Wien',
  });
  expect(body.propertiesWithHistory.lifecyclestage[0].sourceType).toBe('AUTOMATION_PLATFORM');
  expect(body.propertiesWithHistory.city[0]).toMatchObject({
    sourceType: 'INTEGRATION',
    sourceId: '77',
  });
  expect((await control('GET', `contact/${id}/tasks`)).body).toEqual({ tasks: [] });
  expect((await control('POST', 'acts/explode', {})).status).toBe(404);
  expect(
    (await control('POST', 'acts/edit-property', { id, property: 'nope', value: '' })).status,
  ).toBe(404);
  expect((await control('POST', 'acts/edit-property', { identity: id })).status).toBe(400);
});

test('clock, settings, limits, search lag and latency can be changed; unknown settings not', async () => {
  const { now } = (await control('GET', 'clock')).body;
  expect(
    (await control('POST', 'clock', { advanceMs: 86_400_000 })).body.now,
  ).toBeGreaterThanOrEqual(now + 86_400_000);
  expect(
    (await control('PATCH', 'settings', { rollupsMoveModified: true })).body.rollupsMoveModified,
  ).toBe(true);
  expect((await control('PATCH', 'settings', { rollups: true })).status).toBe(400);
  expect((await control('PATCH', 'limits', { enabled: true, keyBurst: 3 })).body.keyBurst).toBe(3);
  const read = async () => (await call(simulator, 'GET', '/crm/v3/owners')).status;
  expect([await read(), await read(), await read(), await read()]).toEqual([200, 200, 200, 429]);
  await control('PATCH', 'limits', { enabled: false });
  expect((await control('PATCH', 'search', { lagMs: 10 })).body).toEqual({ lagMs: 10 });
  expect((await control('PATCH', 'latency', { ms: 1 })).body.ms).toBe(1);
});

test('holds are waited for by a long poll and released', async () => {
  await control('POST', 'faults', { kind: 'hold', operation: 'owners.list', count: 1 });
  const waiting = control('GET', 'holds?wait=5000');
  const answer = call(simulator, 'GET', '/crm/v3/owners');
  const { held } = (await waiting).body;
  expect(held).toMatchObject([{ operation: 'owners.list', applied: false }]);
  expect((await control('POST', 'holds', { id: held[0].id })).body).toEqual({ released: 1 });
  expect((await answer).status).toBe(200);
  await control('DELETE', 'faults');
});

test('the request log counts by operation and status and finds the busiest window', async () => {
  await control('DELETE', 'requests');
  for (let i = 0; i < 4; i += 1) await call(simulator, 'GET', '/crm/v3/owners');
  await call(simulator, 'GET', '/crm/v3/owners/1');
  const { body } = await control('GET', 'requests');
  expect(body.byOperation).toEqual({ 'owners.list': { 200: 4 }, 'owners.get': { 404: 1 } });
  expect((await control('GET', 'requests/busiest?ms=60000&operation=owners.list')).body.most).toBe(
    4,
  );
  expect((await control('GET', 'requests/times?caller=9100001')).body.requests).toHaveLength(5);
});

test('the load makes the asked number of changes of all kinds and stops', async () => {
  const load = simulator.load({ perSecond: 400, seconds: 0.5, formProperty: 'demo_requested_at' });
  await load.done;
  expect(load.state).toMatchObject({ running: false, made: 200 });
  expect(Object.keys(load.state.byKind).length).toBeGreaterThan(4);
});

test('a card call carries user, portal and app inside the signed address', async () => {
  const hook = await receiver(() => 200);
  const answer = await control('POST', 'card', {
    url: hook.url,
    publicUrl: 'https://app.customer.example/hook',
    method: 'POST',
    body: { contact: '1' },
  });
  expect(answer.body.status).toBe(200);
  expect(hook.deliveries[0]?.headers['x-hubspot-signature-v3']).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  await hook.close();
});

test('as its own process it says one line and ends when its input closes', async () => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', 'connectors/hubspot/simulator/main.ts', '{"contacts":5}', '--seed', '3'],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } },
  );
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const ready = JSON.parse(line);
  expect(ready).toMatchObject({
    url: expect.stringContaining('127.0.0.1'),
    pid: child.pid,
    portal: '4242001',
  });
  const health = await fetch(`${ready.url}/_simulator/health`);
  expect(health.status).toBe(200);
  await health.arrayBuffer();
  child.stdin.end();
  const [code] = await once(child, 'exit');
  expect(code).toBe(0);
}, 20_000);
