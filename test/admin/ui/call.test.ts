import { afterEach, expect, jest, test } from '@jest/globals';
import { z } from 'zod';
import { endpoint, stream } from '../../../src/admin/api/contract/endpoint.js';
import { call, setCsrfToken, urlOf } from '../../../src/admin/ui/api/call.js';
import { ApiError } from '../../../src/admin/ui/api/error.js';

const show = endpoint({
  method: 'get',
  path: '/things/:thing/parts/:part',
  access: 'viewer',
  summary: 'A part.',
  params: { thing: z.string(), part: z.string() },
  query: {
    q: z.string().optional(),
    tag: z.array(z.string()).optional(),
    days: z.coerce.number().default(7),
  },
  answer: z.object({ count: z.number() }),
});
const change = endpoint({
  method: 'put',
  path: '/things',
  access: 'editor',
  summary: 'Changes it.',
  body: z.strictObject({ on: z.boolean() }),
  answer: z.undefined(),
  status: 204,
});
const download = endpoint({
  method: 'get',
  path: '/export',
  access: 'viewer',
  summary: 'All of it.',
  answer: stream('text/csv'),
});

const former = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = former;
  setCsrfToken(null);
});

function answering(response: Response | Error) {
  const fetched = jest.fn<typeof fetch>(async () => {
    if (response instanceof Error) throw response;
    return response;
  });
  globalThis.fetch = fetched;
  return () => {
    const [address, init] = fetched.mock.calls[0] ?? [];
    return { address, ...init };
  };
}

const json = (body: unknown, status = 200) => new Response(JSON.stringify(body), { status });
const failure = async (pending: Promise<unknown>): Promise<ApiError> => {
  const thrown = await pending.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(thrown instanceof ApiError)) throw new Error(`no ApiError: ${String(thrown)}`);
  return thrown;
};

test('names in the path are encoded, lists are repeated, what is empty is left out', async () => {
  const sent = answering(json({ count: 3 }));
  const answer = await call(show, {
    params: { thing: 'a/b', part: 'ü?' },
    query: { q: '', tag: ['x', 'y&z'] },
  });
  expect(answer).toEqual({ count: 3 });
  expect(sent()).toMatchObject({
    address: '/api/v1/things/a%2Fb/parts/%C3%BC%3F?tag=x&tag=y%26z',
    method: 'GET',
    credentials: 'same-origin',
  });
  expect(sent().headers).not.toHaveProperty('x-csrf-token');
});

test('a change carries the session’s token and its body, and may answer with nothing', async () => {
  setCsrfToken('secret');
  const sent = answering(new Response(null, { status: 204 }));
  expect(await call(change, { body: { on: true } })).toBeUndefined();
  expect(sent()).toMatchObject({ method: 'PUT', body: '{"on":true}', keepalive: true });
  expect(sent().headers).toMatchObject({
    'x-csrf-token': 'secret',
    'content-type': 'application/json',
  });
});

test('a stream comes as it is', async () => {
  answering(new Response('a,b'));
  expect(await (await call(download)).text()).toBe('a,b');
});

test('a refusal keeps its code, sentence, status and details', async () => {
  const error = { code: 'last-admin', message: 'Make another one first.', details: { left: 1 } };
  answering(json({ error }, 409));
  expect(await failure(call(change, { body: { on: true } }))).toMatchObject({
    ...error,
    status: 409,
  });
});

test('an unreadable refusal, another shape and no answer are told apart', async () => {
  answering(new Response('<h1>Bad gateway</h1>', { status: 502 }));
  expect(await failure(call(download))).toMatchObject({ code: 'unreadable', status: 502 });
  answering(json({ count: 'three' }));
  const input = { params: { thing: '1', part: '2' } };
  expect(await failure(call(show, input))).toMatchObject({ code: 'mismatch' });
  answering(new TypeError('failed to fetch'));
  expect(await failure(call(download))).toMatchObject({ code: 'unreachable', status: 0 });
});

test('a call that was given up is no failure of the server', async () => {
  const given = new AbortController();
  given.abort();
  answering(new Error('aborted'));
  await expect(call(download, {}, { signal: given.signal })).rejects.toThrow('aborted');
});

test('an address for links has the query, too', () => {
  const input = { params: { thing: '7', part: '8' }, query: { q: 'ann & co', days: 30 } };
  expect(urlOf(show, input)).toBe('/api/v1/things/7/parts/8?q=ann+%26+co&days=30');
});
