import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, contactIds, start } from './support.js';

let simulator: Simulator;
let id = '';
beforeEach(async () => {
  simulator = await start({ contacts: 3 });
  id = contactIds(simulator, 1)[0] ?? '';
});
afterEach(() => simulator.close());

const write = (city: string) =>
  call(simulator, 'POST', '/crm/objects/2026-09/contacts/batch/update', {
    inputs: [{ id, properties: { city } }],
  });
const city = () => simulator.data().store.get('contacts', id)?.values.city;
const read = () => call(simulator, 'GET', '/crm/v3/owners');

test('a refusal comes before anything is applied, as often as asked', async () => {
  simulator.fault({ kind: 'status', status: 502, operation: 'contacts.batch', skip: 1, count: 2 });
  const seen = [];
  for (const name of ['A', 'B', 'C', 'D']) seen.push((await write(name)).status, city());
  expect(seen).toEqual([200, 'A', 502, 'A', 502, 'A', 200, 'D']);
});

test.each([
  [{ status: 429 }, { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }, null],
  [{ status: 429, policy: 'DAILY', retryAfterSeconds: 3 }, { policyName: 'DAILY' }, '3'],
  [{ status: 423 }, { status: 'error' }, null],
  [{ status: 477, retryAfterSeconds: 120 }, { status: 'error' }, '120'],
])('status fault %j', async (spec, body, retryAfter) => {
  simulator.fault({ kind: 'status', count: 1, path: '/crm/v3/owners', method: 'get', ...spec });
  const answer = await read();
  expect(answer.status).toBe(spec.status);
  expect(answer.body).toMatchObject(body);
  expect(answer.headers.get('retry-after')).toBe(retryAfter);
  expect((await read()).status).toBe(200);
});

test('cut before, and apply then cut', async () => {
  simulator.fault({ kind: 'cut', count: 1 });
  await expect(write('Before')).rejects.toThrow();
  expect(city()).not.toBe('Before');
  simulator.fault({ kind: 'apply-then-cut', count: 1 });
  await expect(write('After')).rejects.toThrow();
  expect(city()).toBe('After');
  expect(simulator.requests.summary()['contacts.batch.update']).toEqual({ '-1': 2 });
});

test('apply then hang: applied, no answer until the client leaves', async () => {
  simulator.fault({ kind: 'apply-then-hang', count: 1 });
  const abort = new AbortController();
  const hanging = fetch(`${simulator.url}/crm/v3/objects/contacts/${id}`, {
    method: 'PATCH',
    headers: {
      authorization: `Bearer ${simulator.serviceKey}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ properties: { city: 'Hung' } }),
    signal: abort.signal,
  });
  while (city() !== 'Hung') await new Promise((resolve) => setTimeout(resolve, 5));
  abort.abort();
  await expect(hanging).rejects.toThrow();
});

test('a held request waits on the chosen side of the change until it is released', async () => {
  for (const afterApply of [false, true]) {
    const name = `held-${afterApply}`;
    const fault = simulator.fault({ kind: 'hold', operation: 'contacts.batch.update', afterApply });
    const waiting = simulator.holds.wait(5000);
    const answer = write(name);
    const [held] = await waiting;
    expect(held).toMatchObject({
      operation: 'contacts.batch.update',
      applied: afterApply,
      clientWaiting: true,
    });
    expect(held?.body).toMatchObject({ inputs: [{ id }] });
    expect(city() === name).toBe(afterApply);
    simulator.faults.remove(fault.id);
    expect(simulator.holds.release(held?.id)).toBe(1);
    expect((await answer).status).toBe(200);
    expect(city()).toBe(name);
  }
});

test('a held request whose client left is still applied when released, or dropped', async () => {
  simulator.fault({ kind: 'hold', count: 2 });
  for (const how of ['cut', 'continue'] as const) {
    const abort = new AbortController();
    const gone = fetch(`${simulator.url}/crm/v3/objects/contacts/${id}`, {
      method: 'PATCH',
      headers: {
        authorization: `Bearer ${simulator.serviceKey}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ properties: { city: `late-${how}` } }),
      signal: abort.signal,
    });
    const [held] = await simulator.holds.wait(5000);
    abort.abort();
    await expect(gone).rejects.toThrow();
    while (held?.clientWaiting) await new Promise((resolve) => setTimeout(resolve, 5));
    simulator.holds.release(held?.id, how);
    await new Promise((resolve) => setImmediate(resolve));
    expect(city() === `late-${how}`).toBe(how === 'continue');
  }
});

test('an expired token, once', async () => {
  simulator.fault({ kind: 'expired-token', count: 1 });
  const answer = await read();
  expect([answer.status, answer.body.category]).toEqual([401, 'EXPIRED_AUTHENTICATION']);
  expect((await read()).status).toBe(200);
});

test('a partial failure strikes records of a traced batch', async () => {
  simulator.fault({ kind: 'partial-failure', count: 1 });
  const inputs = contactIds(simulator, 3).map((one) => ({
    id: one,
    properties: { city: 'P' },
    objectWriteTraceId: one,
  }));
  const answer = await call(simulator, 'POST', '/crm/objects/2026-09/contacts/batch/update', {
    inputs,
  });
  expect([answer.status, answer.body.results.length, answer.body.numErrors]).toEqual([207, 2, 1]);
});
