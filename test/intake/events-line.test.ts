import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { EVENT_LIMITS, readEventLine } from '../../src/intake/events-line.js';

const good = {
  email: 'Ann.Lee@Acme.example',
  type: 'product_use',
  occurredAt: '2026-03-01T12:00:00+01:00',
  id: 'e1',
  attributes: { product: 'Line' },
};

const reasonOf = (change: object): string | undefined => {
  const read = readEventLine(JSON.stringify({ ...good, ...change }));
  return 'reason' in read ? read.reason : undefined;
};

test('A line is read with its address in one form and its time in UTC', () => {
  expect(readEventLine(JSON.stringify(good))).toEqual({
    line: {
      of: { email: 'ann.lee@acme.example' },
      type: 'product_use',
      at: Date.parse('2026-03-01T11:00:00Z'),
      id: 'e1',
      attributes: { product: 'Line' },
    },
  });
  const record = { account: 'hubspot/42', object: 'contacts', id: '7' };
  expect(readEventLine(JSON.stringify({ ...good, email: undefined, record }))).toMatchObject({
    line: { of: { record } },
  });
});

test.each([
  [{ email: 'nobody' }, 'email: is not an e-mail address'],
  [{ email: undefined }, 'needs either email or record'],
  [{ record: { account: 1, object: 'contacts', id: '1' } }, 'needs either email or record'],
  [{ type: 'pageview' }, 'type: is no activity type; own ones are written custom:<name>'],
  [{ occurredAt: '1990-01-01T00:00:00Z' }, 'occurredAt: lies before 1995'],
  [{ occurredAt: 'yesterday' }, expect.stringMatching(/^occurredAt: /)],
  [{ id: '' }, expect.stringMatching(/^id: /)],
  [{ points: 5 }, 'has a key that no event has'],
  [{ attributes: { a: { b: { c: { d: 1 } } } } }, undefined],
  [{ attributes: { a: { b: { c: { d: { e: 1 } } } } } }, 'attributes: have more than 4 levels'],
  [{ attributes: { list: Array(300).fill(1) } }, 'attributes: have more than 200 values'],
])('%j is answered with its reason', (change, reason) => {
  expect(reasonOf(change)).toEqual(reason);
});

test('What is no object is no event, and no reason repeats what was sent', () => {
  for (const text of ['{"email":', '[]', 'null', '7', '"secret@acme.example"']) {
    const read = readEventLine(text);
    expect('reason' in read && read.reason).toEqual(expect.stringMatching(/^is n/));
  }
  expect(readEventLine(`{"id":"${'x'.repeat(EVENT_LIMITS.line)}"}`)).toEqual({
    reason: 'is longer than 32000 characters',
  });
  fc.assert(
    fc.property(fc.json(), (text) => {
      const read = readEventLine(text.replace('{', '{"private-key":1,'));
      return !('reason' in read) || !read.reason.includes('private-key');
    }),
  );
});
