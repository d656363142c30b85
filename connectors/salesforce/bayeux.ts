/**
 * The Bayeux protocol by long polling, as much of it as one subscription needs. A general client tries for
 * ever, with a token that may be dead, and goes on reading while nothing is stored; here each wait for
 * events is one request that whoever reads has asked for.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CrmError } from '../../src/lead/crm-error.js';
import { isSuccess, parseJson } from '../kit/answer.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import { replayFrom } from './replay.js';
import { type BayeuxMessage, failureOf, type StreamFailure } from './stream-errors.js';
import { SALESFORCE_API_VERSION } from './version.js';

export interface Subscription {
  /** Waits for events, in order; none when there was nothing for a while. Throws a `Failed`. */
  take(): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export class Failed extends Error {
  readonly failure: StreamFailure;

  constructor(failure: StreamFailure) {
    super('the stream of changes failed');
    this.failure = failure;
  }
}

export interface SubscribeOptions {
  readonly instanceUrl: string;
  readonly token: string;
  readonly channel: string;
  /** The event after which it goes on. */
  readonly position: number;
  /** Longest wait for an answer that is not a wait for events, milliseconds. */
  readonly timeoutMs: number;
  /** Ends every wait. */
  readonly signal: AbortSignal;
}

/** Salesforce holds a connect for 110 s at most; it says so with each answer. */
const HELD_MS = 110_000;

/** Longest wait for the answer to a disconnect: nothing hangs on it. */
const GOODBYE_MS = 2_000;

/** Subscribes to a channel. Throws a `Failed` where the subscription does not hold. */
export async function subscribe(options: SubscribeOptions): Promise<Subscription> {
  const { channel, position, timeoutMs, signal } = options;
  const send = createSender(options);
  const handshake = await send(timeoutMs, signal, {
    channel: '/meta/handshake',
    version: '1.0',
    minimumVersion: '1.0',
    supportedConnectionTypes: ['long-polling'],
    ext: { replay: true },
  });
  const { clientId } = handshake.answer;
  const subscription = { channel: '/meta/subscribe', clientId, subscription: channel };
  const ext = replayFrom(new Map([[channel, position]]));
  const subscribed = await send(timeoutMs, signal, { ...subscription, ext });
  let early = eventsOf(subscribed.messages, channel);
  let heldMs = HELD_MS;
  let intervalMs = 0;
  return {
    async take() {
      if (early.length > 0) {
        const taken = early;
        early = [];
        return taken;
      }
      if (intervalMs > 0) await sleep(intervalMs, undefined, { signal });
      const connect = { channel: '/meta/connect', clientId, connectionType: 'long-polling' };
      const { answer, messages } = await send(heldMs + timeoutMs, signal, connect);
      const { timeout, interval } = objectOf(answer.advice);
      if (typeof timeout === 'number') heldMs = Math.min(timeout, 2 * HELD_MS);
      if (typeof interval === 'number') intervalMs = Math.min(interval, HELD_MS);
      return eventsOf(messages, channel);
    },
    async close() {
      const disconnect = { channel: '/meta/disconnect', clientId };
      // A server that does not hear it forgets the session by itself.
      await send(GOODBYE_MS, AbortSignal.timeout(GOODBYE_MS), disconnect).catch(() => {});
    },
  };
}

function eventsOf(messages: readonly BayeuxMessage[], channel: string): unknown[] {
  return messages.filter((one) => one.channel === channel).map(({ data }) => data);
}

interface Sent {
  /** The answer to the message itself. */
  readonly answer: BayeuxMessage;
  readonly messages: readonly BayeuxMessage[];
}

type Sender = (
  waitMs: number,
  signal: AbortSignal,
  message: { readonly channel: string } & Record<string, unknown>,
) => Promise<Sent>;

/** Posts one message at a time, with the cookies that the server has set. */
function createSender({ instanceUrl, token }: SubscribeOptions): Sender {
  const url = `${instanceUrl}/cometd/${SALESFORCE_API_VERSION}`;
  const cookies = new Map<string, string>();
  let id = 0;
  return async (waitMs, signal, message) => {
    id += 1;
    let status: number;
    let text: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          ...(cookies.size > 0 && { cookie: [...cookies.values()].join('; ') }),
        },
        body: JSON.stringify([{ ...message, id: String(id) }]),
      });
      for (const cookie of response.headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';');
        cookies.set(pair.split('=')[0] ?? '', pair);
      }
      status = response.status;
      text = await response.text();
    } catch (cause) {
      throw cut(cause);
    }
    const messages = arrayOf(parseJson(text)).map(messageOf);
    const answer = messages.find((one) => one.channel === message.channel);
    if (answer?.successful === true) return { answer, messages };
    if (answer) throw new Failed(failureOf(answer));
    throw isSuccess({ status, headers: {}, body: null })
      ? cut(undefined)
      : new Failed(failureOf({ error: `${status}::` }));
  };
}

function messageOf(row: unknown): BayeuxMessage {
  const { channel, successful, clientId, error, advice, ext, data } = objectOf(row);
  return {
    channel: textOf(channel),
    clientId: textOf(clientId),
    successful: successful === true,
    error: textOf(error),
    advice,
    ext,
    data,
  };
}

function cut(cause: unknown): Failed {
  const message = 'The stream of changes was cut; it is taken up again where it was.';
  return new Failed({ kind: 'error', error: new CrmError('transient', message, { cause }) });
}
