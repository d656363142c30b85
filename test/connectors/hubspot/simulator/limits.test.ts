import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { Simulator } from '../../../../connectors/hubspot/simulator/index.js';
import { call, start } from './support.js';

let simulator: Simulator;
let now = 0;
beforeEach(async () => {
  now = Date.UTC(2026, 10, 22, 10);
  simulator = await start({ contacts: 2, limits: {}, limitClock: () => now });
});
afterEach(() => simulator.close());

const read = (bearer?: string) =>
  call(simulator, 'GET', '/crm/v3/objects/contacts?limit=1', undefined, bearer);
const search = (bearer?: string) =>
  call(simulator, 'POST', '/crm/v3/objects/contacts/search', {}, bearer);

async function statuses(count: number, make: () => ReturnType<typeof read>): Promise<number[]> {
  const answers = [];
  for (let i = 0; i < count; i += 1) answers.push((await make()).status);
  return answers;
}

test('an app gets 110 in any ten seconds, with headers and the 429 body', async () => {
  const token = simulator.accessToken();
  const first = await read(token);
  expect(first.headers.get('x-hubspot-ratelimit-max')).toBe('110');
  expect(first.headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
  expect(first.headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
  expect(first.headers.get('x-hubspot-ratelimit-daily')).toBeNull();
  now += 4000;
  expect((await statuses(109, () => read(token))).every((status) => status === 200)).toBe(true);
  const refused = await read(token);
  expect(refused.status).toBe(429);
  expect(refused.body).toMatchObject({
    status: 'error',
    errorType: 'RATE_LIMIT',
    policyName: 'TEN_SECONDLY_ROLLING',
  });
  expect(refused.headers.get('retry-after')).toBeNull();
  now += 6000;
  expect(await statuses(2, () => read(token))).toEqual([200, 429]);
  expect(simulator.requests.total(429)).toBe(2);
});

test('a key has its own 190 and sees the daily sum', async () => {
  expect((await read()).headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('624999');
  const answers = await statuses(190, () => read());
  expect(answers.filter((status) => status === 429)).toHaveLength(1);
  expect((await read(simulator.accessToken())).status).toBe(200);
});

test('five searches a second are shared by all apps of the account', async () => {
  const token = simulator.accessToken();
  expect(await statuses(3, () => search())).toEqual([200, 200, 200]);
  expect(await statuses(3, () => search(token))).toEqual([200, 200, 429]);
  const refused = await search();
  expect(refused.body).toMatchObject({
    message: 'You have reached your secondly limit.',
    policyName: 'SECONDLY',
  });
  now += 1000;
  expect((await search()).status).toBe(200);
});

test('a second app takes its part of the searches and of the day', async () => {
  const limits = simulator.gateway.limits.get(simulator.portal);
  limits?.setSecondApp(3, 50);
  now += 1000;
  expect(await statuses(3, () => search())).toEqual([200, 200, 429]);
  now += 99_000;
  expect(limits?.remainingToday()).toBe(625_000 - 2 - 5300);
  limits?.change({ daily: 5302 });
  expect((await read()).body.policyName).toBe('DAILY');
  expect((await read(simulator.accessToken())).status).toBe(200);
  now += 86_400_000;
  limits?.setSecondApp(0, 0);
  expect((await read()).status).toBe(200);
});

test('associations have a sum of their own, for apps too', async () => {
  simulator.gateway.limits.get(simulator.portal)?.change({ associationsDaily: 2 });
  const token = simulator.accessToken();
  const links = () =>
    call(
      simulator,
      'POST',
      '/crm/associations/2026-09/contacts/companies/batch/read',
      { inputs: [{ id: '1' }] },
      token,
    );
  const seen = [await links(), await links(), await links()];
  expect(seen.map(({ status }) => status < 300)).toEqual([true, true, false]);
  expect(seen[2]?.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'DAILY' });
  expect((await read(token)).status).toBe(200);
  now += 86_400_000;
  expect((await links()).status).toBeLessThan(300);
});

test("a day's calls are counted anew at midnight of the account's time zone", async () => {
  const limits = simulator.gateway.limits.get(simulator.portal);
  limits?.change({ daily: 2 });
  expect(await statuses(3, () => read())).toEqual([200, 200, 429]);
  // Berlin, in winter: an hour ahead of UTC.
  now = Date.UTC(2026, 10, 22, 22, 59, 59);
  const refused = await read();
  expect(refused.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'DAILY' });
  now += 1_000;
  const first = await read();
  expect(first.status).toBe(200);
  expect(first.headers.get('x-hubspot-ratelimit-daily')).toBe('2');
  expect(first.headers.get('x-hubspot-ratelimit-daily-remaining')).toBe('1');
});
