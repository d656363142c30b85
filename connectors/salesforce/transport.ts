import { PassThrough } from 'node:stream';
import type { Connection } from 'jsforce';

/** An answer as it came; header names are lower-case. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** A request as jsforce takes it. */
export interface RawRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** A path from the host's root. */
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
}

/**
 * Sends one request through a jsforce connection, which adds token and call options, and answers what
 * came. jsforce's own transport follows redirects with the token, repeats what failed, takes a proxy from
 * the environment and cannot be cut: the sending itself is done here.
 */
export async function exchange(
  connection: Connection,
  request: RawRequest,
  signal: AbortSignal,
): Promise<RawAnswer> {
  let answer: RawAnswer | undefined;
  const transport = {
    httpRequest: (prepared: RawRequest) => {
      const sent = sendRaw(prepared, signal).then((raw) => {
        answer = raw;
        return { statusCode: raw.status, headers: raw.headers, body: raw.text };
      });
      return Object.assign(sent, { stream: () => new PassThrough() });
    },
  };
  try {
    // As text: jsforce takes six delimiters at once for a CSV, and drops parts of an error.
    await connection.request({ ...request }, { transport, responseType: 'text/plain' });
  } catch (error) {
    if (answer === undefined) throw error;
  }
  if (answer === undefined) throw new Error('jsforce sent nothing');
  return answer;
}

async function sendRaw(request: RawRequest, signal: AbortSignal): Promise<RawAnswer> {
  const { 'content-length': _, ...headers } = request.headers;
  const response = await fetch(request.url, {
    method: request.method,
    headers,
    signal,
    redirect: 'manual',
    ...(request.body !== undefined && { body: request.body }),
  });
  const text = await response.text();
  return { status: response.status, headers: Object.fromEntries(response.headers), text };
}
