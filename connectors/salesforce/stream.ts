import { CrmError } from '../../src/lead/crm-error.js';
import type { Cursor, StreamEvent, StreamOptions } from '../connector.js';
import { readAllowance } from './allowance.js';
import { Failed, type Subscription, subscribe } from './bayeux.js';
import { type ChangeEvent, changeEventOf } from './change-event.js';
import { type OwnChannel, ownChannel } from './channel.js';
import { STREAMED } from './definition.js';
import type { Org } from './org.js';
import { NEWEST } from './replay.js';
import { changesOf } from './stream-changes.js';
import type { StreamFailure } from './stream-errors.js';

/** Between two tries to select what an org had no room for, milliseconds. */
const SELECT_EVERY_MS = 900_000;

/** A session that is lost sooner than this is not begun anew here, milliseconds. */
const SHORTEST_HOLD_MS = 5_000;

/** How often Salesforce is asked for what it allows, milliseconds. */
const ALLOWANCE_EVERY_MS = 3_600_000;

/** What one stream keeps between its subscriptions. */
interface Stream {
  readonly org: Org;
  readonly options: StreamOptions;
  readonly channel: OwnChannel;
  readonly wanted: readonly string[];
  /** Objects that the channel is known to tell of, of those that are wanted. */
  readonly objects: Set<string>;
  /** The event after which it goes on. */
  position: number;
  /** When what the org had no room for was last tried, milliseconds. */
  selectedAt: number;
  /** Why some are not streamed; null once they are. */
  left: string | null | undefined;
  /** When Salesforce was asked last for what it allows, milliseconds. */
  askedAt: number;
}

/**
 * Change Data Capture over the streaming API, through one channel of ours. A dead token is renewed once; a
 * position that Salesforce has forgotten goes on with what happens now, and says that something was missed.
 */
export async function* streamChanges(
  org: Org,
  options: StreamOptions,
): AsyncGenerator<StreamEvent, void> {
  const { needs, signal } = options;
  const wanted = STREAMED.filter((object) => needs.some((need) => need.object === object));
  const channel = await ownChannel(org, wanted);
  const position = positionOf(options.position, channel);
  const { context, timing } = org.api;
  const stream: Stream = {
    org,
    options,
    channel,
    wanted,
    objects: new Set(toldOf(channel, wanted)),
    position,
    askedAt: 0,
    selectedAt: timing.now(),
    left: channel.left,
  };
  yield* allowance(stream);
  let heldAt = Number.NEGATIVE_INFINITY;
  for (let refused = false; !signal.aborted; ) {
    const token = await context.auth.token();
    try {
      const subscription = await open(stream, token);
      refused = false;
      heldAt = timing.now();
      try {
        yield liveOf(stream);
        yield* follow(stream, subscription);
      } finally {
        await subscription.close();
      }
    } catch (error) {
      if (signal.aborted) return;
      const failure = failureOf(error);
      if (failure.kind === 'error') throw failure.error;
      if (failure.kind === 'stale') {
        stream.position = NEWEST;
        yield forgotten(stream);
      } else if (failure.kind === 'lost') {
        if (timing.now() - heldAt < SHORTEST_HOLD_MS) throw unsteady();
      } else if (refused) {
        throw new CrmError(
          'reconnect',
          'Salesforce no longer accepts the credentials of this org; connect it again.',
        );
      } else {
        refused = true;
        await context.auth.refused(token);
      }
    }
  }
}

function toldOf({ objects = [] }: OwnChannel, wanted: readonly string[]): string[] {
  return objects.filter((one) => wanted.includes(one));
}

function liveOf({ objects, left }: Stream): StreamEvent {
  return { kind: 'live', objects: [...objects], ...(left !== undefined && { note: left }) };
}

/** An admin may have made room for what was left out: the channel takes it up while it is listened to. */
async function* selectAgain(stream: Stream): AsyncGenerator<StreamEvent, void> {
  const { org, wanted } = stream;
  if (org.api.timing.now() - stream.selectedAt < SELECT_EVERY_MS) return;
  stream.selectedAt = org.api.timing.now();
  const channel = await ownChannel(org, wanted);
  for (const object of toldOf(channel, wanted)) stream.objects.add(object);
  stream.left = channel.left ?? null;
  yield liveOf(stream);
}

function unsteady(): CrmError {
  return new CrmError('transient', 'Salesforce lost the stream of changes twice at once.');
}

function open({ org, channel, options, position }: Stream, token: string): Promise<Subscription> {
  const { baseUrl, timeoutMs } = org.api.context;
  return subscribe({
    instanceUrl: baseUrl.replace(/\/+$/, ''),
    token,
    channel: channel.path,
    position,
    timeoutMs,
    signal: options.signal,
  });
}

/** What the org may be handed in 24 hours; who is not told goes on without. */
async function* allowance(stream: Stream): AsyncGenerator<StreamEvent, void> {
  const { api } = stream.org;
  stream.askedAt = api.timing.now();
  try {
    const told = await readAllowance(api);
    if (told) yield { kind: 'allowance', ...told };
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    api.context.log.warn('the allowance of change events is not known', { reason: error.message });
  }
}

async function* follow(
  stream: Stream,
  subscription: Subscription,
): AsyncGenerator<StreamEvent, void> {
  const { org, options } = stream;
  for (;;) {
    const messages = await subscription.take();
    if (org.api.timing.now() - stream.askedAt > ALLOWANCE_EVERY_MS) yield* allowance(stream);
    if (stream.left) yield* selectAgain(stream);
    const events = messages.flatMap((message): ChangeEvent[] => {
      const event = changeEventOf(message);
      return event && event.replayId > stream.position ? [event] : [];
    });
    const last = events.at(-1)?.replayId;
    if (last === undefined) continue;
    const before = stream.objects.size;
    for (const { object } of events) {
      if (options.needs.some((need) => need.object === object)) stream.objects.add(object);
    }
    if (stream.objects.size > before) yield liveOf(stream);
    const { changes, missed, own } = await changesOf(org, options.needs, events);
    stream.position = last;
    const delivered = { count: messages.length, own };
    yield { kind: 'changes', changes, position: cursorOf(stream), delivered };
    if (missed.length > 0) {
      const reason = `Salesforce had more changes of ${missed.join(', ')} at once than it tells of; they are polled.`;
      yield { kind: 'missed', reason, objects: missed };
    }
  }
}

function forgotten(stream: Stream): StreamEvent {
  return {
    kind: 'missed',
    reason:
      'The stream was away for longer than Salesforce keeps its changes (three days); what happened meanwhile is polled.',
    position: cursorOf(stream),
  };
}

function failureOf(error: unknown): StreamFailure {
  if (error instanceof Failed) return error.failure;
  if (error instanceof CrmError) return { kind: 'error', error };
  throw error;
}

function cursorOf({ channel, position }: Stream): Cursor {
  return { channel: channel.path, replay: position };
}

/** A position in another channel says nothing of this one. */
function positionOf(cursor: Cursor | null, channel: OwnChannel): number {
  const { channel: of, replay } = cursor ?? {};
  return of === channel.path && typeof replay === 'number' ? replay : NEWEST;
}
