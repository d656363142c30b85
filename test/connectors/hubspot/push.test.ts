import { expect, test } from '@jest/globals';
import nock from 'nock';
import type { Priority } from '../../../connectors/connector.js';
import { noNetwork } from '../no-network.js';
import { HOST, hubspotApi, NOT_FOUND, open, validationError } from './support.js';

noNetwork();

const PATH = '/crm/objects/2026-09/contacts/batch/update';

interface Input {
  readonly id: string;
  readonly properties: Record<string, string>;
  readonly objectWriteTraceId: string;
}

const write = (record: string, score: string | null = '50') => ({
  record,
  values: { plumbline_score: score },
});

test('one call, texts only, null clears, each record with a trace id of its own', async () => {
  hubspotApi()
    .post(PATH, {
      inputs: [
        { id: '1', properties: { plumbline_score: '50' }, objectWriteTraceId: '1' },
        { id: '2', properties: { plumbline_score: '' }, objectWriteTraceId: '2' },
      ],
    })
    .matchHeader('content-type', 'application/json')
    .reply(200, {
      status: 'COMPLETE',
      results: [
        { id: '1', properties: {}, objectWriteTraceId: '1' },
        { id: '2', properties: {} },
      ],
    });
  const { session, counted } = open();
  expect(await session.push('contacts', [write('1'), write('2', null)], 'live')).toEqual([
    { record: '1', status: 'written' },
    { record: '2', status: 'written' },
  ]);
  expect(counted).toEqual([{ operation: 'contacts batch update', status: 200 }]);
});

test('two writes of one record go as one, later values winning', async () => {
  hubspotApi()
    .post(PATH, {
      inputs: [{ id: '1', properties: { a: '2', b: 'x', c: 'y' }, objectWriteTraceId: '1' }],
    })
    .reply(200, { results: [{ id: '1' }] });
  const { session } = open();
  const outcomes = await session.push(
    'contacts',
    [
      { record: '1', values: { a: '1', b: 'x' } },
      { record: '1', values: { a: '2', c: 'y' } },
    ],
    'live',
  );
  expect(outcomes).toEqual([{ record: '1', status: 'written' }]);
});

test.each([200, 207])('errors of single records are read from a %i', async (status) => {
  hubspotApi()
    .post(PATH)
    .reply(status, {
      status: 'COMPLETE',
      results: [{ id: '1' }],
      numErrors: 2,
      errors: [
        {
          status: 'error',
          category: 'VALIDATION_ERROR',
          message: 'ada@acme.example was not one of the allowed options',
          context: { objectWriteTraceId: ['2'], propertyName: ['plumbline_stage'] },
        },
        { status: 'error', category: 'OBJECT_NOT_FOUND', message: 'gone', context: { ids: ['3'] } },
      ],
    });
  const { session } = open();
  expect(await session.push('contacts', [write('1'), write('2'), write('3')], 'live')).toEqual([
    { record: '1', status: 'written' },
    {
      record: '2',
      status: 'refused',
      message: '(address) was not one of the allowed options',
      properties: ['plumbline_stage'],
    },
    { record: '3', status: 'gone' },
  ]);
});

test('a batch refused as a whole is halved until the bad record stands alone', async () => {
  const sizes: number[] = [];
  hubspotApi()
    .persist()
    .post(PATH)
    .reply((_, body) => {
      const { inputs } = body as { inputs: Input[] };
      sizes.push(inputs.length);
      if (inputs.some((input) => input.id === '5')) {
        return [400, validationError('INVALID_OPTION', 'plumbline_stage', 'no such option')];
      }
      return [200, { results: inputs.map(({ id }) => ({ id })) }];
    });
  const { session } = open();
  const records = ['1', '2', '3', '4', '5', '6', '7', '8'];
  const outcomes = await session.push(
    'contacts',
    records.map((record) => write(record)),
    'live',
  );
  nock.cleanAll();
  expect(outcomes.map(({ record, status }) => [record, status])).toEqual(
    records.map((record) => [record, record === '5' ? 'refused' : 'written']),
  );
  expect(outcomes[4]).toMatchObject({
    message: expect.stringContaining('no such option'),
    properties: ['plumbline_stage'],
  });
  expect(sizes).toEqual([8, 4, 4, 2, 1, 1, 2]);
});

