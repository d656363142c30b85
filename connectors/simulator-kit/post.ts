import { Agent, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

export interface Poster {
  /** The answer's status, or 0 when the connection failed or the answer took longer than the time-out. */
  post(url: string, headers: Readonly<Record<string, string>>, body: string): Promise<number>;
  close(): void;
}

/** POSTs over kept-alive connections; the whole exchange must end within `timeoutMs`. */
export function createPoster(timeoutMs: number): Poster {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  return {
    post: (url, headers, body) =>
      new Promise((resolve) => {
        const secure = url.startsWith('https:');
        const send = secure ? httpsRequest : httpRequest;
        const bytes = Buffer.from(body, 'utf8');
        const outgoing = send(url, {
          method: 'POST',
          headers: { ...headers, 'content-length': String(bytes.length) },
          ...(secure ? {} : { agent }),
        });
        const timer = setTimeout(() => outgoing.destroy(new Error('timeout')), timeoutMs);
        const settle = (status: number): void => {
          clearTimeout(timer);
          resolve(status);
        };
        outgoing.on('response', (response) => {
          response.resume();
          response.on('end', () => settle(response.statusCode ?? 0));
          response.on('error', () => settle(0));
        });
        outgoing.on('error', () => settle(0));
        outgoing.end(bytes);
      }),
    close: () => agent.destroy(),
  };
}
