import type { ZodType } from 'zod';
import {
  type ActRun,
  type Counters,
  DEMO_EVENTS,
  DEMO_ROUTES,
  type DemoEvent,
} from '../../../api/contract/demo.js';

export type StreamState = 'connecting' | 'live' | 'lost';

export interface StreamHandlers {
  readonly state: (state: StreamState) => void;
  readonly story: () => void;
  readonly counters: (counters: Counters) => void;
  readonly act: (run: ActRun) => void;
}

const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 4000;

/**
 * Listens to the tour's events and connects again for as long as it is not closed. The browser's own
 * reconnecting is not used: it gives up for good on an answer that is not a stream.
 */
export function openStream(handlers: StreamHandlers): () => void {
  let source: EventSource | null = null;
  let timer = 0;
  let retryMs = FIRST_RETRY_MS;

  const on = <T>(event: DemoEvent, schema: ZodType<T>, handle: (data: T) => void): void => {
    source?.addEventListener(event, (message: MessageEvent<string>) => {
      const data = schema.safeParse(parse(message.data));
      if (data.success) handle(data.data);
    });
  };
  const connect = (): void => {
    source = new EventSource(DEMO_ROUTES.events);
    source.onopen = () => {
      retryMs = FIRST_RETRY_MS;
      handlers.state('live');
    };
    source.onerror = () => {
      source?.close();
      handlers.state('lost');
      timer = window.setTimeout(connect, retryMs);
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS);
    };
    on('story', DEMO_EVENTS.story, handlers.story);
    on('counters', DEMO_EVENTS.counters, handlers.counters);
    on('act', DEMO_EVENTS.act, handlers.act);
  };
  connect();
  return () => {
    window.clearTimeout(timer);
    source?.close();
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
