import { connect, type Socket } from 'node:net';

export interface LoadResult {
  /** Milliseconds from the request's first byte to the answer's end, of every request answered 2xx. */
  readonly tookMs: readonly number[];
  readonly refused: number;
  readonly seconds: number;
}

const HEAD_END = '\r\n\r\n';

/**
 * Sends prepared requests over keep-alive connections, each as soon as the former is answered, for a
 * time. Sockets and whole requests instead of an HTTP client: on few cores the generator must not take
 * the share of the server that it measures. Answers without a body alone are understood.
 */
export async function load(options: {
  readonly port: number;
  readonly connections: number;
  readonly seconds: number;
  readonly requests: readonly Buffer[];
}): Promise<LoadResult> {
  const { port, connections, seconds, requests } = options;
  const begun = performance.now();
  const end = begun + seconds * 1000;
  const tookMs: number[] = [];
  let refused = 0;
  let next = 0;

  function drive(socket: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      let sentAt = 0;
      let answer = '';
      const send = (): void => {
        const request = requests[next % requests.length];
        next += 1;
        if (performance.now() >= end || !request) {
          socket.end();
          resolve();
          return;
        }
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('data', (chunk: Buffer) => {
        answer += chunk.toString('latin1');
        if (!answer.endsWith(HEAD_END)) return;
        if (answer.startsWith('HTTP/1.1 2')) tookMs.push(performance.now() - sentAt);
        else refused += 1;
        answer = '';
        send();
      });
      socket.once('error', reject);
      socket.once('connect', send);
      socket.setTimeout(20_000, () => reject(new Error(`no answer from port ${port}`)));
    });
  }

  const sockets = Array.from({ length: connections }, () =>
    connect({ port, host: '127.0.0.1', noDelay: true }),
  );
  try {
    await Promise.all(sockets.map(drive));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  return { tookMs, refused, seconds: (performance.now() - begun) / 1000 };
}

/** A POST as it goes over the wire. */
export function rawPost(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: Buffer,
): Buffer {
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `content-length: ${body.byteLength}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ].join('\r\n');
  return Buffer.concat([Buffer.from(`${head}${HEAD_END}`, 'latin1'), body]);
}
