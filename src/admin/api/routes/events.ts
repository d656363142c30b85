import type { Request } from 'express';
import { PlumblineError } from '../../../lib/errors.js';
import type { EventAnswer, eventsApi } from '../contract/events.js';
import type { Handlers } from '../router.js';

export interface EventServices {
  /** Commits the good lines before it answers. */
  receive(
    workspace: number,
    body: Uint8Array,
  ): Promise<{
    readonly accepted: number;
    readonly duplicates: number;
    readonly rejected: readonly EventAnswer['rejected'][number][];
  }>;
  types(
    workspace: number,
  ): Promise<
    readonly { readonly type: string; readonly channel: string; readonly since: number }[]
  >;
  /** Bytes of a body. */
  readonly largest: number;
}

const CONTENT = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];

/** The body as it came in; the rest of one that is too large is read and thrown away. */
async function bodyOf(request: Request, largest: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largest) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > largest) {
    throw new PlumblineError(
      'too-large',
      `A request may have ${largest} bytes at most; send several.`,
      { status: 413 },
    );
  }
  return Buffer.concat(chunks);
}

export const eventRoutes = (services: EventServices): Handlers<typeof eventsApi> => ({
  tell: async ({ who, request }) => {
    if (!request.is(CONTENT)) {
      throw new PlumblineError(
        'not-ndjson',
        'Send one JSON object a line, as application/x-ndjson.',
        { status: 415 },
      );
    }
    const body = await bodyOf(request, services.largest);
    const { accepted, duplicates, rejected } = await services.receive(who.workspace, body);
    if (accepted + duplicates === 0) {
      throw new PlumblineError(
        'no-events',
        'No line of the body is an event; nothing was stored.',
        {
          status: 400,
          details: { rejected },
        },
      );
    }
    return { accepted, duplicates, rejected: [...rejected] };
  },
  types: async ({ who }) => {
    const types = await services.types(who.workspace);
    return {
      items: types.map((one) => ({ ...one, since: new Date(one.since).toISOString() })),
    };
  },
});
