import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';

const event = z.looseObject({
  objectId: z.union([z.number(), z.string()]).optional(),
  propertyName: z.string().optional(),
});
const events = z.array(event);

export interface Webhook {
  /** The bytes as they came. */
  readonly body: Buffer;
  /** When its 2xx was sent, milliseconds. */
  readonly answeredAt: number;
  readonly events: readonly z.infer<typeof event>[];
}

/** What passes through the demo's webhook address: counted and, for the third act, kept. */
export interface Tap {
  hook(request: IncomingMessage, response: ServerResponse): boolean;
  /** Webhooks stored and acknowledged. */
  readonly accepted: number;
  /** Events accepted that had been accepted before. */
  readonly repeats: number;
  /** The newest accepted webhook that speaks of a record. */
  newestOf(record: string): Webhook | null;
  /** Told of every accepted webhook. @returns what ends that. */
  listen(listener: (webhook: Webhook) => void): () => void;
}

const KEPT = 500;

function keyOf(one: z.infer<typeof event>): string {
  // A retry differs in this alone.
  const { attemptNumber: _, ...rest } = one;
  return JSON.stringify(rest);
}

export function createTap(
  hook: (request: IncomingMessage, response: ServerResponse) => boolean,
  clock: () => number,
): Tap {
  const seen = new Set<string>();
  const kept: Webhook[] = [];
  const listeners = new Set<(webhook: Webhook) => void>();
  let accepted = 0;
  let repeats = 0;

  const accept = (body: Buffer): void => {
    const parsed = events.safeParse(JSON.parse(body.toString('utf8')));
    const webhook = { body, answeredAt: clock(), events: parsed.success ? parsed.data : [] };
    for (const one of webhook.events) {
      const key = keyOf(one);
      if (seen.has(key)) repeats += 1;
      seen.add(key);
    }
    accepted += 1;
    kept.push(webhook);
    if (kept.length > KEPT) kept.shift();
    for (const listener of listeners) listener(webhook);
  };

  return {
    hook(request, response) {
      const chunks: Buffer[] = [];
      const taken = hook(request, response);
      if (!taken) return false;
      // The handler reads the same stream; both listen before the first byte comes.
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('finish', () => {
        if (response.statusCode < 300) accept(Buffer.concat(chunks));
      });
      return true;
    },
    get accepted() {
      return accepted;
    },
    get repeats() {
      return repeats;
    },
    newestOf: (record) =>
      kept.findLast((one) => one.events.some(({ objectId }) => String(objectId) === record)) ??
      null,
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
