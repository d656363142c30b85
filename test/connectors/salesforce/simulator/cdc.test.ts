import { afterEach, expect, test } from '@jest/globals';
import { DAY, HOUR } from '../../../../src/lib/clock.js';
import {
  ADMIN,
  connect,
  fayeClient,
  handshake,
  type Json,
  leadId,
  leadUpdate,
  NOW,
  openStream,
  post,
  type StreamWorld,
  type StreamWorldOptions,
  subscribe,
  until,
} from './stream-support.js';

const LEADS = '/data/LeadChangeEvent';
let world: StreamWorld;
afterEach(() => world.close());

async function open(options?: StreamWorldOptions): Promise<void> {
  world = await openStream(options);
}

/** A client that listens to one channel. */
async function listener(channel = LEADS, replay?: unknown): Promise<string> {
  const clientId = await handshake(world);
  expect(await subscribe(world, clientId, channel, replay)).toMatchObject({ successful: true });
  return clientId;
}

async function received(clientId: string): Promise<Json[]> {
  return (await connect(world, clientId, 0)).events.map((event) => event.data);
}

test('a handshake offers long-polling and replay; its answer to the first connect comes at once', async () => {
  await open();
  const [answer] = await post(world, [
    {
      channel: '/meta/handshake',
      version: '1.0',
      supportedConnectionTypes: ['websocket', 'long-polling'],
    },
  ]);
  expect(answer).toMatchObject({
    successful: true,
    version: '1.0',
    supportedConnectionTypes: ['long-polling'],
    ext: { replay: true, 'payload.format': true },
  });
  const { answer: connected } = await connect(world, answer.clientId, 0);
  expect(connected).toMatchObject({
    successful: true,
    advice: { reconnect: 'retry', interval: 0, timeout: 1000 },
  });
  expect(world.told).toEqual(['cometd.handshake', 'cometd.connect']);
});

test('a connect waits for the next event and takes it', async () => {
  await open();
  const clientId = await listener();
  const waiting = connect(world, clientId);
  await until(() => world.told.includes('cometd.connect'), 'the connect');
  world.commit([leadUpdate(1, { Title: 'CEO' })], 'com/salesforce/api/rest/66.0;client=us/1');
  const { events } = await waiting;
  expect(events).toHaveLength(1);
  expect(events[0].channel).toBe(LEADS);
  expect(events[0].data).toEqual({
    schema: expect.any(String),
    payload: {
      Title: 'CEO',
      LastModifiedDate: '2026-11-22T10:00:00.000Z',
      ChangeEventHeader: {
        entityName: 'Lead',
        recordIds: [leadId(1)],
        changeType: 'UPDATE',
        changeOrigin: 'com/salesforce/api/rest/66.0;client=us/1',
        transactionKey: 'tx-1',
        sequenceNumber: 1,
        commitTimestamp: NOW,
        commitNumber: expect.any(Number),
        commitUser: ADMIN,
        changedFields: ['Title', 'LastModifiedDate'],
      },
    },
    event: { replayId: expect.any(Number) },
  });
});

test('sign-in is judged at every step and answered as Salesforce does', async () => {
  await open();
  const hello = {
    channel: '/meta/handshake',
    version: '1.0',
    supportedConnectionTypes: ['long-polling'],
  };
  const [none] = await post(world, [hello], null);
  expect(none).toMatchObject({
    successful: false,
    error: '401::Request requires authentication',
    advice: { reconnect: 'none' },
  });
  const [wrong] = await post(world, [hello], 'OAuth stolen');
  expect(wrong).toMatchObject({
    error: '403::Handshake denied',
    ext: { sfdc: { failureReason: '401::Authentication invalid' } },
    advice: { reconnect: 'none' },
  });
  expect(wrong.clientId).toBeUndefined();
  const clientId = await handshake(world);
  world.tokens.delete('good');
  const { answer } = await connect(world, clientId);
  expect(answer).toMatchObject({
    successful: false,
    error: '401::Authentication invalid',
    advice: { reconnect: 'none' },
  });
  expect(answer.clientId).toBeUndefined();
});

