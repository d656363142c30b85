import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../src/lib/errors.js';

export interface IncomingRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Characters of path and query as they came. */
  readonly uriLength?: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export interface OutgoingResponse {
  readonly status: number;
  /** An object is sent as JSON, a string as it is, nothing as an empty body. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** How one exchange ends: with an answer, or with the connection cut. */
export interface Exchange {
  readonly request: IncomingRequest;
  /** True once the client has hung up. */
  gone(): boolean;
  onGone(listener: () => void): void;
  respond(response: OutgoingResponse): void;
  cut(): void;
}

export interface ListeningServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY = 12 * 1024 * 1024;

export interface ListenOptions {
  /** Bytes of a body; default 12 MiB. */
  readonly maxBody?: number;
  /** Bytes of the request line and headers together; node's default when absent. */
  readonly maxHeaderSize?: number;
  /** Sees a request before its body is read; true: it answers itself. */
  readonly first?: (incoming: IncomingMessage, outgoing: ServerResponse) => boolean;
}

/** A plain node:http server on the loopback interface; the handler sees whole requests. */
export async function listen(
  port: number,
  handle: (exchange: Exchange) => Promise<void> | void,
  host = '127.0.0.1',
  options: ListenOptions = {},
): Promise<ListeningServer> {
  const { maxHeaderSize, maxBody = MAX_BODY, first } = options;
  const limits = maxHeaderSize === undefined ? {} : { maxHeaderSize };
  const server = createServer({ keepAliveTimeout: 30_000, ...limits }, (incoming, outgoing) => {
    if (first?.(incoming, outgoing)) return;
    readBody(incoming, maxBody)
      .then((body) => handle(exchangeOf(incoming, outgoing, body)))
      .catch((thrown: unknown) => {
        if (outgoing.headersSent || outgoing.destroyed) return outgoing.destroy();
        outgoing.writeHead(500, { 'content-type': 'application/json' });
        outgoing.end(JSON.stringify({ status: 'error', message: messageOf(thrown) }));
      });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
  const bound = (server.address() as AddressInfo).port;
  return { url: `http://${host}:${bound}`, port: bound, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function readBody(incoming: IncomingMessage, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new Error(`The request body is larger than ${most / 1024 / 1024} MiB.`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
}

function exchangeOf(incoming: IncomingMessage, outgoing: ServerResponse, body: Buffer): Exchange {
  const raw = incoming.url ?? '/';
  const mark = raw.indexOf('?');
  let gone = false;
  const listeners: (() => void)[] = [];
  outgoing.on('close', () => {
    if (outgoing.writableEnded) return;
    gone = true;
    for (const listener of listeners) listener();
  });
  return {
    request: {
      method: incoming.method ?? 'GET',
      path: mark < 0 ? raw : raw.slice(0, mark),
      uriLength: raw.length,
      query: new URLSearchParams(mark < 0 ? '' : raw.slice(mark + 1)),
      headers: incoming.headers,
      body,
    },
    gone: () => gone,
    onGone: (listener) => listeners.push(listener),
    respond: (response) => {
      if (gone) return;
      const text = textOf(response.body);
      const headers: Record<string, string> = { ...response.headers };
      if (text !== '' && headers['content-type'] === undefined) {
        headers['content-type'] = 'application/json;charset=utf-8';
      }
      outgoing.writeHead(response.status, headers);
      outgoing.end(text);
    },
    cut: () => incoming.socket.destroy(),
  };
}

function textOf(body: unknown): string {
  if (body === undefined) return '';
  return typeof body === 'string' ? body : JSON.stringify(body);
}
