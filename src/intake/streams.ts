/**
 * Holds the accounts' streams of changes: one process an account, by a lease. What a stream hands over is
 * stored as a delivery in one transaction with its position; polling goes on beside it, rarely.
 */
import type { ObjectNeed, Session, StreamEvent } from '../../connectors/connector.js';
import type { CrmError } from '../lead/crm-error.js';
import type { Clock } from '../lib/clock.js';
import { messageOf } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { type Account, listAccounts } from '../store/accounts.js';
import { pollWithin } from '../store/cursors.js';
import { insertDeliveries } from '../store/deliveries.js';
import { withTransaction } from '../store/pool.js';
import { addDelivered, tellAllowance } from '../store/stream-allowances.js';
import {
  claimStream,
  endStream,
  type Holder,
  moveStream,
  renewStream,
  type Stream,
  type StreamEnd,
  type StreamMove,
} from '../store/streams.js';
import { asCrmError, isPushed, newToken, type ReadDependencies } from './read.js';
import { decidePauses } from './stream-pauses.js';

export interface StreamDependencies extends ReadDependencies {
  readonly clock: Clock;
  readonly log: Pick<Logger, 'info' | 'warn'>;
  /** Something was stored, or is to be polled. */
  wake(step: 'split' | 'poll'): void;
}

export interface Streams {
  /** Takes up what nobody holds, and lets go of what is no longer wanted. @returns how many it took up */
  look(): Promise<number>;
  /** Ends all streams of this process and gives them back. */
  close(): Promise<void>;
}

/** Between two looks for what nobody holds, milliseconds; for what is to be let go of, every time. */
const LOOK_EVERY = 5_000;
/**
 * A stream that was refused is asked for again after 1, 4 and then every 15 minutes, unless the CRM says
 * when: an admin may be turning it on.
 */
const REFUSED_FIRST = 60_000;
const REFUSED_MOST = 900_000;
/** After cuts in a row 1 s, 4 s, 16 s … up to this, milliseconds. */
const MOST_BACKOFF = 300_000;

/** A stream of this process. */
interface Held {
  /** What it was begun with: with another one it is begun anew. */
  readonly key: string;
  readonly stop: AbortController;
  done: Promise<void>;
}

/** The lease went to another process. */
class Lost extends Error {}

interface Following {
  readonly account: Account;
  readonly session: Session;
  readonly needs: readonly ObjectNeed[];
  readonly holder: Holder;
  readonly stop: AbortController;
  /** It goes on from where it was. */
  continued: boolean;
  live: boolean;
}