test('another user cannot take over a client; a client that stayed away is unknown', async () => {
  await open({ maxIntervalMs: 40_000 });
  const clientId = await listener();
  world.tokens.set('other', '005XX000002Other000');
  const [foreign] = await post(
    world,
    [{ channel: '/meta/connect', clientId, connectionType: 'long-polling' }],
    'Bearer other',
  );
  expect(foreign.error).toBe('403::Unknown client');
  world.clock.base += 41_000;
  const { answer } = await connect(world, clientId, 0);
  expect(answer).toMatchObject({
    error: '403::Unknown client',
    advice: { reconnect: 'handshake' },
  });
  expect(await subscribe(world, clientId, LEADS)).toMatchObject({ error: '403::Unknown client' });
});

test('only long-polling, only POST, only versions with replay', async () => {
  await open();
  const [none] = await post(world, [
    { channel: '/meta/handshake', version: '1.0', supportedConnectionTypes: ['websocket'] },
  ]);
  expect(none.error).toBe('301::Connection types not supported');
  const clientId = await handshake(world);
  const [socket] = await post(world, [
    { channel: '/meta/connect', clientId, connectionType: 'websocket' },
  ]);
  expect(socket.error).toBe('301::Connection types not supported');
  expect((await fetch(`${world.url}?message=[]`)).status).toBe(405);
  expect((await fetch(world.url.replace('66.0', '36.0'), { method: 'POST' })).status).toBe(404);
});

test('clients publish nothing', async () => {
  await open();
  const clientId = await listener();
  const [answer] = await post(world, [{ channel: LEADS, clientId, data: { forged: true } }]);
  expect(answer).toMatchObject({
    successful: false,
    error: '403:denied_by_security_policy:publish_denied',
  });
  expect(await received(clientId)).toEqual([]);
});

test.each([
  ['/data/OpportunityChangeEvent', 'an entity that nobody selected'],
  ['/data/leadChangeEvent', 'a name in another case'],
  ['/data/Other__chn', 'a custom channel that is not there'],
  ['/data/**', 'a wildcard'],
  ['/topic/Leads', 'another kind of channel'],
])('%s is no channel: %s', async (channel) => {
  await open();
  const clientId = await handshake(world);
  expect(await subscribe(world, clientId, channel)).toMatchObject({
    successful: false,
    error: '400::The channel you requested to subscribe to does not exist',
  });
});

test('-1 is what comes, -2 what is retained, an id what came after it', async () => {
  await open();
  world.commit([leadUpdate(1, { Title: 'A' })]);
  world.commit([leadUpdate(2, { Title: 'B' })]);
  world.commit([leadUpdate(3, { Title: 'C' })]);
  const all = await received(await listener(LEADS, -2));
  expect(all.map((data) => data.payload.Title)).toEqual(['A', 'B', 'C']);
  expect(await received(await listener(LEADS, -1))).toEqual([]);
  expect(await received(await listener())).toEqual([]);
  const after = await received(await listener(LEADS, all[0].event.replayId));
  expect(after.map((data) => data.payload.Title)).toEqual(['B', 'C']);
  const ids = all.map((data) => data.event.replayId);
  expect(ids[1] - ids[0]).toBeGreaterThan(1);
});

test('a replay goes to the client that asked, and to nobody else', async () => {
  await open();
  const early = await listener();
  world.commit([leadUpdate(1, { Title: 'A' })]);
  expect(await received(early)).toHaveLength(1);
  expect(await received(await listener(LEADS, -2))).toHaveLength(1);
  expect(await received(early)).toEqual([]);
});

test('an id that is too old, made up or of another channel is refused', async () => {
  await open();
  world.commit([leadUpdate(1, { Title: 'A' })]);
  const id = (await received(await listener(LEADS, -2)))[0].event.replayId;
  const clientId = await handshake(world);
  const refusal = async (replay: unknown) =>
    (await subscribe(world, clientId, LEADS, replay)).error;
  expect(await refusal(id)).toBeUndefined();
  expect(await refusal(id + 1)).toMatch(/^400::The replayId \{\d+\} you provided was invalid/);
  expect(await refusal(-3)).toMatch(/^400::The replayId/);
  expect(await refusal('soon')).toMatch(/^400::The replayId/);
  expect((await subscribe(world, clientId, '/data/ContactChangeEvent', id)).error).toMatch(
    /^400::/,
  );
  world.clock.now += 72 * HOUR + 1;
  expect(await refusal(id)).toMatch(/^400::The replayId/);
  expect(await refusal(-2)).toBeUndefined();
  expect(await received(await listener(LEADS, -2))).toEqual([]);
});

