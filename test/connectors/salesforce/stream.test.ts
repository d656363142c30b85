import { afterEach, expect, test } from '@jest/globals';
import type {
  Cursor,
  ObjectNeed,
  SessionContext,
  StreamEvent,
} from '../../../connectors/connector.js';
import { openSession } from '../../../connectors/salesforce/session.js';
import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../connectors/salesforce/simulator/index.js';
import { need } from './support.js';

let simulator: Simulator;
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await simulator.close();
});

const SCORE = { name: 'Plumbline_Score__c', type: 'double' } as const;
const start = async (options: SimulatorOptions = {}): Promise<void> => {
  simulator = await startSalesforceSimulator({ people: 20, customFields: [SCORE], ...options });
};
const control = async (method: string, path: string, body?: unknown): Promise<unknown> => {
  const init = { method, ...(body !== undefined && { body: JSON.stringify(body) }) };
  const response = await fetch(`${simulator.url}/_simulator/${path}`, init);
  const answer = await response.json();
  if (!response.ok) throw new Error(JSON.stringify(answer));
  return answer;
};
const ids = async (object: string): Promise<string[]> => {
  const soql = `SELECT Id FROM ${object} ORDER BY Id`;
  const answer = await control('GET', `query?q=${encodeURIComponent(soql)}`);
  return (answer as { records: { Id: string }[] }).records.map(({ Id }) => Id);
};
const edit = (id: string, fields: object) =>
  control('POST', 'acts/edit', { object: 'Lead', id, fields });

const NEEDS: ObjectNeed[] = [
  need('Lead', {
    properties: ['FirstName', 'Country', 'HasOptedOutOfEmail', 'Title', SCORE.name],
  }),
  need('Contact', { properties: ['Email'], links: ['Account'] }),
];

type Allowance = Extract<StreamEvent, { kind: 'allowance' }>;
type Told = Exclude<StreamEvent, Allowance>;

interface Heard {
  readonly events: Told[];
  readonly allowances: Allowance[];
  readonly refused: string[];
  /** Resolves when the stream ends, with what it threw. */
  readonly ended: Promise<unknown>;
  stop(): void;
  position(): Cursor | null;
}

/** A stream of the org, as a user; everything it hands over is written down. */
function listen(
  options: { position?: Cursor | null; user?: string; context?: Partial<SessionContext> } = {},
): Heard {
  const { position = null, user = simulator.setup.admin } = options;
  const stop = new AbortController();
  const events: Told[] = [];
  const allowances: Allowance[] = [];
  const refused: string[] = [];
  let token = simulator.accessToken(user);
  const session = openSession({
    baseUrl: simulator.url,
    portal: simulator.org.id,
    auth: {
      token: async () => token,
      refused: async (old) => {
        refused.push(old);
        token = simulator.accessToken(user);
      },
    },
    window: () => ({ take: async () => () => {} }),
    clock: () => simulator.clock.now(),
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 5_000,
    count: () => {},
    ...options.context,
  });
  const run = async (): Promise<unknown> => {
    const stream = session.stream?.({ needs: NEEDS, position, signal: stop.signal }) ?? [];
    try {
      for await (const event of stream) {
        if (event.kind === 'allowance') allowances.push(event);
        else events.push(event);
      }
      return undefined;
    } catch (error) {
      return error;
    }
  };
  const ended = run();
  ends.push(() => {
    stop.abort();
    return ended;
  });
  return {
    events,
    allowances,
    refused,
    ended,
    stop: () => stop.abort(),
    position: () =>
      events.findLast((event) => event.kind === 'changes' || event.kind === 'missed')?.position ??
      null,
  };
}

