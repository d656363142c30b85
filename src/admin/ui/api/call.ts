/** Calls endpoints of the contract. Paths, bodies and answers have the contract's types. */
import type { z } from 'zod';
import type { Access, Endpoint, Stream } from '../../api/contract/endpoint.js';
import { ApiError, refusalOf } from './error.js';

const BASE = '/api/v1';
const CSRF_HEADER = 'x-csrf-token';

// biome-ignore lint/suspicious/noExplicitAny: an area's endpoints have types of their own
type AnyEndpoint = Endpoint<any, any, any, any, Access>;

type Given<S> = S extends z.ZodType ? z.input<S> : never;
/** A key that must be there when the contract asks for it, and may be left out otherwise. */
type Part<K extends string, V> = undefined extends V
  ? { readonly [P in K]?: V }
  : Record<never, never> extends V
    ? { readonly [P in K]?: V }
    : { readonly [P in K]: V };

export type CallInput<E extends AnyEndpoint> = Part<'params', Given<E['params']>> &
  Part<'query', Given<E['query']>> &
  Part<'body', Given<E['body']>>;

export type Answer<E extends AnyEndpoint> = E['answer'] extends z.ZodType
  ? z.output<E['answer']>
  : Response;

type Rest<E extends AnyEndpoint> =
  Record<never, never> extends CallInput<E>
    ? [input?: CallInput<E>, options?: CallOptions]
    : [input: CallInput<E>, options?: CallOptions];

interface CallOptions {
  /** TanStack Query hands one to every query function. */
  readonly signal?: AbortSignal;
}

interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

let csrf: string | null = null;

/** The token that proves that a change comes from this page; the session brings it. */
export function setCsrfToken(token: string | null): void {
  csrf = token;
}

function pathOf(endpoint: AnyEndpoint, params: Parts['params'] = {}): string {
  return endpoint.path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    const value = params[name];
    if (value === undefined) throw new Error(`${endpoint.path} needs ${name}`);
    return encodeURIComponent(String(value));
  });
}

/** Lists become repeated names; what is undefined, null or empty text is left out. */
function queryOf(query: Parts['query'] = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** The address of an endpoint, for links and downloads. */
export function urlOf<E extends AnyEndpoint>(
  endpoint: E,
  input: Omit<CallInput<E>, 'body'>,
): string {
  const { params, query } = input as Parts;
  return BASE + pathOf(endpoint, params) + queryOf(query);
}

function headersOf(endpoint: AnyEndpoint, json: boolean): Record<string, string> {
  return {
    accept: 'application/json',
    ...(json && { 'content-type': 'application/json' }),
    ...(endpoint.method !== 'get' && csrf !== null && { [CSRF_HEADER]: csrf }),
  };
}

/** Browsers keep at most 64 kB alive in all. */
const MOST_KEPT = 8_000;

const isSmall = (body: BodyInit | undefined): boolean =>
  body === undefined || (typeof body === 'string' && body.length < MOST_KEPT);

async function send(
  endpoint: AnyEndpoint,
  parts: Parts,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const json = parts.body !== undefined && endpoint.consumes === null;
  const body = json ? JSON.stringify(parts.body) : (parts.body as BodyInit | undefined);
  try {
    return await fetch(BASE + pathOf(endpoint, parts.params) + queryOf(parts.query), {
      method: endpoint.method.toUpperCase(),
      headers: headersOf(endpoint, json),
      credentials: 'same-origin',
      // A small change is sent to its end though the page is left meanwhile.
      keepalive: endpoint.method !== 'get' && isSmall(body),
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    });
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    throw new ApiError('unreachable', '', 0);
  }
}

const isStream = (answer: z.ZodType | Stream): answer is Stream => 'stream' in answer;

/**
 * One call: `call(leadsApi.show, { params: { lead } }, { signal })`. Throws `ApiError`. An endpoint
 * that streams answers with the `Response` itself.
 */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  ...[input, options]: Rest<E>
): Promise<Answer<E>> {
  const response = await send(endpoint, (input ?? {}) as Parts, options?.signal);
  if (!response.ok) throw await refusalOf(response);
  if (isStream(endpoint.answer)) return response as Answer<E>;
  const body: unknown = response.status === 204 ? undefined : await response.json();
  const parsed = (endpoint.answer as z.ZodType).safeParse(body);
  if (!parsed.success) throw new ApiError('mismatch', '', response.status);
  return parsed.data as Answer<E>;
}
