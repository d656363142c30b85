import type { IncomingMessage } from 'node:http';
import type { FaultPlan, FaultTarget } from '../../simulator-kit/faults.js';
import type { StreamEngine, StreamFeed, Subscriber } from './bayeux-engine.js';
import type { BayeuxMessage, ServerExtension } from './bayeux-faye.js';

/** Judges the `Authorization` header of a streaming request. */
export type StreamSignIn = (authorization: string) => Subscriber | undefined;

export interface GuardParts {
  readonly engine: () => StreamEngine;
  readonly feed: StreamFeed;
  readonly signIn: StreamSignIn;
  readonly faults: FaultPlan;
  readonly maxClients: () => number;
  /** Told of each message: `cometd.connect`. */
  readonly told: (operation: string) => void;
  /** A request waits on behalf of a client. */
  readonly waits: (request: IncomingMessage, clientId: string) => void;
}

const LONG_POLLING = 'long-polling';
const AUTHENTICATION_INVALID = '401::Authentication invalid';
const HANDSHAKE_DENIED = '403::Handshake denied';
const NO_AUTHENTICATION = '401::Request requires authentication';
const UNKNOWN_CLIENT = '403::Unknown client';
const TOO_BUSY = '503::Server is too busy';
const CONNECTION_TYPE = '301::Connection types not supported';

/** Salesforce's rules on top of plain Bayeux: sign-in, replay, quotas, long-polling only, no publishing. */
export function streamGuard(parts: GuardParts): ServerExtension {
  return {
    incoming(message, request, next) {
      if (request === null) return next(message);
      const target = targetOf(message, request);
      parts.told(target.operation);
      const { faults } = parts;
      if (!faults.empty && faults.strike(['cut'], target)) {
        request.socket.destroy();
        return;
      }
      const late = faults.empty ? undefined : faults.strike(['latency'], target);
      const judge = (): void => {
        message.error ??= faultError(faults, target) ?? judged(parts, message, request) ?? '';
        if (message.error === '') delete message.error;
        next(message);
      };
      if (late) setTimeout(judge, (late.ms ?? 0) + Math.random() * (late.jitterMs ?? 0)).unref();
      else judge();
    },
    outgoing(message, request, next) {
      if (request === null || !message.channel.startsWith('/meta/')) return next(message);
      const target = targetOf(message, request);
      if (!parts.faults.empty && parts.faults.strike(['apply-then-cut'], target)) {
        request.socket.destroy();
        return;
      }
      next(message.error === undefined ? welcomed(parts, message, request) : refused(message));
    },
  };
}

function targetOf(message: BayeuxMessage, request: IncomingMessage): FaultTarget {
  const channel = String(message.channel);
  const word = channel.startsWith('/meta/') ? channel.slice('/meta/'.length) : 'publish';
  return { method: 'POST', path: request.url ?? '', operation: `cometd.${word}` };
}

/** A `status` fault speaks Bayeux: the status as its number, the fault's message or the usual one. */
function faultError(faults: FaultPlan, target: FaultTarget): string | undefined {
  if (faults.empty) return undefined;
  if (faults.strike(['expired-token'], target)) return AUTHENTICATION_INVALID;
  const fault = faults.strike(['status'], target);
  if (!fault) return undefined;
  if (fault.message !== undefined) return `${fault.status ?? 503}::${fault.message}`;
  if (fault.status === 401) return AUTHENTICATION_INVALID;
  return fault.status === 403 ? UNKNOWN_CLIENT : TOO_BUSY;
}

/** Why a message is refused, if so; a subscription that is allowed begins here. */
function judged(
  parts: GuardParts,
  message: BayeuxMessage,
  request: IncomingMessage,
): string | undefined {
  const { authorization } = request.headers;
  if (authorization === undefined) return NO_AUTHENTICATION;
  const subscriber = parts.signIn(authorization);
  if (message.channel === '/meta/handshake') {
    if (!subscriber) return HANDSHAKE_DENIED;
    const types = message.supportedConnectionTypes ?? [];
    return types.includes(LONG_POLLING) ? undefined : CONNECTION_TYPE;
  }
  if (!subscriber) return AUTHENTICATION_INVALID;
  const clientId = message.clientId ?? '';
  const owner = parts.engine().subscriberOf(clientId);
  if (!owner || owner.userId !== subscriber.userId) return UNKNOWN_CLIENT;
  if (message.channel === '/meta/connect') {
    if (message.connectionType !== LONG_POLLING) return CONNECTION_TYPE;
    const blocked = parts.feed.blocked();
    if (blocked === undefined) parts.waits(request, clientId);
    return blocked;
  }
  if (message.channel === '/meta/subscribe') return subscribe(parts, message, subscriber);
  if (message.channel.startsWith('/meta/')) return undefined;
  return '403:denied_by_security_policy:publish_denied';
}

function subscribe(
  parts: GuardParts,
  message: BayeuxMessage,
  subscriber: Subscriber,
): string | undefined {
  const clientId = message.clientId ?? '';
  const channels = [message.subscription ?? []].flat();
  if (channels.length === 0) return '402:subscription:Missing required parameter';
  const blocked = parts.feed.blocked();
  if (blocked !== undefined) return blocked;
  if (parts.engine().listening(clientId) >= parts.maxClients())
    return '403::Organization concurrent user limit exceeded';
  const starts = new Map<string, number>();
  for (const channel of channels) {
    const start = parts.feed.begin(subscriber, channel, replayOf(message, channel));
    if (typeof start === 'string') return start;
    starts.set(channel, start);
  }
  for (const [channel, start] of starts) parts.engine().begin(clientId, channel, start);
  return undefined;
}

function replayOf(message: BayeuxMessage, channel: string): number {
  const wanted = (message.ext?.replay as Record<string, unknown> | undefined)?.[channel];
  return wanted === undefined ? -1 : Number(wanted);
}

function welcomed(
  parts: GuardParts,
  message: BayeuxMessage,
  request: IncomingMessage,
): BayeuxMessage {
  if (message.channel !== '/meta/handshake') return message;
  const subscriber = parts.signIn(request.headers.authorization ?? '');
  if (message.clientId !== undefined && subscriber)
    parts.engine().own(message.clientId, subscriber);
  message.supportedConnectionTypes = [LONG_POLLING];
  message.ext = { ...message.ext, replay: true, 'payload.format': true };
  return message;
}

function refused(message: BayeuxMessage): BayeuxMessage {
  delete message.clientId;
  // The library looks for the client once more, and has its own words.
  const error = message.error?.endsWith(':Unknown client') ? UNKNOWN_CLIENT : (message.error ?? '');
  message.error = error;
  if (error === HANDSHAKE_DENIED)
    message.ext = { ...message.ext, sfdc: { failureReason: AUTHENTICATION_INVALID } };
  if (error === UNKNOWN_CLIENT) message.advice = { reconnect: 'handshake', interval: 500 };
  else if (error.startsWith('503:')) message.advice = { reconnect: 'retry', interval: 1000 };
  else if (/^\/meta\/(handshake|connect)$/.test(message.channel))
    message.advice = { reconnect: 'none' };
  return message;
}
