import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';

/** One Bayeux message, in either direction. */
export interface BayeuxMessage {
  channel: string;
  id?: string;
  clientId?: string;
  successful?: boolean;
  error?: string;
  subscription?: string | string[];
  connectionType?: string;
  supportedConnectionTypes?: string[];
  ext?: Record<string, unknown>;
  advice?: Record<string, unknown>;
  data?: unknown;
}

type Next = (message: BayeuxMessage | null) => void;

/** faye looks at the number of parameters: all three must be named. */
export interface ServerExtension {
  incoming(message: BayeuxMessage, request: IncomingMessage | null, next: Next): void;
  outgoing(message: BayeuxMessage, request: IncomingMessage | null, next: Next): void;
}

/** What faye offers an engine of one's own. */
export interface EngineHost {
  generateId(): string;
  hasConnection(clientId: string): boolean;
  /** Hands messages to the client's waiting request. */
  deliver(clientId: string, messages: readonly BayeuxMessage[]): boolean;
  /** Ends the client's waiting request with what is handed over by now. */
  flushConnection(clientId: string, close?: boolean): void;
}

/** What faye asks of an engine. */
export interface BayeuxEngine {
  createClient(done: (clientId: string) => void, context?: unknown): void;
  clientExists(clientId: string, done: (exists: boolean) => void, context?: unknown): void;
  destroyClient(clientId: string): void;
  ping(clientId: string): void;
  subscribe(clientId: string, channel: string): void;
  unsubscribe(clientId: string, channel: string): void;
  publish(message: BayeuxMessage): void;
  emptyQueue(clientId: string): void;
  disconnect(): void;
}

export interface NodeAdapter {
  addExtension(extension: ServerExtension): void;
  handle(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

interface Faye {
  readonly NodeAdapter: new (options: {
    readonly mount: string;
    /** Seconds that a connect waits. */
    readonly timeout: number;
    readonly engine: { readonly type: { create(host: EngineHost): BayeuxEngine } };
  }) => NodeAdapter;
}

/** The library has no types of its own. */
export const faye = createRequire(import.meta.url)('faye') as Faye;
