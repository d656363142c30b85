import { Signature } from '@hubspot/api-client';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { HookRequest } from '../../../connectors/connector.js';
import { signedUrl, signV3 } from '../../../connectors/hubspot/signature.js';
import { receiver } from '../../../connectors/hubspot/webhook.js';

const SECRET = 'yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy';
const NOW = 1_693_657_560_000;
const URL = 'https://leads.acme.example/hooks/hubspot?tenant=a%20b%2Fc';

function request(
  body: string | Uint8Array = '[]',
  change: {
    secret?: string;
    timestamp?: string;
    headers?: Record<string, string | string[] | undefined>;
    url?: string;
  } = {},
): HookRequest {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const timestamp = change.timestamp ?? String(NOW);
  const signature = signV3(change.secret ?? SECRET, {
    method: 'POST',
    url: URL,
    body: bytes,
    timestamp,
  });
  return {
    method: 'POST',
    url: change.url ?? URL,
    body: bytes,
    headers: {
      'content-type': 'application/json;charset=utf-8',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
      ...change.headers,
    },
  };
}

const statusOf = (hook: HookRequest, secrets: readonly string[] = [SECRET]): number => {
  const verdict = receiver.verify(hook, secrets, NOW);
  return verdict.ok ? 200 : verdict.status;
};

test("HubSpot's own example is signed as documented", () => {
  expect(
    signV3(SECRET, {
      method: 'POST',
      url: 'https://www.example.com/webhook_uri',
      body: Buffer.from("{'example_field':'example_value'}"),
      timestamp: '1693657560000',
    }),
  ).toBe('K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=');
});

test("whatever is signed agrees with the client library's signature", () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.webPath(), (body, path) => {
      const url = signedUrl(`https://leads.acme.example${path}`);
      const expected = Signature.getSignature('POST', 'v3', {
        clientSecret: SECRET,
        requestBody: body,
        url,
        timestamp: NOW,
      } as never);
      const bytes = Buffer.from(body);
      expect(signV3(SECRET, { method: 'POST', url, body: bytes, timestamp: String(NOW) })).toBe(
        expected,
      );
    }),
    { numRuns: 50 },
  );
});

test('only the documented escapes are decoded, in either case', () => {
  expect(signedUrl('/a%3A%2F%3F%40%21%24%27%28%29%2A%2C%3B?x=%20%25%3D%26%23%2b%3a')).toBe(
    "/a:/?@!$'()*,;?x=%20%25%3D%26%23%2b:",
  );
});

test('a signed array is accepted; any of several secrets may have signed', () => {
  expect(statusOf(request('[{"a":1}]'))).toBe(200);
  expect(statusOf(request('[]'), ['other', SECRET])).toBe(200);
  expect(statusOf(request('[]'), [SECRET, 'other'])).toBe(200);
  expect(statusOf(request('[]'), [])).toBe(401);
});

test('an empty secret signs nothing', () => {
  expect(statusOf(request('[]', { secret: '' }), [''])).toBe(401);
});

test.each([
  ['another secret', request('[]', { secret: 'x' }), 401],
  ['another URL', request('[]', { url: 'https://leads.acme.example/hooks/hubspot' }), 401],
  ['another method', { ...request(), method: 'PUT' }, 401],
  ['another body', { ...request(), body: Buffer.from('[1]') }, 401],
  ['no signature', request('[]', { headers: { 'x-hubspot-signature-v3': undefined } }), 401],
  ['a short signature', request('[]', { headers: { 'x-hubspot-signature-v3': 'abc' } }), 401],
  ['two signatures', request('[]', { headers: { 'x-hubspot-signature-v3': ['a', 'b'] } }), 401],
  ['no timestamp', request('[]', { headers: { 'x-hubspot-request-timestamp': undefined } }), 401],
  ['a word as timestamp', request('[]', { timestamp: 'now' }), 401],
  ['an old timestamp', request('[]', { timestamp: String(NOW - 300_001) }), 401],
  ['a future timestamp', request('[]', { timestamp: String(NOW + 300_001) }), 401],
  ['the oldest timestamp', request('[]', { timestamp: String(NOW - 300_000) }), 200],
  ['the latest timestamp', request('[]', { timestamp: String(NOW + 300_000) }), 200],
  ['a form', request('[]', { headers: { 'content-type': 'text/plain' } }), 415],
  ['no type', request('[]', { headers: { 'content-type': undefined } }), 415],
  ['an object', request('{}'), 400],
  ['no JSON', request('[{]'), 400],
  ['an empty body', request(''), 400],
  ['a body of 1 MiB and a byte', request(Buffer.alloc(1_048_577, ' ')), 413],
])('%s is answered', (_, hook, status) => {
  expect(statusOf(hook)).toBe(status);
});

test('header names count in any case', () => {
  const { headers, ...rest } = request();
  const upper = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]),
  );
  expect(statusOf({ ...rest, headers: upper })).toBe(200);
});

test('no reason tells a secret or a signature', () => {
  const hook = request('[]', { secret: 'x' });
  const verdict = JSON.stringify(receiver.verify(hook, [SECRET], NOW));
  expect(verdict).not.toContain(SECRET);
  expect(verdict).not.toContain(String(hook.headers['x-hubspot-signature-v3']));
});
