import nock from 'nock';
import type { ObjectNeed, Priority, SessionContext } from '../../../connectors/connector.js';
import { createApi, type SalesforceApi } from '../../../connectors/salesforce/client.js';
import { fakeTiming } from '../kit/support.js';

export const HOST = 'https://acme.my.salesforce.com';
export const NOW = Date.UTC(2026, 10, 10, 9, 0, 0);
/** The org and its user that we connect as. */
export const ORG = '00D0000000000001EAM';
export const REST = '/services/data/v66.0';

export interface Opened {
  readonly api: SalesforceApi;
  readonly counted: { operation: string; status: number | 'cut' | 'timeout' }[];
  readonly taken: { budget: string; limit: number; priority: Priority }[];
  readonly refused: string[];
  readonly waits: number[];
  readonly days: { limit: number; remaining: number }[];
  readonly logged: string[];
}

/** The API of an org, which nock answers; waits pass at once and are written down. */
export function open(options: Partial<SessionContext> = {}): Opened {
  const timing = fakeTiming();
  const opened: Omit<Opened, 'api'> = {
    counted: [],
    taken: [],
    refused: [],
    waits: timing.waits,
    days: [],
    logged: [],
  };
  let token = 'token-1';
  const context: SessionContext = {
    baseUrl: HOST,
    portal: ORG,
    auth: {
      token: async () => token,
      refused: async (old) => {
        opened.refused.push(old);
        token = 'token-2';
      },
    },
    window: (budget, limit) => ({
      take: async (priority) => {
        opened.taken.push({ budget, limit, priority });
        return () => {};
      },
    }),
    clock: () => NOW,
    log: {
      info: (message) => opened.logged.push(message),
      warn: (message, fields) => opened.logged.push(`${message} ${JSON.stringify(fields)}`),
    },
    timeoutMs: 20_000,
    count: (call) => opened.counted.push(call),
    day: (told) => opened.days.push({ ...told }),
    ...options,
  };
  return { ...opened, api: createApi(context, timing) };
}

export function need(object: string, rest: Partial<ObjectNeed> = {}): ObjectNeed {
  return { object, properties: [], rollups: [], history: [], links: [], ...rest };
}

/** A scope that insists on the token and our name in every call. */
export function salesforce(token = 'token-1'): nock.Scope {
  return nock(HOST, {
    reqheaders: {
      authorization: `Bearer ${token}`,
      'sforce-call-options': `client=plumbline/${ORG}`,
    },
  });
}

/** Salesforce's body of a refused call. */
export function refusal(errorCode: string, message = 'said so', fields: string[] = []): object[] {
  return [{ message, errorCode, fields }];
}
