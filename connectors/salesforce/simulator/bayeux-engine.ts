import type { BayeuxEngine, BayeuxMessage, EngineHost } from './bayeux-faye.js';

/** Who listens: the user and the session of the token that the client came with. */
export interface Subscriber {
  readonly userId: string;
  readonly authorization: string;
}

/** Where the events come from; the streaming protocol knows nothing of what is in them. */
export interface StreamFeed {
  /**
   * The replay id after which a subscription begins, or why there is none.
   * `replay`: -1 only what comes, -2 everything retained, else what came after that id.
   */
  begin(subscriber: Subscriber, channel: string, replay: number): number | string;
  /** The next events of a channel, counted as delivered, and where to go on. */
  next(
    subscriber: Subscriber,
    channel: string,
    after: number,
    limit: number,
  ): { readonly data: readonly unknown[]; readonly after: number };
  /** Why nobody is served just now (a quota), if so. */
  blocked(): string | undefined;
}

interface Client {
  readonly subscriber: Subscriber;
  /** Channel -> the replay id of the last event handed over. */
  readonly cursors: Map<string, number>;
  /** ms on the base clock. */
  seen: number;
}

/** Most events of a channel in one answer, so that a long replay is not one huge array. */
const MOST_AT_ONCE = 500;

/**
 * Clients with a cursor a channel. An event is read from the feed when a waiting request can take it, so
 * what a client missed is replayed and no client sees another's replay.
 */
export class StreamEngine implements BayeuxEngine {
  private readonly host: EngineHost;
  private readonly feed: StreamFeed;
  private readonly base: () => number;
  private readonly maxIntervalMs: number;
  private readonly clients = new Map<string, Client>();

  constructor(host: EngineHost, feed: StreamFeed, base: () => number, maxIntervalMs: number) {
    this.host = host;
    this.feed = feed;
    this.base = base;
    this.maxIntervalMs = maxIntervalMs;
  }

  createClient(done: (clientId: string) => void, context?: unknown): void {
    done.call(context, this.host.generateId());
  }

  /** Ties a client that just shook hands to its user. */
  own(clientId: string, subscriber: Subscriber): void {
    this.clients.set(clientId, { subscriber, cursors: new Map(), seen: this.base() });
  }

  /** The user of a living client. */
  subscriberOf(clientId: string | undefined): Subscriber | undefined {
    if (clientId === undefined) return undefined;
    this.expire();
    return this.clients.get(clientId)?.subscriber;
  }

  clientExists(clientId: string, done: (exists: boolean) => void, context?: unknown): void {
    this.expire();
    done.call(context, this.clients.has(clientId));
  }

  destroyClient(clientId: string): void {
    if (this.clients.delete(clientId)) this.host.flushConnection(clientId);
  }

  ping(clientId: string): void {
    const client = this.clients.get(clientId);
    if (client) client.seen = this.base();
  }

  /** faye's own call; the cursor was set by `begin` when the subscription was judged. */
  subscribe(): void {}

  begin(clientId: string, channel: string, after: number): void {
    this.clients.get(clientId)?.cursors.set(channel, after);
    // The answer to the subscription goes out before its first events.
    setImmediate(() => this.emptyQueue(clientId));
  }

  unsubscribe(clientId: string, channel: string): void {
    this.clients.get(clientId)?.cursors.delete(channel);
  }

  /** Nobody publishes from outside. */
  publish(): void {}

  emptyQueue(clientId: string): void {
    const client = this.clients.get(clientId);
    if (!client || !this.host.hasConnection(clientId)) return;
    for (const [channel, after] of client.cursors) {
      const page = this.feed.next(client.subscriber, channel, after, MOST_AT_ONCE);
      client.cursors.set(channel, page.after);
      const messages = page.data.map((data): BayeuxMessage => ({ channel, data }));
      if (messages.length > 0) this.host.deliver(clientId, messages);
    }
  }

  /** Hands what is new to everybody who waits. */
  wake(): void {
    for (const clientId of this.clients.keys()) this.emptyQueue(clientId);
  }

  /** Living clients with a subscription, `except` one. */
  listening(except: string): number {
    this.expire();
    let count = 0;
    for (const [id, { cursors }] of this.clients) if (id !== except && cursors.size > 0) count += 1;
    return count;
  }

  /** The request that waited for this client is gone. */
  hangUp(clientId: string): void {
    const client = this.clients.get(clientId);
    if (client) this.host.flushConnection(clientId, false);
  }

  /** The server forgets everybody: each must shake hands anew. */
  forgetAll(): void {
    for (const clientId of [...this.clients.keys()]) this.destroyClient(clientId);
  }

  disconnect(): void {
    this.clients.clear();
  }

  private expire(): void {
    const oldest = this.base() - this.maxIntervalMs;
    for (const [id, client] of this.clients) {
      if (this.host.hasConnection(id)) client.seen = this.base();
      else if (client.seen < oldest) this.destroyClient(id);
    }
  }
}