test('a property that does not exist is refused at once for all that carry it', async () => {
  hubspotApi().post(PATH).reply(400, validationError('PROPERTY_DOESNT_EXIST', 'plumbline_band'));
  hubspotApi()
    .post(PATH, {
      inputs: [{ id: '3', properties: { plumbline_score: '50' }, objectWriteTraceId: '3' }],
    })
    .reply(200, { results: [{ id: '3' }] });
  const { session } = open();
  const band = { plumbline_band: 'hot' };
  const outcomes = await session.push(
    'contacts',
    [{ record: '1', values: band }, { record: '2', values: band }, write('3')],
    'live',
  );
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['refused', 'refused', 'written']);
});

test('a property that does not exist need not be cleared', async () => {
  hubspotApi().post(PATH).reply(400, validationError('PROPERTY_DOESNT_EXIST', 'plumbline_band'));
  hubspotApi()
    .post(PATH, {
      inputs: [{ id: '2', properties: { plumbline_score: '50' }, objectWriteTraceId: '2' }],
    })
    .reply(200, { results: [{ id: '2' }] });
  const { session } = open();
  const outcomes = await session.push(
    'contacts',
    [
      { record: '1', values: { plumbline_band: null } },
      { record: '2', values: { plumbline_band: null, plumbline_score: '50' } },
    ],
    'live',
  );
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['written', 'written']);
});

test('a record that the answer does not mention gets its own call', async () => {
  hubspotApi()
    .post(PATH)
    .reply(200, { results: [{ id: '1' }] });
  hubspotApi()
    .patch('/crm/objects/2026-09/contacts/2', { properties: { plumbline_score: '50' } })
    .reply(404, NOT_FOUND);
  const { session } = open();
  expect(await session.push('contacts', [write('1'), write('2')], 'live')).toEqual([
    { record: '1', status: 'written' },
    { record: '2', status: 'gone' },
  ]);
});

test('a failure of HubSpot is thrown with an unknown outcome and never sent again by itself', async () => {
  hubspotApi().post(PATH).reply(502, '<html>bad gateway</html>');
  const { session, counted } = open();
  await expect(session.push('contacts', [write('1')], 'live')).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'unknown',
  });
  expect(counted).toHaveLength(1);
});

test('a cut connection leaves the outcome unknown', async () => {
  hubspotApi()
    .post(PATH)
    .replyWithError(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  const { session, counted } = open();
  await expect(session.push('contacts', [write('1')], 'live')).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'unknown',
  });
  expect(counted).toEqual([{ operation: 'contacts batch update', status: 'cut' }]);
});

test('a time-out cuts the connection and leaves the outcome unknown', async () => {
  hubspotApi().post(PATH).delay(5_000).reply(200, { results: [] });
  const { session, counted } = open({ timeoutMs: 50 });
  await expect(session.push('contacts', [write('1')], 'live')).rejects.toMatchObject({
    kind: 'transient',
    outcome: 'unknown',
  });
  nock.abortPendingRequests();
  expect(counted).toEqual([{ operation: 'contacts batch update', status: 'timeout' }]);
});

test.each([
  ['a lock', 423, { message: 'locked' }, {}, 2_000],
  ['a limit', 429, { policyName: 'TEN_SECONDLY_ROLLING' }, { 'retry-after': '4' }, 4_000],
])(
  '%s is thrown with its wait: a write is sent once, and its caller counts the tries',
  async (_, status, body, headers, waitMs) => {
    hubspotApi()
      .post(PATH)
      .reply(status, { status: 'error', ...body }, headers as Record<string, string>);
    const { session, counted, waits } = open();
    await expect(session.push('contacts', [write('1')], 'live')).rejects.toMatchObject({
      kind: 'wait',
      waitMs,
      outcome: 'not-applied',
      sent: true,
    });
    expect(counted).toHaveLength(1);
    expect(waits).toEqual([]);
  },
);

test('what the own budget holds back was not sent, unless a part of the push was', async () => {
  const full = { take: (_: Priority, signal?: AbortSignal) => aborted(signal) };
  const held = open({ timeoutMs: 20, window: () => full });
  await expect(held.session.push('contacts', [write('1')], 'live')).rejects.toMatchObject({
    kind: 'wait',
    sent: false,
  });
  hubspotApi().post(PATH).reply(400, validationError('INVALID_OPTION', 'plumbline_stage'));
  let places = 1;
  const one = {
    take: async (_: Priority, signal?: AbortSignal) => {
      places -= 1;
      return places < 0 ? aborted(signal) : () => {};
    },
  };
  // Long enough for the one answer, however busy the machine is.
  const begun = open({ timeoutMs: 2_000, window: () => one });
  await expect(
    begun.session.push('contacts', [write('1'), write('2')], 'live'),
  ).rejects.toMatchObject({ kind: 'wait', sent: true });
});

const aborted = (signal?: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason));
  });

