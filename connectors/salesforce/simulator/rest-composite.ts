import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type ApiCall, type ApiRoute, bodyObject } from './call.js';
import { apiError, Refusal } from './errors.js';

const MOST = 25;
const MOST_QUERIES = 5;

interface SubAnswer {
  readonly body: unknown;
  readonly httpHeaders: Readonly<Record<string, string>>;
  readonly httpStatusCode: number;
  readonly referenceId: string;
}

/** Finds the route of a sub-request by its path below the version. */
export type SubRoute = (method: string, rest: readonly string[]) => ApiRoute | undefined;

/** `POST composite`: at most 25 calls one after another, which may use what earlier ones answered. */
export function composite(call: ApiCall, find: SubRoute): OutgoingResponse {
  const { compositeRequest, allOrNone } = bodyObject(call);
  if (!Array.isArray(compositeRequest)) {
    throw apiError(400, 'JSON_PARSER_ERROR', 'compositeRequest must be a list');
  }
  if (compositeRequest.length > MOST) {
    throw apiError(400, 'LIMIT_EXCEEDED', `The request can have at most ${MOST} subrequests`);
  }
  const heavy = compositeRequest.filter((one: { url?: unknown }) =>
    /\/(query|queryAll|composite\/sobjects)/.test(String(one?.url)),
  );
  if (heavy.length > MOST_QUERIES) {
    throw apiError(400, 'LIMIT_EXCEEDED', `at most ${MOST_QUERIES} queries and collections`);
  }
  const transaction = call.org.begin();
  const answers: SubAnswer[] = [];
  for (const one of compositeRequest as Record<string, unknown>[]) {
    answers.push(runOne({ ...call, transaction }, one, answers, find));
  }
  const failed = answers.some((answer) => answer.httpStatusCode >= 400);
  if (failed && allOrNone === true) transaction.rollback();
  transaction.commit();
  return {
    status: 200,
    body: { compositeResponse: failed && allOrNone === true ? answers.map(halted) : answers },
  };
}

function halted(answer: SubAnswer): SubAnswer {
  if (answer.httpStatusCode >= 400) return answer;
  return {
    ...answer,
    httpStatusCode: 400,
    body: [
      {
        errorCode: 'PROCESSING_HALTED',
        message:
          'The transaction was rolled back since another operation in the same transaction failed.',
      },
    ],
  };
}

function runOne(
  call: ApiCall,
  one: Record<string, unknown>,
  answers: readonly SubAnswer[],
  find: SubRoute,
): SubAnswer {
  const referenceId = String(one.referenceId ?? '');
  const ended = (answer: OutgoingResponse): SubAnswer => ({
    body: answer.body ?? null,
    httpHeaders: answer.headers ?? {},
    httpStatusCode: answer.status,
    referenceId,
  });
  try {
    const url = new URL(filled(String(one.url ?? ''), answers), 'http://composite.example');
    const method = String(one.method ?? '');
    const prefix = `/services/data/v${call.version}/`;
    if (!url.pathname.startsWith(prefix)) {
      throw apiError(400, 'INVALID_INPUT', `the address must begin with ${prefix}`);
    }
    const rest = url.pathname
      .slice(prefix.length)
      .split('/')
      .filter(Boolean)
      .map(decodeURIComponent);
    const route = find(method, rest);
    if (!route) throw apiError(404, 'NOT_FOUND', 'The requested resource does not exist');
    const body = one.body === undefined ? '' : filled(JSON.stringify(one.body), answers);
    const headers = lowerCase(one.httpHeaders);
    return ended(
      route.handle({
        ...call,
        operation: route.operation,
        request: {
          method,
          path: url.pathname,
          query: url.searchParams,
          headers: { ...call.request.headers, ...headers, 'content-type': 'application/json' },
          body: Buffer.from(body, 'utf8'),
        },
      }),
    );
  } catch (thrown) {
    if (thrown instanceof Refusal) return ended(thrown.response);
    throw thrown;
  }
}

/** `@{ref.field}` by what an earlier answer says. */
function filled(text: string, answers: readonly SubAnswer[]): string {
  return text.replace(/@\{(\w+)\.([\w.[\]]+)\}/g, (whole, reference: string, path: string) => {
    let value: unknown = answers.find((answer) => answer.referenceId === reference)?.body;
    for (const key of path.split(/[.[\]]+/).filter(Boolean)) {
      value =
        value === null || typeof value !== 'object'
          ? undefined
          : (value as Record<string, unknown>)[key];
    }
    if (value === undefined) {
      throw apiError(
        400,
        'PROCESSING_HALTED',
        `Invalid reference specified. No value for ${whole} found`,
      );
    }
    return String(value);
  });
}

function lowerCase(headers: unknown): Record<string, string> {
  if (headers === null || typeof headers !== 'object') return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
  );
}
