/** Stands between the simulator and the web process and keeps what was acknowledged. */
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A property change as HubSpot pushes it. */
export interface PushedEvent {
  readonly subscriptionType: string;
  readonly objectTypeId?: string;
  readonly objectId?: number;
  readonly propertyName?: string;
  readonly propertyValue?: string | null;
  readonly occurredAt: number;
}

type Moment = 'handed over' | 'acknowledged';

export interface Front {
  readonly url: string;
  /** Every event of every delivery that was answered with 2xx. */
  readonly acknowledged: readonly PushedEvent[];
  /** Deliveries handed to the web process that have no answer yet. */
  readonly inFlight: number;
  /** Called once: when the next delivery has been handed over in full, or has its 2xx. */
  onNext(when: Moment, act: () => void): void;
  close(): Promise<void>;
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export async function startFront(target: { readonly port: number }): Promise<Front> {
  const acknowledged: PushedEvent[] = [];
  let inFlight = 0;
  let next: { readonly when: Moment; readonly act: () => void } | undefined;
  const reached = (when: Moment): void => {
    if (next?.when !== when) return;
    const { act } = next;
    next = undefined;
    act();
  };

  /** The status of the web process, or 502 when it died or was not there. */
  const forward = (incoming: IncomingMessage, body: Buffer): Promise<number> =>
    new Promise((resolve) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port: target.port,
          method: incoming.method ?? 'POST',
          path: incoming.url ?? '/',
          headers: { ...incoming.headers, connection: 'close' },
          agent: false,
        },
        (answer) => {
          const { statusCode = 502 } = answer;
          if (statusCode >= 200 && statusCode < 300) reached('acknowledged');
          // The head is the promise, whatever becomes of the rest.
          resolve(statusCode);
          answer.on('error', () => {}).resume();
        },
      );
      outgoing.once('error', () => resolve(502));
      outgoing.end(body, () => reached('handed over'));
    });

  const server = createServer(async (incoming, response) => {
    const body = await bodyOf(incoming);
    inFlight += 1;
    const status = await forward(incoming, body);
    inFlight -= 1;
    if (status >= 200 && status < 300) {
      acknowledged.push(...(JSON.parse(body.toString('utf8')) as PushedEvent[]));
    }
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    acknowledged,
    get inFlight() {
      return inFlight;
    },
    onNext(when, act) {
      next = { when, act };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
