/** Makes an Express router of the contract and its handlers: access, validation, answers, once for all. */
import express, { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { PlumblineError } from '../../lib/errors.js';
import type { Access, Endpoint, Role, Stream } from './contract/endpoint.js';

/** Who calls: a signed-in user or an API key, inside one workspace. */
export interface Identity {
  readonly workspace: number;
  readonly kind: 'user' | 'key';
  /** Id of the user or the key. */
  readonly id: string;
  /** For people: shown in the audit log. */
  readonly name: string;
  readonly role: Role;
}

/** Decides who may pass. Throws 401, 403 or 429 with the way out; null for nobody on a public route. */
export interface Gate {
  /** `use` false: only looks whether the caller still may; that prolongs no session. */
  admit(request: Request, access: Access, use?: boolean): Promise<Identity | null>;
}

type Parsed<T> = T extends z.ZodType ? z.output<T> : never;

export interface Input<E extends Endpoint> {
  readonly who: E['access'] extends 'public' ? Identity | null : Identity;
  readonly params: Parsed<E['params']>;
  readonly query: Parsed<E['query']>;
  readonly body: Parsed<E['body']>;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** For cookies, streamed answers and bodies that are not JSON alone. */
  readonly request: Request;
  readonly response: Response;
}

export type Handler<E extends Endpoint> = (
  input: Input<E>,
) => Promise<E['answer'] extends z.ZodType ? z.input<E['answer']> : void>;

// biome-ignore lint/suspicious/noExplicitAny: an area's endpoints have types of their own
export type AnyEndpoint = Endpoint<any, any, any, any, any>;
export type Area = Readonly<Record<string, AnyEndpoint>>;
export type Handlers<A extends Area> = { readonly [K in keyof A]: Handler<A[K]> };
export type Contract = Readonly<Record<string, Area>>;
export type AllHandlers<C extends Contract> = { readonly [K in keyof C]: Handlers<C[K]> };

/** Documents (models, mappings) are the largest JSON bodies. */
const JSON_LIMIT = '1mb';

const isStream = (answer: z.ZodType | Stream): answer is Stream => 'stream' in answer;

function check<T extends z.ZodType>(schema: T, value: unknown, where: string): z.output<T> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => ({
    path: [where, ...issue.path].join('.'),
    message: issue.message,
  }));
  const first = issues[0];
  throw new PlumblineError(
    'bad-request',
    first === undefined ? `The ${where} is not valid.` : `${first.path}: ${first.message}`,
    { status: 400, details: { issues } },
  );
}

/** Query values once per name as text, repeated ones as lists. */
function queryOf(request: Request): Record<string, string | string[]> {
  const url = new URL(request.originalUrl, 'http://localhost');
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(url.searchParams.keys())) {
    const all = url.searchParams.getAll(name);
    values[name] = all.length === 1 ? (all[0] ?? '') : all;
  }
  return values;
}

const json = express.json({ limit: JSON_LIMIT });

/** The parsed body; read only after the caller was admitted. */
async function bodyOf(
  endpoint: AnyEndpoint,
  request: Request,
  response: Response,
): Promise<unknown> {
  if (endpoint.consumes !== null || endpoint.body instanceof z.ZodUndefined) return undefined;
  if (!request.is('json')) {
    throw new PlumblineError('not-json', 'Send the body as application/json.', { status: 415 });
  }
  await new Promise<void>((resolve, reject) => {
    json(request, response, (error?: unknown) => (error ? reject(unreadable(error)) : resolve()));
  });
  return check(endpoint.body, request.body, 'body');
}

function unreadable(error: unknown): PlumblineError {
  const large = (error as { type?: string }).type === 'entity.too.large';
  return large
    ? new PlumblineError('too-large', `A body may have ${JSON_LIMIT} at most.`, { status: 413 })
    : new PlumblineError('bad-json', 'The body is not valid JSON.', { status: 400 });
}

interface Door {
  readonly gate: Gate;
  /** How often an open stream asks whether its caller may still listen, milliseconds. */
  readonly recheckMs: number;
}

/** Ends a stream when its caller signs out, is disabled, or gets a lesser role. */
function watchCaller(
  { gate, recheckMs }: Door,
  access: Access,
  request: Request,
  response: Response,
): void {
  const timer = setInterval(() => {
    gate.admit(request, access, false).catch((error) => {
      if (error instanceof PlumblineError) response.destroy();
    });
  }, recheckMs);
  timer.unref();
  response.on('close', () => clearInterval(timer));
}

async function answer(
  endpoint: AnyEndpoint,
  handler: Handler<AnyEndpoint>,
  door: Door,
  request: Request,
  response: Response,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  response.setHeader('cache-control', 'no-store');
  const who = await door.gate.admit(request, endpoint.access);
  if (isStream(endpoint.answer)) watchCaller(door, endpoint.access, request, response);
  const result = await handler({
    who: who as Identity,
    params: check(endpoint.params, request.params, 'path'),
    query: check(endpoint.query, queryOf(request), 'query'),
    body: await bodyOf(endpoint, request, response),
    signal: gone.signal,
    request,
    response,
  });
  if (isStream(endpoint.answer) || response.headersSent) return;
  if (endpoint.status === 204) {
    response.status(204).end();
    return;
  }
  // What the contract does not name never leaves.
  response.status(endpoint.status).json(endpoint.answer.parse(result));
}

/** All routes of `contract`, to be mounted at `/api/v1`. Every handler must be there. */
export function createApiRouter<C extends Contract>(
  contract: C,
  handlers: AllHandlers<C>,
  gate: Gate,
  recheckMs = 15_000,
): Router {
  const router = Router({ strict: false });
  for (const [area, endpoints] of Object.entries(contract)) {
    for (const [name, endpoint] of Object.entries(endpoints)) {
      const handler = handlers[area]?.[name] as Handler<AnyEndpoint> | undefined;
      if (handler === undefined) throw new Error(`no handler for ${area}.${name}`);
      router[endpoint.method](endpoint.path, (request, response) =>
        answer(endpoint, handler, { gate, recheckMs }, request, response),
      );
    }
  }
  return router;
}
