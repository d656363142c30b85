import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { eventsApi } from '../../../../src/admin/api/contract/events.js';
import { eventRoutes } from '../../../../src/admin/api/routes/events.js';
import { openTestApi, type TestApi } from '../support.js';

let api: TestApi;
const received: { workspace: number; body: string }[] = [];
let rejected: { line: number; reason: string }[] = [];

beforeAll(async () => {
  const services = {
    largest: 100,
    receive: async (workspace: number, body: Uint8Array) => {
      const text = Buffer.from(body).toString();
      received.push({ workspace, body: text });
      const accepted = text === '' ? 0 : text.split('\n').length - rejected.length;
      return { accepted, duplicates: 0, rejected };
    },
    types: async () => [{ type: 'product_use', channel: 'product', since: 0 }],
  };
  api = await openTestApi({ events: eventsApi }, { events: eventRoutes(services) }, 7);
});
afterAll(() => api?.close());

async function tell(body: string, type = 'application/x-ndjson') {
  const headers = { 'content-type': type };
  const answer = await fetch(`${api.url}/events`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as unknown };
}

test('The bytes go to the workspace of whoever sent them, as they were', async () => {
  expect(await tell('{"a":1}\n{"b":"ü"}')).toEqual({
    status: 200,
    body: { accepted: 2, duplicates: 0, rejected: [] },
  });
  expect(received.at(-1)).toEqual({ workspace: 7, body: '{"a":1}\n{"b":"ü"}' });
});

test('Rejected lines stand beside the accepted ones; with none accepted it is a refusal', async () => {
  rejected = [{ line: 2, reason: 'is not JSON' }];
  expect(await tell('{}\n{')).toMatchObject({ status: 200, body: { accepted: 1, rejected } });
  expect(await tell('{')).toMatchObject({
    status: 400,
    body: { error: { code: 'no-events', details: { rejected } } },
  });
  rejected = [];
  expect(await tell('')).toMatchObject({ status: 400, body: { error: { code: 'no-events' } } });
});

test('Another type of content and too large a body are refused, with the way out', async () => {
  const before = received.length;
  expect(await tell('{}', 'application/json')).toMatchObject({ status: 415 });
  expect(await tell('x'.repeat(101))).toMatchObject({
    status: 413,
    body: { error: { code: 'too-large' } },
  });
  expect(received).toHaveLength(before);
});

test('The types that were delivered are listed', async () => {
  expect(await api.send('GET', '/events/types')).toEqual({
    status: 200,
    body: {
      items: [{ type: 'product_use', channel: 'product', since: '1970-01-01T00:00:00.000Z' }],
    },
  });
});
