import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../../../connectors/salesforce/simulator/index.js';
import type { OrgRecord } from '../../../../connectors/salesforce/simulator/records.js';

// biome-ignore lint/suspicious/noExplicitAny: answers are asserted, not typed
export type Json = any;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** 22 November 2026, 10:00 UTC. */
export const NOW = Date.UTC(2026, 10, 22, 10);
export const BASE = '/services/data/v66.0';

export async function start(options: SimulatorOptions = {}): Promise<Simulator> {
  return startSalesforceSimulator({ seed: 7, people: 40, now: NOW, ...options });
}

export interface CallOptions {
  /** Default the integration user's; null: none. */
  readonly token?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const tokens = new WeakMap<Simulator, string>();

function tokenOf(simulator: Simulator): string {
  const token = tokens.get(simulator) ?? simulator.accessToken();
  tokens.set(simulator, token);
  return token;
}

/** An API call; a path without a leading slash is below version 66.0. */
export async function call(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  options: CallOptions = {},
): Promise<Answer> {
  const token = options.token === undefined ? tokenOf(simulator) : options.token;
  const url = simulator.url + (path.startsWith('/') ? path : `${BASE}/${path}`);
  const response = await fetch(url, {
    method,
    redirect: 'manual',
    headers: {
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return answerOf(response);
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.startsWith('application/json');
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? undefined : json ? JSON.parse(text) : text,
  };
}

export async function form(
  url: string,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<Answer> {
  return answerOf(await fetch(url + path, { method: 'POST', body: new URLSearchParams(fields) }));
}

export function query(simulator: Simulator, soql: string, options: CallOptions = {}) {
  return call(simulator, 'GET', `query?q=${encodeURIComponent(soql)}`, undefined, options);
}

/** Living, unconverted leads. */
export function leads(simulator: Simulator): OrgRecord[] {
  return [...simulator.org.records.all('Lead').values()].filter(
    ({ values }) => values.IsConverted !== true && values.IsDeleted !== true,
  );
}

export function leadIds(simulator: Simulator, count: number): string[] {
  return leads(simulator)
    .slice(0, count)
    .map((record) => record.id);
}

/** A row of a collection. */
export const lead = (id: string, fields: Record<string, unknown>) => ({
  attributes: { type: 'Lead' },
  id,
  ...fields,
});

export const NO_ASSIGN = { headers: { 'sforce-auto-assign': 'FALSE' } };
