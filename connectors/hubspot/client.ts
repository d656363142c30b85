import { AsyncLocalStorage } from 'node:async_hooks';
import { Client } from '@hubspot/api-client';
import type { Priority, SessionContext } from '../connector.js';
import { type Answer, fetchAnswer, parseJson } from '../kit/answer.js';
import type { Call, RequestPolicy } from '../kit/call.js';
import { createRequester } from '../kit/request.js';
import { realTiming, type Timing } from '../kit/timing.js';
import { failureOf, isDailyLimit } from './errors.js';
import { datedUrl } from './version.js';

/** What a call is for; everything about it but the request itself. */
export interface CallOptions {
  readonly operation: string;
  readonly priority: Priority;
  readonly effect?: Call['effect'];
  readonly budget?: 'burst' | 'search';
}

/** One account's HubSpot API: each call goes through the request stack and throws `CrmError` alone. */
export interface HubSpotApi {
  readonly context: SessionContext;
  readonly timing: Timing;
  /** Whether the limits have room for reads that only refine what is known. */
  spare(): boolean;
  /** A call of the typed client, moved to the dated path. */
  typed<T>(options: CallOptions, run: (client: Client) => Promise<T>): Promise<T>;
  /**
   * Plain fetch: where the typed client drops parts of the answer (a 200 that carries `errors`), where
   * a time-out must really cut the connection (writes), and where it has no such call.
   */
  send(options: CallOptions & { method: string; path: string; body?: unknown }): Promise<Answer>;
}

/** A typed call's own state, found again by the client's middleware. */
interface TypedCall {
  readonly token: string;
  status: number;
  headers: Readonly<Record<string, string>>;
  /** The answer's text when it is no success: the typed error drops fields that it does not know. */
  text: string;
}

/** The parts of the generated request and response that the middleware uses. */
interface RequestContext {
  getUrl(): string;
  setUrl(url: string): void;
  setHeaderParam(name: string, value: string): void;
}
interface ResponseContext {
  readonly httpStatusCode: number;
  readonly headers: Record<string, string>;
  readonly body: { text(): Promise<string> };
}

/**
 * Limits of an app on a free or starter account, raised by the header of the first answer: 110 in
 * 10 s for listed apps, 190 for others on larger plans. Search: 5 in a second for all apps together
 * (HubSpot docs: API usage guidelines and limits).
 */
const policyOf = ({ clock, timeZone }: SessionContext): RequestPolicy => ({
  crm: 'HubSpot',
  budgets: {
    burst: { limit: 100, windowMs: 10_000 },
    search: { limit: 5, windowMs: 1_000 },
  },
  failure: (answer, call) => failureOf(answer, call, { now: clock(), timeZone }),
  toldLimit(answer) {
    const max = headerNumber(answer, 'max');
    const interval = headerNumber(answer, 'interval-milliseconds') ?? 10_000;
    return max !== undefined && max > 0 && interval === 10_000 ? max : undefined;
  },
  toldDay(answer) {
    const limit = headerNumber(answer, 'daily');
    const remaining = headerNumber(answer, 'daily-remaining');
    return limit === undefined || remaining === undefined ? undefined : { limit, remaining };
  },
  isWindowFull: (answer) => answer.status === 429 && !isDailyLimit(answer.body),
});

function headerNumber(answer: Answer, name: string): number | undefined {
  const text = answer.headers[`x-hubspot-ratelimit-${name}`];
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : undefined;
}

export function createApi(context: SessionContext, timing: Timing = realTiming): HubSpotApi {
  const request = createRequester(context, policyOf(context), timing);
  const calls = new AsyncLocalStorage<TypedCall>();
  const baseUrl = context.baseUrl.replace(/\/+$/, '');
  // Bare: the client's own retries and limiter are shared by the whole process.
  const client = new Client({
    basePath: baseUrl,
    numberOfApiCallRetries: 0,
    middleware: [{ pre: (request) => before(request), post: (response) => after(response) }],
  });

  function before(request: unknown): unknown {
    const outgoing = request as RequestContext;
    outgoing.setUrl(datedUrl(outgoing.getUrl()));
    outgoing.setHeaderParam('Authorization', `Bearer ${calls.getStore()?.token ?? ''}`);
    return outgoing;
  }

  async function after(response: unknown): Promise<unknown> {
    const incoming = response as ResponseContext;
    const call = calls.getStore();
    if (call) {
      call.status = incoming.httpStatusCode;
      call.headers = incoming.headers;
      if (incoming.httpStatusCode >= 300) call.text = await incoming.body.text();
    }
    return incoming;
  }

  async function runTyped<T>(
    token: string,
    effect: Call['effect'],
    run: (client: Client) => Promise<T>,
  ): Promise<Answer> {
    const call: TypedCall = { token, status: 0, headers: {}, text: '' };
    try {
      const body = await calls.run(call, () => run(client));
      return { status: call.status, headers: call.headers, body };
    } catch (error) {
      const success = call.status >= 200 && call.status < 300;
      // A create that answers 200 instead of 201 makes the client throw; it did create.
      if (call.status === 0 || (success && effect === 'read')) throw error;
      return { status: call.status, headers: call.headers, body: parseJson(call.text) };
    }
  }

  return {
    context,
    timing,
    spare: () => request.spare('burst'),
    async typed<T>(options: CallOptions, run: (client: Client) => Promise<T>): Promise<T> {
      const effect = options.effect ?? 'read';
      const answer = await request({
        ...callOf(options),
        send: (token) => runTyped(token, effect, run),
      });
      return answer.body as T;
    },
    send: (options) =>
      request({
        ...callOf(options),
        send: (token, signal) =>
          fetchAnswer(baseUrl + options.path, {
            method: options.method,
            signal,
            headers: {
              authorization: `Bearer ${token}`,
              accept: 'application/json',
              ...(options.body !== undefined && { 'content-type': 'application/json' }),
            },
            ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
          }),
      }),
  };
}

function callOf(options: CallOptions): Omit<Call, 'send'> {
  return {
    operation: options.operation,
    budget: options.budget ?? 'burst',
    priority: options.priority,
    effect: options.effect ?? 'read',
  };
}