/** Waits for a condition, however slow the machine is. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

const isLive = ({ events }: Heard): boolean => events.some(({ kind }) => kind === 'live');
const changes = ({ events }: Heard) =>
  events.flatMap((event) => (event.kind === 'changes' ? event.changes : []));

test('a change by a person arrives with its value, its time and who made it', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  expect(heard.events).toEqual([{ kind: 'live', objects: ['Lead', 'Contact'] }]);
  const [lead = ''] = await ids('Lead');
  await edit(lead, { FirstName: 'Nova', Country: 'Finland', HasOptedOutOfEmail: true });
  await edit(lead, { Title: '' });
  await until(() => changes(heard).length === 4);
  const told = changes(heard).map((change) => [
    change.kind === 'value' ? change.property : change.kind,
    change.kind === 'value' ? change.value : null,
  ]);
  expect(Object.fromEntries(told)).toEqual({
    FirstName: 'Nova',
    Country: 'Finland',
    HasOptedOutOfEmail: 'true',
    Title: null,
  });
  for (const change of changes(heard)) {
    expect(change).toMatchObject({ object: 'Lead', record: lead, source: { kind: 'person' } });
    expect(Math.abs(change.at - simulator.clock.now())).toBeLessThan(60_000);
  }
});

test('our own writes are told as ours', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  const [lead = ''] = await ids('Lead');
  const write = { record: lead, values: { [SCORE.name]: '42' } };
  const session = openSession({
    baseUrl: simulator.url,
    portal: simulator.org.id,
    auth: { token: async () => simulator.accessToken(), refused: async () => {} },
    window: () => ({ take: async () => () => {} }),
    clock: () => simulator.clock.now(),
    log: { info: () => {}, warn: () => {} },
    timeoutMs: 5_000,
    count: () => {},
  });
  expect(await session.push('Lead', [write], 'live')).toMatchObject([{ status: 'written' }]);
  await until(() => changes(heard).length > 0);
  expect(changes(heard)).toMatchObject([
    { kind: 'value', property: SCORE.name, value: '42', source: { kind: 'us' } },
  ]);
  await edit(lead, { FirstName: 'Nova' });
  await until(() => changes(heard).length > 1);
  const delivered = heard.events.flatMap((event) =>
    event.kind === 'changes' ? (event.delivered ?? []) : [],
  );
  expect(delivered).toEqual([
    { count: 1, own: 1 },
    { count: 1, own: 0 },
  ]);
});

test('what the org may be handed is told before the stream holds, also when nothing is left', async () => {
  await start();
  await control('PATCH', 'stream', { delivered: 300, used: 100 });
  const heard = listen();
  await until(() => isLive(heard));
  expect(heard.allowances).toEqual([{ kind: 'allowance', limit: 300, remaining: 200 }]);
  heard.stop();
  await control('PATCH', 'stream', { used: 300 });
  const refused = listen();
  await refused.ended;
  expect(refused.allowances).toEqual([{ kind: 'allowance', limit: 300, remaining: 0 }]);
});

test('a conversion, a deletion and a restoration are read; a new record is told', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  const [lead = '', other = ''] = await ids('Lead');
  await control('POST', 'acts/convert-lead', { lead });
  await control('POST', 'acts/delete', { object: 'Lead', id: other });
  await control('POST', 'acts/undelete', { object: 'Lead', id: other });
  await until(() => changes(heard).some(({ kind }) => kind === 'restored'));
  expect(changes(heard).map(({ object, kind }) => `${object} ${kind}`)).toEqual([
    'Contact created',
    'Lead withheld',
    'Lead withheld',
    'Lead restored',
  ]);
});

test('a stream that was away goes on behind the last position, each change once', async () => {
  await start();
  const first = listen();
  await until(() => isLive(first));
  const leads = (await ids('Lead')).slice(0, 5);
  await edit(leads[0] ?? '', { FirstName: 'One' });
  await until(() => changes(first).length === 1);
  first.stop();
  expect(await first.ended).toBeUndefined();
  for (const lead of leads) await edit(lead, { FirstName: 'Two' });
  const second = listen({ position: first.position() });
  await until(() => changes(second).length >= 5);
  await edit(leads[0] ?? '', { FirstName: 'Three' });
  await until(() => changes(second).length >= 6);
  expect(changes(second).map((change) => (change.kind === 'value' ? change.value : ''))).toEqual([
    ...leads.map(() => 'Two'),
    'Three',
  ]);
});

test('a position that Salesforce has forgotten is told as missed, and it goes on', async () => {
  await start();
  const first = listen();
  await until(() => isLive(first));
  const [lead = ''] = await ids('Lead');
  await edit(lead, { FirstName: 'One' });
  await until(() => changes(first).length === 1);
  first.stop();
  await first.ended;
  await control('POST', 'clock', { advanceMs: 4 * 24 * 3_600_000 });
  const second = listen({ position: first.position() });
  await until(() => isLive(second));
  expect(second.events[0]).toMatchObject({
    kind: 'missed',
    reason: expect.stringContaining('three days'),
  });
  expect(second.events[0]).not.toHaveProperty('objects');
  await edit(lead, { FirstName: 'Two' });
  await until(() => changes(second).length === 1);
});

test('a dead token is renewed once and the stream goes on', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  await control('DELETE', 'tokens');
  const [lead = ''] = await ids('Lead');
  // Ends the wait that began with the token.
  await edit(lead, { FirstName: 'Nova' });
  await until(() => heard.events.filter(({ kind }) => kind === 'live').length === 2);
  await edit(lead, { FirstName: 'Aino' });
  await until(() => changes(heard).length === 2);
  // Whoever used the same token tells of it, too.
  expect(new Set(heard.refused).size).toBe(1);
});

test('a token that stays dead asks to connect again', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  heard.stop();
  await heard.ended;
  const dead = listen({
    context: { auth: { token: async () => 'dead', refused: async () => {} } },
  });
  expect(await dead.ended).toMatchObject({ name: 'CrmError', kind: 'reconnect' });
});

test('used-up events end the stream with what to do and when to try again', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  heard.stop();
  await heard.ended;
  await control('PATCH', 'stream', { used: 25_000 });
  expect(await listen().ended).toMatchObject({
    kind: 'rights',
    waitMs: 3_600_000,
    message: expect.stringContaining('24 hours'),
  });
});

test('a cut connection ends the stream as transient', async () => {
  await start();
  const heard = listen();
  await until(() => isLive(heard));
  await control('PATCH', 'stream', { cut: true });
  expect(await heard.ended).toMatchObject({ kind: 'transient' });
});

test('a user who sees no setup listens to a channel that is there, and claims what it hears', async () => {
  await start();
  const none = listen({ user: simulator.setup.integration });
  expect(await none.ended).toMatchObject({
    kind: 'rights',
    message: expect.stringContaining('Plumbline__chn'),
  });
  const admin = listen();
  await until(() => isLive(admin));
  admin.stop();
  await admin.ended;
  const heard = listen({ user: simulator.setup.integration });
  await until(() => isLive(heard));
  expect(heard.events).toEqual([{ kind: 'live', objects: [] }]);
  const [lead = ''] = await ids('Lead');
  await edit(lead, { FirstName: 'Nova' });
  await until(() => changes(heard).length === 1);
  expect(heard.events[1]).toEqual({ kind: 'live', objects: ['Lead'] });
});

test('an org with few selections left streams what is worth most', async () => {
  await start();
  await control('PATCH', 'stream', { entities: 1 });
  const heard = listen();
  await until(() => isLive(heard));
  expect(heard.events).toEqual([
    {
      kind: 'live',
      objects: ['Lead'],
      note: expect.stringMatching(/^Changes of Contact are polled.*Change Data Capture/),
    },
  ]);
});
