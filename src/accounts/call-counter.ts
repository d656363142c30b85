import type pg from 'pg';
import type { Clock } from '../lib/clock.js';
import type { Logger } from '../lib/logger.js';
import { addCalls, type DayOfCalls, saveDays } from '../store/account-calls.js';
import type { Account } from '../store/accounts.js';
import { addCounters } from '../store/counters.js';

export interface CallCounter {
  count(account: Account, call: { operation: string; status: number | 'cut' | 'timeout' }): void;
  day(account: Account, told: { readonly limit: number; readonly remaining: number }): void;
  close(): Promise<void>;
}

interface Tally {
  readonly workspace: number;
  readonly account: number;
  calls: number;
  limited: number;
  failed: number;
}

const FLUSH_MS = 1_000;

/** Counts calls to CRMs by account, operation, outcome and hour; stored once a second, never waited for. */
export function createCallCounter(pool: pg.Pool, clock: Clock, log: Logger): CallCounter {
  let counts: Record<string, number> = {};
  let tallies = new Map<number, Tally>();
  let days = new Map<number, DayOfCalls>();
  const store = async (): Promise<void> => {
    const [current, hour, told] = [counts, [...tallies.values()], days];
    counts = {};
    tallies = new Map();
    days = new Map();
    try {
      await addCounters(pool, current);
      await addCalls(pool, hour);
      await saveDays(pool, told);
    } catch (error) {
      log.warn('calls not counted', { reason: String(error) });
    }
  };
  // One after the other: who closes must not leave one behind that still writes.
  let stored = Promise.resolve();
  const flush = (): Promise<void> => {
    stored = stored.then(store);
    return stored;
  };
  const tallyOf = ({ workspace, id }: Account): Tally => {
    const tally = tallies.get(id) ?? { workspace, account: id, calls: 0, limited: 0, failed: 0 };
    tallies.set(id, tally);
    return tally;
  };
  const timer = setInterval(() => void flush(), FLUSH_MS);
  timer.unref();
  return {
    count(account, { operation, status }) {
      const limited = status === 429;
      const failed = typeof status !== 'number' || status >= 400;
      const tally = tallyOf(account);
      tally.calls += 1;
      if (limited) tally.limited += 1;
      if (failed) tally.failed += 1;
      const names = ['calls', `calls.${account.id}.${operation}`];
      if (limited) names.push('calls.limited');
      if (failed) names.push('calls.failed');
      for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
    },
    day({ id }, { limit, remaining }) {
      days.set(id, { limit, remaining, at: clock() });
    },
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
