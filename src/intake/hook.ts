import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connector, HookVerdict } from '../../connectors/connector.js';
import type { Clock } from '../lib/clock.js';
import type { Logger } from '../lib/logger.js';
import type { DeliveryWriter } from './delivery-writer.js';

export interface HookDependencies {
  readonly connectors: ReadonlyMap<string, Connector>;
  readonly writer: DeliveryWriter;
  readonly clock: Clock;
  readonly log: Logger;
  /** The public address, without a slash at the end; what the CRM signed begins with it. */
  readonly publicUrl: string;
  /** Secrets that may have signed: those of all connected apps, former ones included. */
  secrets(crm: string): Promise<readonly string[]>;
  /** Counts refusals by code. */
  refused(code: string): void;
}

const MAX_BODY = 1_000_000;
const PATH = /^\/hooks\/([a-z]+)$/;

type Body = { readonly bytes: Uint8Array } | { readonly tooLarge: true };

function readBody(request: IncomingMessage): Promise<Body> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      // The rest is read and thrown away, so that the sender gets its answer instead of a reset.
      if (size <= MAX_BODY) chunks.push(chunk);
      else chunks.length = 0;
    });
    request.on('end', () =>
      resolve(size > MAX_BODY ? { tooLarge: true } : { bytes: Buffer.concat(chunks) }),
    );
    request.on('error', reject);
  });
}

function answer(response: ServerResponse, status: number, body?: Record<string, string>): void {
  if (body === undefined) {
    response.writeHead(status).end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(
  deps: HookDependencies,
  response: ServerResponse,
  status: number,
  code: string,
  reason: string,
): void {
  deps.refused(code);
  answer(response, status, { error: code, message: reason });
}

/**
 * Takes webhooks off before anything else: size, signature over the raw bytes, time and form are checked,
 * the bytes are committed, then comes the 2xx. Well-signed events that are not for us are acknowledged.
 * @returns false when the request is no webhook.
 */
export function createHookHandler(
  deps: HookDependencies,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  async function handle(
    crm: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const receiver = deps.connectors.get(crm)?.receiver;
    if (!receiver) {
      request.resume();
      refuse(deps, response, 404, 'no-such-hook', `No CRM sends webhooks to /hooks/${crm}.`);
      return;
    }
    if (request.method !== 'POST') {
      request.resume();
      refuse(deps, response, 405, 'not-post', 'Webhooks are sent by POST.');
      return;
    }
    const body = await readBody(request);
    if ('tooLarge' in body) {
      refuse(deps, response, 413, 'too-large', `A webhook may have ${MAX_BODY} bytes at most.`);
      return;
    }
    const verdict: HookVerdict = receiver.verify(
      {
        method: 'POST',
        url: `${deps.publicUrl}${request.url ?? ''}`,
        headers: request.headers,
        body: body.bytes,
      },
      await deps.secrets(crm),
      deps.clock(),
    );
    if (!verdict.ok) {
      refuse(deps, response, verdict.status, verdict.code, verdict.reason);
      return;
    }
    await deps.writer.write({
      route: crm,
      kind: 'hook',
      account: null,
      body: body.bytes,
      priority: 0,
    });
    answer(response, 204);
  }

  return (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    const crm = PATH.exec(path)?.[1];
    if (crm === undefined) return false;
    handle(crm, request, response).catch((error: unknown) => {
      // Nothing was acknowledged: the CRM sends it again.
      deps.log.error('webhook not stored', { reason: String(error) });
      if (!response.headersSent)
        answer(response, 503, { error: 'not-stored', message: 'Try again.' });
    });
    return true;
  };
}