test('a client that misses polls gets what it missed, in order and once', async () => {
  await open();
  const clientId = await listener('/data/Ours__chn');
  for (let at = 0; at < 1200; at += 1) world.commit([leadUpdate(at, { Title: `T${at}` })]);
  const got: string[] = [];
  for (let polls = 0; polls < 5; polls += 1)
    got.push(...(await received(clientId)).map((data) => data.payload.Title));
  expect(got).toEqual(Array.from({ length: 1200 }, (_, at) => `T${at}`));
});

test('over the quota nothing is delivered and nothing is lost', async () => {
  await open({ quota: 3 });
  const clientId = await listener();
  for (let at = 0; at < 5; at += 1) world.commit([leadUpdate(at, { Title: `T${at}` })]);
  expect(await received(clientId)).toHaveLength(3);
  const { answer } = await connect(world, clientId);
  expect(answer).toMatchObject({
    error: '403::Organization total events daily limit exceeded',
    advice: { reconnect: 'none' },
  });
  expect(await subscribe(world, clientId, LEADS)).toMatchObject({
    error: '403::Organization total events daily limit exceeded',
  });
  expect(world.quota.remaining()).toBe(0);
  world.clock.now += DAY;
  expect((await received(clientId)).map((data) => data.payload.Title)).toEqual(['T3', 'T4']);
});

test('each subscriber uses the quota', async () => {
  await open({ quota: 4 });
  const [one, two] = [await listener(), await listener('/data/ChangeEvents')];
  world.commit([leadUpdate(1, { Title: 'A' })]);
  await received(one);
  await received(two);
  expect(world.quota.remaining()).toBe(2);
});

test('more clients than the edition allows are refused until one leaves', async () => {
  await open({ maxClients: 1 });
  const first = await listener();
  const second = await handshake(world);
  expect(await subscribe(world, second, LEADS)).toMatchObject({
    error: '403::Organization concurrent user limit exceeded',
  });
  await post(world, [{ channel: '/meta/disconnect', clientId: first }]);
  expect(await subscribe(world, second, LEADS)).toMatchObject({ successful: true });
});

test('a user without View All is refused; hidden fields are left out', async () => {
  await open({
    parts: {
      seesAll: (_user, object) => object === 'Lead',
      seesField: (_user, _object, field) => field.name !== 'Title' && field.name !== 'FirstName',
    },
  });
  const clientId = await handshake(world);
  expect(await subscribe(world, clientId, '/data/ContactChangeEvent')).toMatchObject({
    error: '403:denied_by_security_policy:create_denied',
  });
  const listening = await listener('/data/ChangeEvents');
  world.commit([leadUpdate(1, { Title: 'A', FirstName: 'Ada', LastName: 'Byron', Rating: 'Hot' })]);
  const [data] = await received(listening);
  expect(data.payload).toMatchObject({ Rating: 'Hot', Name: { LastName: 'Byron' } });
  expect(data.payload.Name).toEqual({ LastName: 'Byron' });
  expect(data.payload.Title).toBeUndefined();
});

