import { messageOf } from '../lib/errors.js';
import type { Handler, JobLog } from './queue.js';

export interface Loop {
  /**
   * Asks for a run. Resolves when a run that began after the call has ended, well or not; wakes
   * during a run share the one that follows it.
   */
  wake(): Promise<void>;
  start(): void;
  /** No further run; waits for the one under way, at most `timeoutMs`. */
  close(timeoutMs?: number): Promise<void>;
}

/** How often a step runs by itself. */
export interface Pace {
  readonly tickMs: number;
  readonly idleTickMs: number;
  /** Ticks without a wake and without work after which a step counts as idle. */
  readonly idleAfter: number;
}

const PACE: Pace = { tickMs: 1_000, idleTickMs: 5_000, idleAfter: 60 };
/** With what an engine closes after it, below the ten seconds that a process gives each closing. */
const DRAIN_MS = 8_000;

/** A promise with its resolver outside. */
function promised(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/**
 * Runs one step: at every wake, and by itself once a second (every 5 s when nothing happened for a
 * minute). Never two runs at once in this process; an error is logged and the next run comes.
 */
export function createLoop(step: string, handler: Handler, log: JobLog, pace: Pace = PACE): Loop {
  const stop = new AbortController();
  let started = false;
  let closed = false;
  let running: Promise<void> | undefined;
  let next: ReturnType<typeof promised> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let quietTicks = 0;

  async function handle(): Promise<void> {
    try {
      const handled = await handler(stop.signal);
      if (typeof handled === 'number' && handled > 0) quietTicks = 0;
    } catch (error) {
      log.error('A step failed; it runs again', { step, reason: messageOf(error) });
    }
  }

  async function runAll(): Promise<void> {
    clearTimeout(timer);
    while (next !== undefined && !closed) {
      const current = next;
      next = undefined;
      await handle();
      current.resolve();
    }
    running = undefined;
    if (!closed)
      timer = setTimeout(tick, quietTicks < pace.idleAfter ? pace.tickMs : pace.idleTickMs);
  }

  function request(): Promise<void> {
    next ??= promised();
    const { promise } = next;
    if (started) running ??= runAll();
    return promise;
  }

  function tick(): void {
    quietTicks += 1;
    void request();
  }

  return {
    wake() {
      if (closed) return Promise.resolve();
      quietTicks = 0;
      return request();
    },
    start() {
      if (started || closed) return;
      started = true;
      void request();
    },
    async close(timeoutMs = DRAIN_MS) {
      closed = true;
      clearTimeout(timer);
      stop.abort();
      next?.resolve();
      if (running === undefined) return;
      const late = promised();
      const limit = setTimeout(() => {
        log.warn('A step did not end in time; its lease runs out by itself', { step, timeoutMs });
        late.resolve();
      }, timeoutMs);
      await Promise.race([running, late.promise]);
      clearTimeout(limit);
    },
  };
}