test.each([
  ['a limit', 429, { policyName: 'DAILY', message: 'daily' }, 'wait', 3_600_000],
  ['a dead token', 401, {}, 'reconnect', 0],
  ['a missing right', 403, { category: 'MISSING_SCOPES' }, 'rights', 0],
])('%s after a part was written fails the others alone', async (_, status, body, kind, waitMs) => {
  hubspotApi().post(PATH).reply(400, validationError('INVALID_OPTION', 'plumbline_stage'));
  hubspotApi()
    .post(PATH)
    .reply(200, { results: [{ id: '1' }] });
  nock(HOST)
    .persist()
    .post(PATH)
    .reply(status, { status: 'error', ...body });
  const { session } = open();
  expect(await session.push('contacts', [write('1'), write('2')], 'live')).toMatchObject([
    { record: '1', status: 'written' },
    { record: '2', status: 'failed', error: { kind, waitMs, outcome: 'not-applied', sent: true } },
  ]);
  nock.cleanAll();
});

test('a limit on the call of one record fails that one alone', async () => {
  hubspotApi()
    .post(PATH)
    .reply(200, { results: [{ id: '1' }] });
  hubspotApi()
    .patch('/crm/objects/2026-09/contacts/2')
    .reply(429, { status: 'error', policyName: 'DAILY', message: 'daily' });
  const { session } = open();
  expect(await session.push('contacts', [write('1'), write('2')], 'live')).toMatchObject([
    { record: '1', status: 'written' },
    { record: '2', status: 'failed', error: { kind: 'wait', outcome: 'not-applied' } },
  ]);
});

test('a limit after a refusal leaves what was not settled unapplied', async () => {
  hubspotApi().post(PATH).reply(400, validationError('PROPERTY_DOESNT_EXIST', 'plumbline_band'));
  hubspotApi().post(PATH).reply(429, { status: 'error', policyName: 'DAILY', message: 'daily' });
  const { session } = open();
  const writes = [{ record: '1', values: { plumbline_band: 'hot' } }, write('2')];
  expect(await session.push('contacts', writes, 'live')).toMatchObject([
    { record: '1', status: 'refused' },
    { record: '2', status: 'failed', error: { kind: 'wait', outcome: 'not-applied' } },
  ]);
});

/** Every call answers after 1.5 s, a batch as `batch` says; a call of one record is written. */
function slowPush(timeoutMs: number, batch: (ids: readonly string[]) => [number, nock.Body]) {
  const { session, advance } = open({ timeoutMs });
  const starts: number[] = [];
  let now = 0;
  const slow = (answer: [number, nock.Body]): [number, nock.Body] => {
    starts.push(now);
    now += 1_500;
    advance(1_500);
    return answer;
  };
  hubspotApi()
    .persist()
    .post(PATH)
    .reply((_, body) => slow(batch((body as { inputs: Input[] }).inputs.map(({ id }) => id))));
  hubspotApi()
    .persist()
    .patch(/contacts\/\d+$/)
    .reply(() => slow([200, {}]));
  const writes = ['1', '2', '3'].map((record) => write(record));
  return { starts, outcomes: session.push('contacts', writes, 'live').finally(nock.cleanAll) };
}

const refuseMany = (ids: readonly string[]): [number, nock.Body] =>
  ids.length > 1
    ? [400, validationError('INVALID_OPTION', 'plumbline_stage') as nock.Body]
    : [200, { results: ids.map((id) => ({ id })) }];

const mentionFirst = (ids: readonly string[]): [number, nock.Body] => [
  200,
  { results: [{ id: ids[0] }] },
];

const LATE = { kind: 'wait', waitMs: 1_000, outcome: 'not-applied' };

test('halving starts no call later than one time-out after the push', async () => {
  const late = slowPush(2_000, refuseMany);
  await expect(late.outcomes).rejects.toMatchObject(LATE);
  expect(late.starts).toEqual([0, 1_500]);
  expect(await slowPush(6_000, refuseMany).outcomes).toHaveLength(3);
});

test('asking record by record starts no call later than one time-out, and keeps what was settled', async () => {
  const late = slowPush(2_000, mentionFirst);
  expect(await late.outcomes).toMatchObject([
    { record: '1', status: 'written' },
    { record: '2', status: 'written' },
    { record: '3', status: 'failed', error: LATE },
  ]);
  expect(late.starts).toEqual([0, 1_500]);
  const inTime = await slowPush(6_000, mentionFirst).outcomes;
  expect(inTime.map(({ status }) => status)).toEqual(['written', 'written', 'written']);
});
