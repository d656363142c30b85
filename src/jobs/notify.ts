import pg from 'pg';
import { messageOf } from '../lib/errors.js';
import type { Pace } from './loop.js';
import { createLoops } from './loops.js';
import { createOutbox } from './outbox.js';
import type { JobLog, Wakes } from './queue.js';

const CHANNEL = 'plumbline_wake';
const RECONNECT_MS = 1_000;

export interface NotifyOptions {
  readonly databaseUrl: string;
  readonly log: JobLog;
  readonly pace?: Pace | undefined;
}

/**
 * Wakes through PostgreSQL's LISTEN and NOTIFY: this process directly, others by a connection of its
 * own, which is made anew when it breaks.
 */
export function createNotifyWakes({ databaseUrl, log, pace }: NotifyOptions): Wakes {
  const loops = createLoops(log, pace);
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;
  let connecting: Promise<void> = Promise.resolve();
  let closed = false;

  const outbox = createOutbox(
    async (steps) =>
      client?.query('select pg_notify($1, step) from unnest($2::text[]) step', [CHANNEL, steps]),
    (error) => log.warn('A wake was not sent', { reason: messageOf(error) }),
  );

  function lost(reason: string): void {
    client = undefined;
    if (closed) return;
    log.warn('The connection for wakes broke; steps go by the clock meanwhile', { reason });
    retry = setTimeout(() => {
      connecting = connect();
    }, RECONNECT_MS);
  }

  async function connect(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'plumbline wakes',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    let reason = 'closed';
    fresh.on('error', (error) => {
      reason = error.message;
    });
    fresh.on('notification', (note) => {
      const own = (fresh as { processID?: number | null }).processID;
      if (note.payload !== undefined && note.processId !== own) void loops.wake(note.payload);
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      await fresh.end().catch(() => undefined);
      lost(messageOf(error));
      return;
    }
    fresh.once('end', () => lost(reason));
    client = fresh;
    // Wakes sent while nobody listened are gone: look once.
    for (const step of loops.names()) void loops.wake(step);
  }

  return {
    wake(step) {
      void loops.wake(step);
      outbox.put(step);
    },
    on: (step, handler) => loops.add(step, handler),
    async start() {
      connecting = connect();
      await connecting;
      loops.start();
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      outbox.close();
      await loops.close();
      await connecting;
      await client?.end();
    },
  };
}