test('creation, deletion and return: what each carries', async () => {
  await open();
  const clientId = await listener();
  const values = {
    FirstName: 'Ada',
    LastName: 'Byron',
    Company: 'Engines',
    City: 'London',
    Title: null,
    IsDeleted: false,
    LastActivityDate: '2026-11-20',
    SystemModstamp: '2026-11-22T10:00:00.000+0000',
    CreatedDate: '2026-11-22T10:00:00.000+0000',
  };
  world.commit([leadUpdate(1, values, { kind: 'CREATE', changed: [] })]);
  world.commit([leadUpdate(1, values, { kind: 'DELETE', changed: [] })]);
  world.commit([leadUpdate(1, values, { kind: 'UNDELETE', changed: [] })]);
  world.commit([leadUpdate(1, { Title: null, City: 'Paris' }, { otherUser: true })]);
  const [created, deleted, back, changed] = await received(clientId);
  const { ChangeEventHeader: header, ...body } = created.payload;
  expect(header).toMatchObject({ changeType: 'CREATE', changedFields: [], changeOrigin: '' });
  expect(body).toMatchObject({
    Name: { FirstName: 'Ada', LastName: 'Byron' },
    Address: { City: 'London' },
    CreatedDate: '2026-11-22T10:00:00.000Z',
  });
  for (const never of ['Title', 'IsDeleted', 'SystemModstamp', 'LastActivityDate', 'FirstName'])
    expect(body).not.toHaveProperty(never);
  expect(Object.keys(deleted.payload)).toEqual(['ChangeEventHeader']);
  expect(deleted.payload.ChangeEventHeader.changeType).toBe('DELETE');
  expect(back.payload).toMatchObject({ Company: 'Engines' });
  expect(back.payload.ChangeEventHeader.changeType).toBe('UNDELETE');
  expect(changed.payload).toMatchObject({
    Title: null,
    Address: { City: 'Paris' },
    LastModifiedById: ADMIN,
  });
  expect(changed.payload.ChangeEventHeader.changedFields).toEqual([
    'Title',
    'Address.City',
    'LastModifiedDate',
    'LastModifiedById',
  ]);
});

test('a change of what is never told is no event', async () => {
  await open();
  const clientId = await listener();
  world.commit([leadUpdate(1, { LastActivityDate: '2026-11-21' })]);
  expect(await received(clientId)).toEqual([]);
});

test('equal changes of a transaction are one event; the order of one record is kept', async () => {
  await open();
  const clientId = await listener();
  world.commit([
    leadUpdate(1, { Rating: 'Hot' }),
    leadUpdate(2, { Rating: 'Cold' }),
    leadUpdate(3, { Rating: 'Hot' }),
    leadUpdate(2, { Rating: 'Hot' }),
  ]);
  const got = await received(clientId);
  expect(got.map(({ payload }) => [payload.Rating, payload.ChangeEventHeader.recordIds])).toEqual([
    ['Hot', [leadId(1), leadId(3)]],
    ['Cold', [leadId(2)]],
    ['Hot', [leadId(2)]],
  ]);
  expect(got.map(({ payload }) => payload.ChangeEventHeader.sequenceNumber)).toEqual([1, 2, 3]);
});

test('too many changes are told as one overflow, a huge event as a gap', async () => {
  await open({ parts: { mostChanges: 3 } });
  const clientId = await listener();
  world.commit([
    leadUpdate(1, { Title: 'A', Rating: 'Hot' }),
    leadUpdate(2, { Title: 'A', Rating: 'Hot' }),
  ]);
  world.commit([leadUpdate(3, { Description: 'x'.repeat(1_100_000) })]);
  const [overflow, gap] = await received(clientId);
  expect(overflow.payload).toEqual({
    ChangeEventHeader: expect.objectContaining({
      changeType: 'GAP_OVERFLOW',
      recordIds: ['000000000000000AAA'],
    }),
  });
  expect(gap.payload).toEqual({
    ChangeEventHeader: expect.objectContaining({
      changeType: 'GAP_UPDATE',
      recordIds: [leadId(3)],
      changedFields: [],
    }),
  });
});

test('gaps, overflows and delays can be switched on', async () => {
  await open();
  const clientId = await listener();
  world.faults.add({ kind: 'event-gap', operation: 'cdc.Lead', count: 1 });
  world.commit([leadUpdate(1, { Title: 'A' })]);
  world.faults.add({ kind: 'event-overflow', operation: 'cdc.Lead', count: 1 });
  world.commit([leadUpdate(2, { Title: 'B' }), leadUpdate(3, { Title: 'C' })]);
  world.faults.add({ kind: 'event-delay', operation: 'cdc.Lead', count: 1, ms: 50 });
  world.commit([leadUpdate(4, { Title: 'D' })]);
  world.commit([leadUpdate(5, { Title: 'E' })]);
  const kinds = (await received(clientId)).map(
    ({ payload }) => payload.ChangeEventHeader.changeType,
  );
  expect(kinds).toEqual(['GAP_UPDATE', 'GAP_OVERFLOW', 'UPDATE']);
  await until(() => world.capture.ring.size === 4, 'the late event');
  expect((await received(clientId))[0].payload.Title).toBe('D');
});

