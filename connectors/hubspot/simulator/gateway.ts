import type { Clock } from '../../../src/lib/clock.js';
import type { Fault, FaultTarget } from '../../simulator-kit/faults.js';
import { cut, delay, hang, hold, respond, type Way } from '../../simulator-kit/interruptions.js';
import type { Random } from '../../simulator-kit/random.js';
import type { RequestEntry } from '../../simulator-kit/requests.js';
import type { Exchange, IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import type { Call } from './call.js';
import { type Credentials, type Principal, tokenError } from './credentials.js';
import {
  badRequest,
  faultStatus,
  missingScopes,
  notFound,
  Refusal,
  rateLimited,
} from './errors.js';
import type { PortalLimits } from './limits.js';
import { type OAuthServer, oauthCall, oauthOperation } from './oauth.js';
import type { Portal } from './portal.js';
import { type Matched, matchRoute } from './router.js';
import type { Settings } from './settings.js';

export interface Gateway extends Way {
  readonly portals: ReadonlyMap<string, Portal>;
  readonly limits: ReadonlyMap<string, PortalLimits>;
  readonly credentials: Credentials;
  readonly oauth: OAuthServer;
  readonly settings: Settings;
  readonly clock: Clock;
  /** An app left a portal by its own call. */
  onUninstall(portal: string): void;
}

/** Characters of path and query; HubSpot documents the refusal, not the number. */
const MOST_URI = 8192;

interface Prepared {
  readonly operation: string;
  readonly search: boolean;
  /** Undefined for calls without a bearer token. */
  readonly principal: Principal | undefined;
  readonly limits: PortalLimits | undefined;
  run(): OutgoingResponse;
}

/** One API call from the first byte to the last: faults, bearer, limits, scopes, handler, faults again. */
export async function serve(gateway: Gateway, exchange: Exchange): Promise<void> {
  const { request } = exchange;
  const matched = matchRoute(request.method, request.path);
  const operation = operationOf(request, matched);
  const target: FaultTarget = { method: request.method, path: request.path, operation };
  const entry = gateway.log.arrive(operation);
  const correlationId = correlation(gateway.random);
  try {
    const length = request.path.length + request.query.toString().length;
    if (length > MOST_URI) throw new Refusal(414, { message: 'URI too long; use POST' });
    await delay(gateway, target);
    refuseByFault(gateway, target);
    if (gateway.faults.strike(['cut'], target)) return cut(gateway, exchange, entry);
    const prepared = prepare(gateway, request, matched, operation, target, entry);
    if ((await hold(gateway, exchange, target, entry, false)) === 'cut')
      return cut(gateway, exchange, entry);
    const answer = prepared.run();
    if (gateway.faults.strike(['apply-then-cut'], target)) return cut(gateway, exchange, entry);
    await hang(gateway, exchange, target);
    if ((await hold(gateway, exchange, target, entry, true)) === 'cut')
      return cut(gateway, exchange, entry);
    if (exchange.gone()) return cut(gateway, exchange, entry);
    const rates =
      prepared.principal && prepared.limits && !prepared.search
        ? prepared.limits.headers(prepared.principal)
        : {};
    respond(gateway, exchange, entry, {
      ...answer,
      headers: { ...rates, 'x-hubspot-correlation-id': correlationId, ...answer.headers },
    });
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) {
      gateway.log.answer(entry, 500);
      throw thrown;
    }
    const oauth = operation.startsWith('oauth.');
    const refusal = thrown.response(correlationId);
    // A token error carries its own `status` word.
    respond(
      gateway,
      exchange,
      entry,
      oauth ? { ...refusal, body: { ...thrown.body, correlationId } } : refusal,
    );
  }
}

function operationOf(request: IncomingRequest, matched: Matched | undefined): string {
  if (matched) return matched.route.operation;
  const oauth = oauthOperation(request.method, request.path);
  if (oauth) return oauth;
  return isUninstall(request) ? 'app.uninstall' : 'unknown';
}

function isUninstall(request: IncomingRequest): boolean {
  return (
    request.method === 'DELETE' &&
    /^\/appinstalls\/(v3|2026-03|2026-09)\/external-install$/.test(request.path)
  );
}

function prepare(
  gateway: Gateway,
  request: IncomingRequest,
  matched: Matched | undefined,
  operation: string,
  target: FaultTarget,
  entry: RequestEntry,
): Prepared {
  if (operation.startsWith('oauth.')) {
    return {
      operation,
      search: false,
      principal: undefined,
      limits: undefined,
      run: () => oauthCall(gateway.oauth, request, operation),
    };
  }
  const principal = gateway.credentials.authenticate(request.headers.authorization);
  entry.caller = principal.appId;
  if (gateway.faults.strike(['expired-token'], target)) throw gateway.credentials.expired();
  const portal = gateway.portals.get(principal.portal);
  const limits = gateway.limits.get(principal.portal);
  if (!portal || !limits) throw notFound('The account of this token is gone.');
  const search = matched?.route.search === true;
  const kind = search ? 'search' : isAssociation(operation) ? 'association' : 'ordinary';
  const exceeded = limits.take(principal, kind);
  if (exceeded) throw rateLimited(exceeded, gateway.settings.retryAfter ?? undefined);
  const common = { operation, search, principal, limits };
  if (operation === 'app.uninstall') return { ...common, run: () => uninstall(gateway, principal) };
  if (!matched) throw notFound(`No endpoint for ${request.method} ${request.path}`);
  checkScopes(principal, matched);
  const call: Call = {
    request,
    portal,
    principal,
    version: matched.version,
    operation,
    body: readJson(request),
    faults: gateway.faults,
  };
  return { ...common, run: () => matched.route.handle(call) };
}

function isAssociation(operation: string): boolean {
  return operation.startsWith('associations.') || operation.includes('.associations.');
}

function uninstall(gateway: Gateway, principal: Principal): OutgoingResponse {
  if (principal.kind !== 'app')
    throw badRequest('Only an app that was installed by OAuth can uninstall itself');
  gateway.credentials.uninstall(principal.portal);
  gateway.onUninstall(principal.portal);
  return { status: 204 };
}

function checkScopes(principal: Principal, matched: Matched): void {
  const missing = matched.route.scopes.filter(
    (alternatives) => !alternatives.some((scope) => principal.scopes.has(scope)),
  );
  if (missing.length > 0) throw missingScopes(missing.flat());
}

function readJson(request: IncomingRequest): unknown {
  if (request.body.length === 0) return undefined;
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/json')) {
    throw new Refusal(415, {
      message: `Content type ${type || 'none'} is not supported; send application/json`,
    });
  }
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    throw badRequest('Invalid input JSON on line 1, column 1: the body is not JSON');
  }
}

function refuseByFault(gateway: Gateway, target: FaultTarget): void {
  const fault: Fault | undefined = gateway.faults.empty
    ? undefined
    : gateway.faults.strike(['status'], target);
  if (!fault) return;
  if (target.operation.startsWith('oauth.') && fault.code !== undefined) {
    throw tokenError('invalid_grant', fault.code, fault.message ?? 'the request was refused');
  }
  throw faultStatus(fault.status ?? 500, fault.policy, fault.retryAfterSeconds, fault.message);
}

function correlation(random: Random): string {
  const hex = (): string => random.int(0, 0xffffffff).toString(16).padStart(8, '0');
  const all = hex() + hex() + hex() + hex();
  return `${all.slice(0, 8)}-${all.slice(8, 12)}-${all.slice(12, 16)}-${all.slice(16, 20)}-${all.slice(20, 32)}`;
}
