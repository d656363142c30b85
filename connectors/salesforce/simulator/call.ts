import type { FaultPlan } from '../../simulator-kit/faults.js';
import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { apiError } from './errors.js';
import type { Org } from './org.js';
import type { Session } from './sessions.js';
import type { Transaction, WriteContext } from './transaction.js';

/** One authenticated call of any API of an org. */
export interface ApiCall {
  readonly request: IncomingRequest;
  readonly org: Org;
  readonly session: Session;
  /** 18-character id of the user. */
  readonly user: string;
  /** `66.0`: of the address as called. */
  readonly version: string;
  readonly operation: string;
  readonly faults: FaultPlan;
  /** The base of the simulator's own address, without a slash at the end. */
  readonly url: string;
  /** Set inside a composite request: writes join it instead of committing by themselves. */
  readonly transaction?: Transaction | undefined;
}

export type ApiHandler = (call: ApiCall) => OutgoingResponse;

export interface ApiRoute {
  /** A name such as `query`, `collections.update`, `sobjects.create`, for faults and the request log. */
  readonly operation: string;
  readonly handle: ApiHandler;
}

/** Finds the route below `/services/data/vNN.0/`; `rest` are the decoded parts of the path after it. */
export type RouteFinder = (method: string, rest: readonly string[]) => ApiRoute | undefined;

/** A service beside `/services/data/`: SOAP, CometD. It reads the session from the request itself. */
export interface ServiceRoute {
  readonly operation: string;
  readonly version: string;
  /** The session id when it is not in the Authorization header. */
  readonly sessionId?: string | undefined;
  readonly handle: ApiHandler;
  /** How the service words a refusal; JSON as REST does when absent. */
  readonly refuse?: (status: number, errorCode: string, message: string) => OutgoingResponse;
}
export type ServiceFinder = (request: IncomingRequest) => ServiceRoute | undefined;

/** The JSON body. @throws Refusal 400 JSON_PARSER_ERROR, 415. */
export function jsonBody(call: ApiCall): unknown {
  const { body, headers } = call.request;
  const type = headers['content-type'] ?? '';
  if (body.length > 0 && !type.startsWith('application/json')) {
    throw apiError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Content type ${type || 'none'} is not supported`,
    );
  }
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw apiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body is not well-formed JSON');
  }
}

/** The JSON body as an object. */
export function bodyObject(call: ApiCall): Record<string, unknown> {
  const body = jsonBody(call);
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw apiError(400, 'JSON_PARSER_ERROR', 'The HTTP entity body must be an object');
  }
  return body as Record<string, unknown>;
}

/** `client` of Sforce-Call-Options; null when the call names none. */
export function clientOf({ headers }: IncomingRequest): string | null {
  return headerOption(headers['sforce-call-options'], 'client');
}

/** The value of `name=value; …` in a header. */
export function headerOption(header: string | string[] | undefined, name: string): string | null {
  for (const part of String(header ?? '').split(/[;,]/)) {
    const [key = '', ...value] = part.split('=');
    if (key.trim().toLowerCase() === name.toLowerCase()) return value.join('=').trim();
  }
  return null;
}

/** Who writes through this call, and what its headers ask for. `api`: as change events name the way in. */
export function writeContext(call: ApiCall, api = 'rest'): WriteContext {
  const { headers } = call.request;
  const assign = String(headers['sforce-auto-assign'] ?? 'TRUE').toLowerCase();
  const allow = headerOption(headers['sforce-duplicate-rule-header'], 'allowSave');
  return {
    user: call.user,
    client: clientOf(call.request),
    api,
    autoAssign: assign !== 'false',
    // The header came with version 52.0.
    allowDuplicates: allow?.toLowerCase() === 'true' && Number(call.version) >= 52,
  };
}
