import type { FaultTarget } from '../../simulator-kit/faults.js';
import { cut, delay, hang, hold, respond, type Way } from '../../simulator-kit/interruptions.js';
import type { RequestEntry } from '../../simulator-kit/requests.js';
import type { Exchange, IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import { bearerOf } from './bearer.js';
import type { ApiCall, ApiRoute, RouteFinder, ServiceFinder, ServiceRoute } from './call.js';
import type { Credentials } from './credentials.js';
import { apiError, notFound, Refusal } from './errors.js';
import { faultRefusal } from './fault-answers.js';
import type { ApiLimits } from './limits.js';
import { oauthCall, oauthOperation } from './oauth.js';
import type { OAuthServer } from './oauth-server.js';
import type { Org } from './org.js';

export interface Gateway extends Way {
  readonly org: Org;
  readonly credentials: Credentials;
  readonly oauth: OAuthServer;
  readonly limits: ApiLimits;
  /** Below `/services/data/vNN.0/`, asked in order. */
  readonly routes: RouteFinder[];
  /** Beside it: SOAP. */
  readonly services: ServiceFinder[];
}

/** Bytes of path and query. */
const MOST_URI = 16_384;
const FIRST_VERSION = 31;
const LAST_VERSION = 68;

interface Prepared {
  /** REST answers tell the use of the day's calls. */
  readonly counted: boolean;
  run(): OutgoingResponse;
}

/** Where a request leads, before anything is checked. */
interface Target {
  readonly operation: string;
  readonly request: IncomingRequest;
  readonly generic: boolean;
  readonly version?: string;
  readonly route?: ApiRoute | undefined;
  readonly service?: ServiceRoute | undefined;
  readonly kind: 'oauth' | 'versions' | 'data' | 'service' | 'unknown';
}

/** One call from the first byte to the last: faults, session, limits, handler, faults again. */
export async function serve(gateway: Gateway, exchange: Exchange): Promise<void> {
  const target = targetOf(gateway, exchange.request);
  const { operation, request } = target;
  const fault: FaultTarget = { method: request.method, path: request.path, operation };
  const entry = gateway.log.arrive(operation);
  try {
    if ((request.uriLength ?? 0) > MOST_URI)
      throw apiError(414, 'URI_TOO_LONG', 'Request-URI Too Long');
    await delay(gateway, fault);
    refuseByFault(gateway, fault);
    if (gateway.faults.strike(['cut'], fault)) return cut(gateway, exchange, entry);
    const prepared = prepare(gateway, target, fault, entry);
    if ((await hold(gateway, exchange, fault, entry, false)) === 'cut')
      return cut(gateway, exchange, entry);
    const answer = prepared.run();
    if (gateway.faults.strike(['apply-then-cut'], fault)) return cut(gateway, exchange, entry);
    await hang(gateway, exchange, fault);
    if ((await hold(gateway, exchange, fault, entry, true)) === 'cut' || exchange.gone())
      return cut(gateway, exchange, entry);
    respond(gateway, exchange, entry, limitInfo(gateway, prepared.counted, answer));
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) {
      gateway.log.answer(entry, 500);
      throw thrown;
    }
    respond(
      gateway,
      exchange,
      entry,
      limitInfo(gateway, target.kind === 'data', refusal(target, thrown)),
    );
  }
}

function refusal({ service }: Target, thrown: Refusal): OutgoingResponse {
  if (!service?.refuse) return thrown.response;
  return service.refuse(thrown.status, thrown.errorCode, thrown.message);
}

function targetOf(gateway: Gateway, given: IncomingRequest): Target {
  const path = given.path.replace(/^\/{2,}/, '/');
  const request = path === given.path ? given : { ...given, path };
  const generic = (given.headers.host ?? '').startsWith('localhost');
  const base = { request, generic };
  const oauth = oauthOperation(request.method, path);
  if (oauth !== undefined) return { ...base, operation: oauth, kind: 'oauth' };
  if (/^\/services\/data\/?$/.test(path) && request.method === 'GET')
    return { ...base, operation: 'versions', kind: 'versions' };
  const [, version, below = ''] = /^\/services\/data\/v(\d+\.\d)(?:\/(.*))?$/.exec(path) ?? [];
  if (version !== undefined) {
    const rest = partsOf(below);
    const route = rest && firstOf(gateway.routes, (find) => find(request.method, rest));
    return { ...base, operation: route?.operation ?? 'unknown', version, route, kind: 'data' };
  }
  const service = firstOf(gateway.services, (find) => find(request));
  if (service) {
    const { operation, version: served } = service;
    return { ...base, operation, version: served, service, kind: 'service' };
  }
  return { ...base, operation: 'unknown', kind: 'unknown' };
}

