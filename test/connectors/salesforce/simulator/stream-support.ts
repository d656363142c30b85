import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { BayeuxServer } from '../../../../connectors/salesforce/simulator/bayeux.js';
import {
  type CaptureParts,
  ChangeCapture,
} from '../../../../connectors/salesforce/simulator/cdc.js';
import {
  CAPTURABLE,
  ChannelRegistry,
} from '../../../../connectors/salesforce/simulator/cdc-channels.js';
import { DeliveryQuota } from '../../../../connectors/salesforce/simulator/cdc-quota.js';
import type { CommittedChange } from '../../../../connectors/salesforce/simulator/cdc-transaction.js';
import { CONTACT, LEAD } from '../../../../connectors/salesforce/simulator/definition-people.js';
import { dateTimeText } from '../../../../connectors/salesforce/simulator/values.js';
import { FaultPlan } from '../../../../connectors/simulator-kit/faults.js';
import { createRandom } from '../../../../connectors/simulator-kit/random.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted, not typed
export type Json = any;

/** 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10);
export const ADMIN = '005XX000001Admin000';
export const leadId = (at: number): string => `00QXX00000${String(at).padStart(5, '0')}AAA`;
const objects = new Map([LEAD(), CONTACT()].map((object) => [object.name, object]));

export interface StreamWorldOptions {
  readonly timeoutMs?: number;
  readonly maxIntervalMs?: number;
  readonly maxClients?: number;
  readonly quota?: number;
  readonly parts?: Partial<CaptureParts>;
}

/** A streaming API over change events alone, without an org behind it. */
export async function openStream(options: StreamWorldOptions = {}) {
  const clock = { now: NOW, base: NOW };
  const tokens = new Map([['good', ADMIN]]);
  const channels = new ChannelRegistry();
  let members = 0;
  const select = (channel: string, ...names: string[]): void => {
    for (const entity of names) {
      members += 1;
      const developerName = `${channel}_${entity}`;
      const id = `0v8${members}`;
      channels.members.set(id, { id, channel, entity, developerName, createdAt: NOW });
    }
  };
  channels.channels.set('0YL1', {
    id: '0YL1',
    name: 'Ours__chn',
    label: 'Ours',
    channelType: 'data',
    createdAt: NOW,
  });
  select('ChangeEvents', 'LeadChangeEvent', 'ContactChangeEvent');
  select('Ours__chn', 'LeadChangeEvent');
  const faults = new FaultPlan(createRandom(1));
  const quota = new DeliveryQuota(options.quota ?? 10_000, () => clock.now);
  const capture = new ChangeCapture({
    now: () => clock.now,
    channels,
    quota,
    faults,
    objectNamed: (name) => objects.get(name),
    seesAll: (_user, object) => CAPTURABLE.has(object),
    seesField: () => true,
    ...options.parts,
  });
  const told: string[] = [];
  const stream = new BayeuxServer({
    feed: capture,
    faults,
    clock: () => clock.base,
    timeoutMs: options.timeoutMs ?? 1000,
    maxIntervalMs: options.maxIntervalMs,
    maxClients: () => options.maxClients ?? 100,
    told: (operation) => told.push(operation),
    signIn: (authorization) => {
      const userId = tokens.get(/^(?:OAuth|Bearer) (.+)$/.exec(authorization)?.[1] ?? '');
      return userId === undefined ? undefined : { userId, authorization };
    },
  });
  capture.onPublish = () => stream.wake();
  const server = createServer((request, response) => {
    if (!stream.handle(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/cometd/66.0`;
  let transactions = 0;
  return {
    url,
    clock,
    tokens,
    channels,
    select,
    faults,
    quota,
    capture,
    stream,
    told,
    /** Commits one transaction. */
    commit(changes: readonly CommittedChange[], origin = ''): void {
      transactions += 1;
      const key = `tx-${transactions}`;
      capture.commit({ key, at: clock.now, userId: ADMIN, origin }, changes);
    },
    async close(): Promise<void> {
      stream.close();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

export type StreamWorld = Awaited<ReturnType<typeof openStream>>;

export function leadUpdate(
  at: number,
  values: Record<string, string | number | boolean | null>,
  more: Partial<CommittedChange> = {},
): CommittedChange {
  return {
    object: objects.get('Lead') as CommittedChange['object'],
    id: leadId(at),
    kind: 'UPDATE',
    changed: Object.keys(values),
    values: { LastModifiedDate: dateTimeText(NOW), LastModifiedById: ADMIN, ...values },
    otherUser: false,
    ...more,
  };
}

/** Where a client by hand speaks to, and as whom (`OAuth good` when absent). */
export interface StreamAddress {
  readonly url: string;
  readonly authorization?: string;
}

/** A client by hand: one request with some messages. */
export async function post(
  world: StreamAddress,
  messages: Json,
  authorization: string | null = world.authorization ?? 'OAuth good',
): Promise<Json[]> {
  const response = await fetch(world.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(authorization === null ? {} : { authorization }),
    },
    body: JSON.stringify(messages),
  });
  return (await response.json()) as Json[];
}

export async function handshake(world: StreamAddress): Promise<string> {
  const [answer] = await post(world, [
    {
      channel: '/meta/handshake',
      version: '1.0',
      supportedConnectionTypes: ['in-process', 'websocket', 'long-polling'],
      id: '1',
    },
  ]);
  return answer.clientId;
}

export async function subscribe(
  world: StreamAddress,
  clientId: string,
  subscription: string,
  replay?: unknown,
): Promise<Json> {
  const ext = replay === undefined ? {} : { ext: { replay: { [subscription]: replay } } };
  const [answer] = await post(world, [
    { channel: '/meta/subscribe', clientId, subscription, id: '2', ...ext },
  ]);
  return answer;
}

/** One long poll: its own answer and the events that came with it. */
export async function connect(
  world: StreamAddress,
  clientId: string,
  timeout?: number,
): Promise<{ answer: Json; events: Json[] }> {
  const advice = timeout === undefined ? {} : { advice: { timeout } };
  const all = await post(world, [
    { channel: '/meta/connect', clientId, connectionType: 'long-polling', id: '3', ...advice },
  ]);
  const answer = all.find((message) => message.channel === '/meta/connect');
  return { answer, events: all.filter((message) => message.channel.startsWith('/data/')) };
}

/** The client library that jsforce brings, with its way of asking for a replay. */
export function fayeClient(url: string, token = 'good') {
  const { Client } = createRequire(import.meta.url)('faye') as {
    Client: new (url: string, options: object) => Json;
  };
  const client = new Client(url, {});
  client.setHeader('Authorization', `OAuth ${token}`);
  return client;
}

export async function until(condition: () => boolean, what: string): Promise<void> {
  const end = Date.now() + 20_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`never came: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