export function createStreams(deps: StreamDependencies): Streams {
  const held = new Map<number, Held>();
  let lookedAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  /** The feeds of these objects; of all where none are named. */
  function feedsOf({ account, session, needs }: Following, objects?: readonly string[]) {
    const feeds = session.feeds(needs, isPushed(deps, account));
    return feeds.filter(({ need }) => objects?.includes(need.object) ?? true);
  }

  async function store(following: Following, event: StreamEvent): Promise<void> {
    const { account, holder } = following;
    if (event.kind === 'allowance') {
      if (!(await tellAllowance(deps.pool, holder, event))) throw new Lost();
      return;
    }
    await withTransaction(deps.pool, async (db) => {
      if (!(await moveStream(db, holder, moveOf(event)))) throw new Lost();
      if (event.kind === 'changes') {
        if (event.delivered) await addDelivered(db, account, event.delivered);
        if (event.changes.length > 0) {
          const body = Buffer.from(JSON.stringify(event.changes));
          await insertDeliveries(db, [
            { route: account.crm, kind: 'changes', account: account.id, body, priority: 0 },
          ]);
        }
      }
      // Without a position to go on from, what changed before it held is found by polling.
      if (event.kind === 'missed' || (event.kind === 'live' && !following.continued)) {
        await pollWithin(db, account.id, feedsOf(following, event.objects), 0);
      }
    });
    deps.wake(event.kind === 'changes' ? 'split' : 'poll');
    if (event.kind === 'live') {
      following.live = true;
      following.continued = true;
    }
    if (event.kind === 'missed') {
      deps.log.warn('a stream missed changes', { account: account.id, reason: event.reason });
    }
  }

  /** Until the stream ends, or the signal does. */
  async function follow(following: Following, { position }: Stream): Promise<void> {
    const { session, needs, stop } = following;
    const { signal } = stop;
    if (!session.stream) return;
    const stopped = new Promise<null>((resolve) => {
      signal.addEventListener('abort', () => resolve(null), { once: true });
    });
    const events = session.stream({ needs, position, signal })[Symbol.asyncIterator]();
    try {
      while (!signal.aborted) {
        const next = await Promise.race([events.next(), stopped]);
        if (next === null || next.done) return;
        await store(following, next.value);
      }
    } finally {
      // A connector that does not let go at once must not hold up the others.
      void Promise.resolve(events.return?.()).catch(() => {});
    }
  }

  async function hold(following: Following, stream: Stream): Promise<void> {
    const { account, holder, stop } = following;
    const renewal = setInterval(() => {
      renewStream(deps.pool, holder, deps.leaseMs)
        .then((ours) => ours || stop.abort())
        // Without the database nothing can be stored either: the lease ends by itself.
        .catch(() => {});
    }, deps.leaseMs / 3);
    const ended = { failed: true, note: null, forget: false };
    let end: StreamEnd = { ...ended, waitMs: backoff(stream.attempts) };
    try {
      await follow(following, stream);
      if (stop.signal.aborted) end = { ...ended, waitMs: 0, failed: false };
    } catch (error) {
      if (error instanceof Lost) return;
      end = endOf(asCrmError(error), stream.attempts);
      if (asCrmError(error).kind === 'reconnect') await deps.trouble(account, asCrmError(error));
    } finally {
      clearInterval(renewal);
    }
    await withTransaction(deps.pool, async (db) => {
      await endStream(db, holder, end);
      // Polling was rare while it held.
      if (end.failed && following.live) {
        await pollWithin(db, account.id, feedsOf(following), deps.pollIntervalMs);
      }
    });
  }

  async function take(account: Account): Promise<boolean> {
    const session = await deps.session(account);
    if (!session.stream || closed) return false;
    const needs = await deps.needs(account);
    const key = keyOf(account, needs);
    const known = held.get(account.id);
    if (known) {
      if (known.key !== key) known.stop.abort();
      return false;
    }
    const token = newToken();
    const stream = await claimStream(deps.pool, account, { token, ms: deps.leaseMs });
    if (!stream) return false;
    const stop = new AbortController();
    const holder = { account: account.id, token };
    const one: Held = { key, stop, done: Promise.resolve() };
    held.set(account.id, one);
    const continued = stream.position !== null;
    const following = { account, session, needs, holder, stop, continued, live: false };
    one.done = hold(following, stream)
      .catch((error: unknown) => {
        deps.log.warn('a stream ended', { account: account.id, reason: messageOf(error) });
      })
      .finally(() => held.delete(account.id));
    if (closed) stop.abort();
    return true;
  }

  return {
    async look() {
      if (closed) return 0;
      const paused = await decidePauses(deps);
      // Taken from whoever held it: here, too.
      for (const id of paused) held.get(id)?.stop.abort();
      if (deps.clock() - lookedAt < LOOK_EVERY) return 0;
      lookedAt = deps.clock();
      const accounts = (await listAccounts(deps.pool)).filter(
        ({ id, state }) => state === 'connected' && !paused.has(id),
      );
      const wanted = new Set(accounts.map(({ id }) => id));
      for (const [id, { stop }] of held) if (!wanted.has(id)) stop.abort();
      let taken = 0;
      for (const account of accounts) {
        try {
          if (await take(account)) taken += 1;
        } catch (error) {
          const reason = messageOf(error);
          deps.log.warn('a stream could not be begun', { account: account.id, reason });
        }
      }
      return taken;
    },
    async close() {
      closed = true;
      const all = [...held.values()];
      for (const { stop } of all) stop.abort();
      await Promise.all(all.map(({ done }) => done));
    },
  };
}

function moveOf(event: Exclude<StreamEvent, { kind: 'allowance' }>): StreamMove {
  switch (event.kind) {
    case 'live':
      return {
        objects: event.objects,
        ...(event.note !== undefined && { note: event.note }),
      };
    case 'changes':
      return { position: event.position, heard: event.changes.length > 0 };
    case 'missed':
      return { note: event.reason, ...(event.position && { position: event.position }) };
  }
}

function keyOf({ connectedAt }: Account, needs: readonly ObjectNeed[]): string {
  return JSON.stringify([connectedAt, needs]);
}

function backoff(attempts: number): number {
  return Math.min(1_000 * 4 ** attempts, MOST_BACKOFF);
}

function endOf(error: CrmError, attempts: number): StreamEnd {
  const refused = error.kind === 'rights' || error.kind === 'refused' || error.kind === 'gone';
  const again = Math.min(REFUSED_FIRST * 4 ** attempts, REFUSED_MOST);
  const own = refused && error.waitMs === 0 ? again : backoff(attempts);
  const waitMs = Math.max(error.waitMs, own);
  // A cut passes; what somebody must know is told.
  const note = error.kind === 'transient' ? null : error.message.slice(0, 500);
  // What is polled meanwhile would be handed over once more, and count against what is allowed.
  return { waitMs, failed: true, note, forget: refused };
}
