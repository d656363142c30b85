import type pg from 'pg';
import type { Logger } from '../lib/logger.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';

export interface CallCounter {
  count(account: Account, call: { operation: string; status: number | 'cut' | 'timeout' }): void;
  close(): Promise<void>;
}

const FLUSH_MS = 1_000;

/** Counts calls to CRMs by account, operation and outcome; stored once a second, never waited for. */
export function createCallCounter(pool: pg.Pool, log: Logger): CallCounter {
  let counts: Record<string, number> = {};
  const flush = async (): Promise<void> => {
    const current = counts;
    counts = {};
    try {
      await addCounters(pool, current);
    } catch (error) {
      log.warn('calls not counted', { reason: String(error) });
    }
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    count(account, { operation, status }) {
      const names = ['calls', `calls.${account.id}.${operation}`];
      if (status === 429) names.push('calls.limited');
      if (typeof status !== 'number' || status >= 400) names.push('calls.failed');
      for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
