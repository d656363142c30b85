import nock from 'nock';
import type {
  ObjectNeed,
  Priority,
  Session,
  SessionContext,
} from '../../../connectors/connector.js';
import { openSession } from '../../../connectors/hubspot/session.js';
import { fakeTiming } from '../kit/support.js';

export const HOST = 'https://api.hubapi.com';
export const NOW = Date.UTC(2026, 10, 10, 9, 0, 0);

export interface Opened {
  readonly session: Session;
  readonly counted: { operation: string; status: number | 'cut' | 'timeout' }[];
  readonly taken: { budget: string; limit: number; priority: Priority }[];
  readonly refused: string[];
  readonly waits: number[];
  /** Lets the session's time pass, as a slow answer does. */
  advance(ms: number): void;
  readonly logged: string[];
}

/** A session on HubSpot's host, which nock answers; waits pass at once and are written down. */
export function open(options: Partial<SessionContext> = {}): Opened {
  const timing = fakeTiming();
  const opened: Omit<Opened, 'session'> = {
    counted: [],
    taken: [],
    refused: [],
    waits: timing.waits,
    advance: timing.advance,
    logged: [],
  };
  let token = 'token-1';
  const context: SessionContext = {
    baseUrl: HOST,
    portal: '4711',
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
    ...options,
  };
  return { ...opened, session: openSession(context, timing) };
}

export function need(object: string, rest: Partial<ObjectNeed> = {}): ObjectNeed {
  return { object, properties: [], rollups: [], history: [], links: [], ...rest };
}

/** A scope that insists on the token of every call. */
export function hubspotApi(token = 'token-1'): nock.Scope {
  return nock(HOST, { reqheaders: { authorization: `Bearer ${token}` } });
}

/** HubSpot's 400 for a value (HubSpot docs: Error handling). */
export function validationError(code: string, property: string, message = 'not valid'): object {
  return {
    status: 'error',
    message: `Property values were not valid: ${message}`,
    correlationId: 'c0ffee00-0000-4000-8000-000000000001',
    category: 'VALIDATION_ERROR',
    errors: [{ message, code, context: { propertyName: [property] } }],
  };
}

export const NOT_FOUND = {
  status: 'error',
  message: 'resource not found',
  correlationId: 'c0ffee00-0000-4000-8000-000000000002',
  category: 'OBJECT_NOT_FOUND',
};
