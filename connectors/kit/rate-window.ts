import type { Priority, RateWindow } from '../connector.js';
import { createMemorySendLog, type SendLog } from './send-log.js';
import { realTiming, type Timing } from './timing.js';

/** Part of a window that background work leaves to live work. */
const LIVE_RESERVE = 0.03;
/** Part of a window that background work may send at once before it is paced evenly. */
const BACKGROUND_BURST = 0.1;

interface Waiter {
  readonly limit: number;
  readonly windowMs: number;
  readonly resolve: (release: () => void) => void;
}

interface Lane {
  readonly live: Waiter[];
  readonly background: Waiter[];
  pumping: boolean;
  /** Wakes a sleeping pump. */
  wake: (() => void) | null;
  /** Theoretical arrival time of the next evenly paced background request (GCRA). */
  paced: number;
}

export interface RateWindows {
  /** One budget of one account; calls with the same key share it, whatever limit they name. */
  window(key: string, limit: number, windowMs: number): RateWindow;
}

/**
 * Rolling windows over a log of send times: at most `limit` requests in any `windowMs`.
 * Live requests go first. Background requests are spread over the window instead of filling it in its
 * first second, so that a live one finds a place at once.
 */
export function createRateWindows(
  log: SendLog = createMemorySendLog(),
  timing: Timing = realTiming,
): RateWindows {
  const lanes = new Map<string, Lane>();
  let serial = 0;

  async function pump(key: string, lane: Lane): Promise<void> {
    if (lane.pumping) return;
    lane.pumping = true;
    try {
      while (lane.live.length + lane.background.length > 0) {
        const wait = await step(key, lane);
        if (wait <= 0) continue;
        await new Promise<void>((resolve) => {
          lane.wake = resolve;
          void timing.sleep(wait).then(resolve);
        });
        lane.wake = null;
      }
    } finally {
      lane.pumping = false;
    }
  }

  /** Serves one waiter and answers 0, or answers how long to wait. */
  async function step(key: string, lane: Lane): Promise<number> {
    const priority: Priority = lane.live.length > 0 ? 'live' : 'background';
    const waiter = lane[priority][0];
    if (!waiter) return 0;
    let { limit } = waiter;
    if (priority === 'background') {
      const delay = pace(lane, waiter);
      if (delay > 0) return delay;
      limit -= Math.floor(limit * LIVE_RESERVE);
    }
    serial += 1;
    const id = `${process.pid}-${serial}`;
    const wait = await log.take(key, id, limit, waiter.windowMs);
    if (wait > 0) return wait;
    const index = lane[priority].indexOf(waiter);
    if (index === -1) {
      // It gave up while the log was asked: the place is handed back, unused but counted.
      await log.answered(key, id, waiter.windowMs);
      return 0;
    }
    lane[priority].splice(index, 1);
    if (priority === 'background') {
      lane.paced = Math.max(lane.paced, timing.now()) + waiter.windowMs / waiter.limit;
    }
    waiter.resolve(() => {
      void log.answered(key, id, waiter.windowMs).then(() => lane.wake?.());
    });
    return 0;
  }

  function pace(lane: Lane, waiter: Waiter): number {
    const burst = Math.max(1, Math.floor(waiter.limit * BACKGROUND_BURST));
    const spacing = waiter.windowMs / waiter.limit;
    return lane.paced - (burst - 1) * spacing - timing.now();
  }

  return {
    window(key, limit, windowMs) {
      const lane = lanes.get(key) ?? {
        live: [],
        background: [],
        pumping: false,
        wake: null,
        paced: 0,
      };
      lanes.set(key, lane);
      return {
        take: (priority, signal) =>
          new Promise<() => void>((resolve, reject) => {
            if (signal?.aborted) {
              reject(signal.reason);
              return;
            }
            const waiter: Waiter = { limit, windowMs, resolve };
            lane[priority].push(waiter);
            signal?.addEventListener('abort', () => {
              const index = lane[priority].indexOf(waiter);
              if (index === -1) return;
              lane[priority].splice(index, 1);
              reject(signal.reason);
            });
            lane.wake?.();
            void pump(key, lane);
          }),
      };
    },
  };
}
