import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { REDACTED, redact, redactText } from '../../src/lib/redact.js';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const digitsAndLetters = 'ABCDEFGHJKMNPQRSTVWXYZabcdefghjkmnpqrstvwxyz0123456789';
const opaque = fc
  .array(fc.constantFrom(...digitsAndLetters), { minLength: 30, maxLength: 80 })
  .map((letters) => `a1${letters.join('')}`);
const jwt = fc.tuple(opaque, opaque, opaque).map(([a, b, c]) => `eyJ${a}.${b}.${c}`);
const token = fc.oneof(
  opaque,
  jwt,
  fc.uuid().map((id) => `pat-eu1-${id}`),
  opaque.map((rest) => `00D000000000001!${rest}`),
);
/** Puts a secret somewhere into a log line's fields. */
const around = (secret: fc.Arbitrary<string>) =>
  fc
    .tuple(
      secret,
      text,
      text,
      fc.constantFrom('text', 'list', 'nested', 'key', 'error', 'cause', 'map'),
    )
    .map(([value, before, after, place]) => {
      const sentence = `${before} ${value} ${after}`;
      const places: Record<string, unknown> = {
        text: sentence,
        list: [1, sentence],
        nested: { a: { b: [{ c: sentence }] } },
        key: { [sentence]: 1 },
        error: new Error(sentence),
        cause: new Error('outer', { cause: new Error(sentence) }),
        map: new Map([[sentence, sentence]]),
      };
      return { value, fields: { field: places[place] } };
    });

test('no generated e-mail address survives', () => {
  fc.assert(
    fc.property(around(fc.emailAddress()), ({ value, fields }) => {
      expect(JSON.stringify(redact(fields))).not.toContain(JSON.stringify(value).slice(1, -1));
    }),
    { numRuns: 500 },
  );
});

test('no generated token survives', () => {
  fc.assert(
    fc.property(around(token), ({ value, fields }) => {
      expect(JSON.stringify(redact(fields))).not.toContain(value);
    }),
    { numRuns: 500 },
  );
});

test('a given secret is hidden even when it looks like a word', () => {
  expect(redactText('connecting with correct-horse', ['correct-horse'])).toBe(
    `connecting with ${REDACTED}`,
  );
});

test.each([
  'accessToken',
  'refresh_token',
  'client_secret',
  'Authorization',
  'set-cookie',
  'x-hubspot-signature-v3',
  'apiKey',
  'API_KEY',
  'workEmail',
  'e-mail',
  'mobilePhone',
  'phone',
  'passwordHash',
])('the value of the key %s is hidden whatever it is', (key) => {
  expect(redact({ [key]: 'Ann' })).toEqual({ [key]: REDACTED });
  expect(redact({ [key]: { a: ['Ann'] } })).toEqual({ [key]: REDACTED });
  expect(redact({ [key]: 358401234567 })).toEqual({ [key]: REDACTED });
});

test.each([
  ['Bearer abc', `Bearer ${REDACTED}`],
  ['authorization: Basic YTpi', `authorization: Basic ${REDACTED}`],
  ['ann@acme.example wrote', `${REDACTED} wrote`],
  ['<ann.lee+x@acme.example>', `<${REDACTED}>`],
  ["o'hara@acme.example", REDACTED],
  ['/contacts?email=ann%40acme.example', `/contacts?email=${REDACTED}`],
  ['"ann lee"@acme.example', REDACTED],
  ['GET /x?code=12&y=1', `GET /x?code=${REDACTED}&y=1`],
  ['refresh_token=q1&z=2', `refresh_token=${REDACTED}&z=2`],
  ['postgres://user:pw@db.example/x', `postgres://${REDACTED}@db.example/x`],
  ['call +358 40 123 4567', `call ${REDACTED}`],
  ['-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----', REDACTED],
])('%j becomes %j', (before, after) => {
  expect(redactText(before)).toBe(after);
});

test.each([
  'scored 100 leads in 12 ms at 2026-03-01T12:00:00.000Z',
  'at run (/app/node_modules/@hubspot/api-client/index.js:12:5)',
  'transition mql-points, model b2b-default v3',
  'https://plumbline.example/leads/17?tab=reasons',
])('%j stays as it is', (line) => {
  expect(redactText(line)).toBe(line);
});

test('a request id that is a UUID stays under its own key alone', () => {
  const id = '0b1f7e0e-3a53-4f86-9d0c-1f5f4f5f1a2b';
  expect(redact({ requestId: id, correlationId: id, note: id })).toEqual({
    requestId: id,
    correlationId: id,
    note: REDACTED,
  });
});

test('cycles, depth, bytes, errors and unreadable objects make a finite copy', () => {
  const cycle: Record<string, unknown> = { n: 1, none: null, when: new Date(0), big: 2n };
  cycle.self = cycle;
  cycle.bytes = new Uint8Array(3);
  cycle.trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('no');
      },
    },
  );
  expect(redact(cycle)).toEqual({
    n: 1,
    none: null,
    when: '1970-01-01T00:00:00.000Z',
    big: '2',
    self: '[circular]',
    bytes: '[3 bytes]',
    trap: '[unreadable]',
  });
  let deep: unknown = 'end';
  for (let level = 0; level < 100; level += 1) deep = { deep };
  expect(JSON.stringify(redact(deep))).toContain('[deep]');
  expect(String(redact('x '.repeat(10_000))).length).toBeLessThan(8100);
});

test('redacting twice changes nothing more', () => {
  fc.assert(
    fc.property(text, fc.emailAddress(), (a, b) => {
      const once = redactText(`${a} ${b}`);
      expect(redactText(once)).toBe(once);
    }),
  );
});
