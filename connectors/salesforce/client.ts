import type { Connection } from 'jsforce';
import type { Priority, SessionContext } from '../connector.js';
import { type Answer, parseJson } from '../kit/answer.js';
import type { Call, RequestPolicy } from '../kit/call.js';
import type { ToldDay } from '../kit/day-share.js';
import { createRequester } from '../kit/request.js';
import { realTiming, type Timing } from '../kit/timing.js';
import { failureOf, isExpired, limitOf } from './errors.js';
import { exchange, type RawAnswer, type RawRequest } from './transport.js';
import { REST_ROOT, SALESFORCE_API_VERSION } from './version.js';

/** What a call is for; everything about it but the request itself. */
export interface CallOptions {
  readonly operation: string;
  readonly priority: Priority;
  /** `read` where none is named. */
  readonly effect?: Call['effect'];
}

export interface SendOptions extends CallOptions {
  readonly method: RawRequest['method'];
  /** `/services/…` as it is; any other path counts from the REST resources of our version. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is: a CSV, or an envelope, which carries the token inside. */
  readonly text?: { readonly type: string; readonly of: string | ((token: string) => string) };
  /** What a success answers: `json` where none is named. `text` is not parsed. */
  readonly answer?: 'json' | 'text';
}

/** One org's API: each call goes through the request stack and throws `CrmError` alone. */
export interface SalesforceApi {
  readonly context: SessionContext;
  readonly timing: Timing;
  /** Whether the org's calls have room for reads that only refine what is known. */
  spare(): boolean;
  send(options: SendOptions): Promise<Answer>;
}

/**
 * Salesforce has no limit a second; of calls that run for 20 s or longer it allows 25 at once. Calls not
 * yet answered count in a window, so no more than these are ever under way.
 */
const AT_ONCE = 25;

const POLICY: RequestPolicy = {
  crm: 'Salesforce',
  budgets: { calls: { limit: AT_ONCE, windowMs: 1_000 } },
  failure: failureOf,
  toldLimit: () => undefined,
  toldDay,
  isWindowFull: (answer) => limitOf(answer.body) !== undefined,
};

/** `Sforce-Limit-Info: api-usage=18/5000`, of the last 24 hours. */
function toldDay(answer: Answer): ToldDay | undefined {
  const told = /\bapi-usage=(\d{1,12})\/(\d{1,12})/.exec(answer.headers['sforce-limit-info'] ?? '');
  if (!told) return undefined;
  const limit = Number(told[2]);
  return { limit, remaining: Math.max(0, limit - Number(told[1])) };
}

/**
 * How our calls name themselves: changes that they make come back with it in `changeOrigin`. An org that
 * is only being looked at has no portal yet.
 */
export function callClient({ portal }: Pick<SessionContext, 'portal'>): string {
  return `plumbline/${portal || 'new'}`;
}

export function createApi(context: SessionContext, timing: Timing = realTiming): SalesforceApi {
  const request = createRequester(context, POLICY, timing);
  const baseUrl = context.baseUrl.replace(/\/+$/, '');
  let last: { readonly token: string; readonly connection: Connection } | undefined;

  /** jsforce takes long to load, and only those who have an org need it. */
  async function connectionOf(token: string): Promise<Connection> {
    if (last?.token === token) return last.connection;
    const { Connection } = await import('jsforce');
    const connection = new Connection({
      instanceUrl: baseUrl,
      accessToken: token,
      version: SALESFORCE_API_VERSION,
      callOptions: { client: callClient(context) },
    });
    last = { token, connection };
    return connection;
  }

  return {
    context,
    timing,
    spare: () => request.spare('calls'),
    send: (options) =>
      request({
        operation: options.operation,
        budget: 'calls',
        priority: options.priority,
        effect: options.effect ?? 'read',
        send: async (token, signal) =>
          answerOf(
            await exchange(await connectionOf(token), requestOf(options, token), signal),
            options,
          ),
      }),
  };
}

function requestOf(options: SendOptions, token: string): RawRequest {
  const { method, path, body, text } = options;
  const content = text && (typeof text.of === 'string' ? text.of : text.of(token));
  const sent = content ?? (body === undefined ? undefined : JSON.stringify(body));
  return {
    method,
    url: path.startsWith('/services/') ? path : REST_ROOT + path,
    headers: {
      ...(sent !== undefined && { 'content-type': text?.type ?? 'application/json' }),
      ...options.headers,
    },
    ...(sent !== undefined && { body: sent }),
  };
}

function answerOf({ status, headers, text }: RawAnswer, options: SendOptions): Answer {
  const success = status >= 200 && status < 300;
  if (success) return { status, headers, body: options.answer === 'text' ? text : parseJson(text) };
  const body = parseJson(text) ?? text;
  // The request stack knows a refused token by its status alone.
  if (isExpired(status, body)) return { status: 401, headers, body };
  return { status: status === 401 ? 403 : status, headers, body };
}