test('errors of the server can be switched on at each step', async () => {
  await open();
  const clientId = await listener();
  world.faults.add({ kind: 'status', status: 503, operation: 'cometd.connect', count: 1 });
  expect((await connect(world, clientId, 0)).answer).toMatchObject({
    error: '503::Server is too busy',
    advice: { reconnect: 'retry' },
  });
  world.faults.add({ kind: 'status', status: 403, operation: 'cometd.subscribe', count: 1 });
  expect(await subscribe(world, clientId, LEADS)).toMatchObject({ error: '403::Unknown client' });
  world.faults.add({ kind: 'expired-token', operation: 'cometd.connect', count: 1 });
  expect((await connect(world, clientId, 0)).answer.error).toBe('401::Authentication invalid');
  world.faults.add({ kind: 'cut', operation: 'cometd.connect', count: 1 });
  await expect(connect(world, clientId, 0)).rejects.toThrow('fetch failed');
  world.faults.add({ kind: 'latency', operation: 'cometd.connect', count: 1, ms: 20 });
  expect((await connect(world, clientId, 0)).answer.successful).toBe(true);
});

test('an answer that never arrives takes its events with it; a replay brings them back', async () => {
  await open();
  const clientId = await listener();
  world.faults.add({ kind: 'apply-then-cut', operation: 'cometd.connect', count: 1 });
  world.commit([leadUpdate(1, { Title: 'A' })]);
  await expect(connect(world, clientId, 0)).rejects.toThrow('fetch failed');
  expect(await received(clientId)).toEqual([]);
  expect(await received(await listener(LEADS, -2))).toHaveLength(1);
});

test('what happens after a client hung up waits for its next connect', async () => {
  await open();
  const clientId = await listener();
  const abort = new AbortController();
  const gone = fetch(world.url, {
    method: 'POST',
    signal: abort.signal,
    headers: { 'content-type': 'application/json', authorization: 'OAuth good' },
    body: JSON.stringify([{ channel: '/meta/connect', clientId, connectionType: 'long-polling' }]),
  }).catch(() => 'gone');
  await until(() => world.told.includes('cometd.connect'), 'the connect');
  abort.abort();
  expect(await gone).toBe('gone');
  await until(() => world.stream.open === 0, 'the end of the connection');
  world.commit([leadUpdate(1, { Title: 'A' })]);
  expect(await received(clientId)).toHaveLength(1);
});

test('cut for an hour: the faye client comes back with its replay id and loses none of 1,000', async () => {
  await open();
  let last = -1;
  const got: string[] = [];
  const client = fayeClient(world.url);
  client.addExtension({
    outgoing(message: Json, next: (message: Json) => void) {
      if (message.channel === '/meta/subscribe') message.ext = { replay: { [LEADS]: last } };
      next(message);
    },
  });
  await client.subscribe(LEADS, (data: Json) => {
    last = data.event.replayId;
    got.push(data.payload.Title);
  });
  world.commit([leadUpdate(0, { Title: 'T0' })]);
  await until(() => got.length === 1, 'the first event');
  world.stream.sever();
  await expect(handshake(world)).rejects.toThrow('fetch failed');
  for (let at = 1; at <= 1000; at += 1) world.commit([leadUpdate(at, { Title: `T${at}` })]);
  world.clock.now += HOUR;
  world.stream.restore();
  await until(() => got.length >= 1001, 'the events of the hour');
  expect(got).toEqual(Array.from({ length: 1001 }, (_, at) => `T${at}`));
  await client.disconnect();
}, 60_000);

test('an address without a selected entity opens again when it is selected', async () => {
  await open();
  const clientId = await handshake(world);
  expect((await subscribe(world, clientId, '/data/AccountChangeEvent')).successful).toBe(false);
  world.select('ChangeEvents', 'AccountChangeEvent');
  expect((await subscribe(world, clientId, '/data/AccountChangeEvent')).successful).toBe(true);
});
