import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Simulator,
  type SimulatorOptions,
  startHubSpotSimulator,
} from '../../../../connectors/hubspot/simulator/index.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted, not typed
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10);

export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  return startHubSpotSimulator({ seed: 7, contacts: 30, now: NOW, limits: false, ...options });
}

/** A call with the service key (or another bearer; null for none). */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  bearer: string | null = simulator.serviceKey,
): Promise<Answer> {
  const response = await fetch(simulator.url + path, {
    method,
    redirect: 'manual',
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : parse(text),
  };
}

function parse(text: string): Json {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

export async function form(
  simulator: Simulator,
  path: string,
  fields: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(fields),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : parse(text),
  };
}

/** Ids of the first contacts. */
export function contactIds(simulator: Simulator, count: number): string[] {
  return simulator
    .data()
    .store.page('contacts', 0, count, false)
    .records.map((record) => record.id);
}

export interface Delivered {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  readonly events: Json[];
}

/** A receiver of webhooks; `answer` chooses the status of each request (0: never answers). */
export async function receiver(answer: (request: number) => number = () => 204) {
  const deliveries: Delivered[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks).toString('utf8');
      deliveries.push({ headers: request.headers, raw, events: JSON.parse(raw) });
      const status = answer(deliveries.length);
      if (status > 0) response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
  return {
    url,
    deliveries,
    events: () => deliveries.flatMap((delivery) => delivery.events),
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