function partsOf(path: string): string[] | undefined {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function firstOf<F, T>(list: readonly F[], run: (find: F) => T | undefined): T | undefined {
  for (const find of list) {
    const found = run(find);
    if (found !== undefined) return found;
  }
  return undefined;
}

function prepare(
  gateway: Gateway,
  target: Target,
  fault: FaultTarget,
  entry: RequestEntry,
): Prepared {
  const { request, operation, kind, version = '' } = target;
  if (kind === 'oauth') {
    return {
      counted: false,
      run: () => oauthCall(gateway.oauth, request, operation, target.generic),
    };
  }
  if (target.generic || kind === 'unknown') throw lostPage();
  if (kind === 'versions') return { counted: false, run: versions };
  if (kind === 'data') checkVersion(version);
  const { org, credentials } = gateway;
  const token = target.service?.sessionId ?? bearerOf(request.headers.authorization);
  if (token !== undefined && gateway.faults.strike(['expired-token'], fault)) {
    credentials.endSession(token);
  }
  const session = token === undefined ? undefined : credentials.session(token);
  if (!session) throw apiError(401, 'INVALID_SESSION_ID', 'Session expired or invalid');
  entry.caller = session.clientId;
  if (!org.settings.apiEnabled) {
    throw apiError(403, 'API_DISABLED_FOR_ORG', 'API is disabled for this User');
  }
  if (!session.scopes.some((scope) => scope === 'api' || scope === 'full')) {
    throw apiError(403, 'INSUFFICIENT_ACCESS', 'the token has no scope for the API');
  }
  if (!gateway.limits.take()) {
    throw apiError(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.');
  }
  const handler = target.route ?? target.service;
  if (!handler) throw unknownRoute(gateway, request, version);
  const call: ApiCall = {
    request,
    org,
    session,
    user: session.user,
    version,
    operation,
    faults: gateway.faults,
    url: gateway.oauth.url(),
  };
  return { counted: kind === 'data', run: () => handler.handle(call) };
}

function checkVersion(version: string): void {
  const number = Number(version);
  if (Number.isInteger(number) && number >= 21 && number < FIRST_VERSION) {
    throw apiError(
      410,
      'UNSUPPORTED_API_VERSION',
      `The requested API version v${version} is retired.`,
    );
  }
  if (!Number.isInteger(number) || number < 21 || number > LAST_VERSION) throw notFound();
}

const METHODS = ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'];

/** 405 when the path exists for another method. */
function unknownRoute(
  gateway: Gateway,
  { path, method }: IncomingRequest,
  version: string,
): Refusal {
  const rest = partsOf(path.slice(`/services/data/v${version}/`.length)) ?? [];
  const others = METHODS.filter(
    (other) => other !== method && firstOf(gateway.routes, (find) => find(other, rest)),
  );
  if (others.length === 0) return notFound();
  return apiError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are ${others.join(',')}`,
  );
}

function lostPage(): Refusal {
  const html = '<html><body><h1>URL No Longer Exists</h1></body></html>';
  return new Refusal(404, 'NOT_FOUND', 'URL No Longer Exists', html, {
    'content-type': 'text/html;charset=utf-8',
  });
}

function versions(): OutgoingResponse {
  const list = Array.from({ length: LAST_VERSION - FIRST_VERSION + 1 }, (_, at) => {
    const version = `${FIRST_VERSION + at}.0`;
    return { label: `Release ${version}`, url: `/services/data/v${version}`, version };
  });
  return { status: 200, body: list };
}

function limitInfo(
  { limits }: Gateway,
  counted: boolean,
  answer: OutgoingResponse,
): OutgoingResponse {
  if (!counted) return answer;
  return { ...answer, headers: { 'sforce-limit-info': limits.header, ...answer.headers } };
}

function refuseByFault({ faults }: Way, target: FaultTarget): void {
  const fault = faults.empty ? undefined : faults.strike(['status'], target);
  if (fault) throw faultRefusal(fault, target.operation.startsWith('oauth.'));
}
