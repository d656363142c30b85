import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../../src/lib/clock.js';
import type { FaultPlan } from '../../simulator-kit/faults.js';
import { StreamEngine, type StreamFeed } from './bayeux-engine.js';
import { faye, type NodeAdapter } from './bayeux-faye.js';
import { type StreamSignIn, streamGuard } from './bayeux-guard.js';

export interface BayeuxOptions {
  readonly feed: StreamFeed;
  readonly signIn: StreamSignIn;
  readonly faults: FaultPlan;
  /** The base clock: sessions end by real time. */
  readonly clock: Clock;
  /** How long a connect waits, ms; 110,000 in production. */
  readonly timeoutMs?: number | undefined;
  /** How long a client may stay away between two connects, ms. */
  readonly maxIntervalMs?: number | undefined;
  /** Clients with subscriptions at one time, all users together. */
  readonly maxClients?: () => number;
  readonly told?: (operation: string) => void;
}

const PATH = /^\/+cometd\/(\d+)\.0\/?$/;
/** Replay came with version 37. */
const FIRST_VERSION = 37;

/** The streaming API: a Bayeux server over long-polling at `/cometd/<version>`. */
export class BayeuxServer {
  private readonly adapter: NodeAdapter;
  private engine!: StreamEngine;
  private readonly requests = new Set<IncomingMessage>();
  private readonly waiting = new Map<IncomingMessage, string>();
  private severed = false;

  constructor(options: BayeuxOptions) {
    this.adapter = new faye.NodeAdapter({
      mount: '/cometd',
      timeout: (options.timeoutMs ?? 110_000) / 1000,
      engine: {
        type: {
          create: (host) => {
            const away = options.maxIntervalMs ?? 40_000;
            this.engine = new StreamEngine(host, options.feed, options.clock, away);
            return this.engine;
          },
        },
      },
    });
    this.adapter.addExtension(
      streamGuard({
        engine: () => this.engine,
        feed: options.feed,
        signIn: options.signIn,
        faults: options.faults,
        maxClients: options.maxClients ?? (() => 1000),
        told: options.told ?? (() => {}),
        waits: (request, clientId) => this.waiting.set(request, clientId),
      }),
    );
  }

  /** Answers a request if its path is the streaming API's; false leaves it to others. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?');
    const matched = PATH.exec(path);
    if (!matched) return false;
    if (this.severed) request.socket.destroy();
    else if (Number(matched[1]) < FIRST_VERSION) response.writeHead(404).end();
    // GET is how a browser would call back or listen to server-sent events; neither exists here.
    else if (request.method !== 'POST') response.writeHead(405, { allow: 'POST' }).end();
    else this.serve(request, response);
    return true;
  }

  /** Requests without an answer by now. */
  get open(): number {
    return this.requests.size;
  }

  /** Clients with a subscription. */
  get listening(): number {
    return this.engine.listening('');
  }

  /** Hands new events to the clients that wait. */
  wake(): void {
    if (!this.severed) this.engine.wake();
  }

  /** Cuts every streaming connection, and each further one until `restore`; sessions are lost. */
  sever(): void {
    this.severed = true;
    for (const request of this.requests) request.socket.destroy();
    this.engine.forgetAll();
  }

  restore(): void {
    this.severed = false;
  }

  /** Sessions are lost, connections stay: the next connect is answered `403::Unknown client`. */
  forget(): void {
    this.engine.forgetAll();
  }

  close(): void {
    for (const request of this.requests) request.socket.destroy();
    this.adapter.close();
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    this.requests.add(request);
    response.on('close', () => {
      this.requests.delete(request);
      const clientId = this.waiting.get(request);
      this.waiting.delete(request);
      // Whoever hung up takes nothing: what comes now waits for the next connect.
      if (clientId !== undefined && !response.writableFinished) this.engine.hangUp(clientId);
    });
    this.adapter.handle(request, response);
  }
}
