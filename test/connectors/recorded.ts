import type { ObjectNeed, Priority, SessionContext } from '../../connectors/connector.js';
import type { Timing } from '../../connectors/kit/timing.js';
import { fakeTiming } from './kit/support.js';

/** What a session asked of its context. */
export interface Recorded {
  readonly counted: { operation: string; status: number | 'cut' | 'timeout' }[];
  readonly taken: { budget: string; limit: number; priority: Priority }[];
  readonly refused: string[];
  readonly waits: number[];
  readonly days: { limit: number; remaining: number }[];
  readonly logged: string[];
  /** Lets the session's time pass, as a slow answer does. */
  advance(ms: number): void;
}

/**
 * A context that writes everything down, with a token that is another one once it was refused; waits pass
 * at once.
 */
export function recordedContext(
  place: { readonly baseUrl: string; readonly portal: string; readonly now: number },
  options: Partial<SessionContext> = {},
): { readonly recorded: Recorded; readonly context: SessionContext; readonly timing: Timing } {
  const timing = fakeTiming();
  const recorded: Recorded = {
    counted: [],
    taken: [],
    refused: [],
    waits: timing.waits,
    days: [],
    logged: [],
    advance: timing.advance,
  };
  let token = 'token-1';
  const context: SessionContext = {
    baseUrl: place.baseUrl,
    portal: place.portal,
    auth: {
      token: async () => token,
      refused: async (old) => {
        recorded.refused.push(old);
        token = 'token-2';
      },
    },
    window: (budget, limit) => ({
      take: async (priority) => {
        recorded.taken.push({ budget, limit, priority });
        return () => {};
      },
    }),
    clock: () => place.now,
    log: {
      info: (message) => recorded.logged.push(message),
      warn: (message, fields) => recorded.logged.push(`${message} ${JSON.stringify(fields)}`),
    },
    timeoutMs: 20_000,
    count: (call) => recorded.counted.push(call),
    day: (told) => recorded.days.push({ ...told }),
    ...options,
  };
  return { recorded, context, timing };
}

export function need(object: string, rest: Partial<ObjectNeed> = {}): ObjectNeed {
  return { object, properties: [], rollups: [], history: [], links: [], ...rest };
}
