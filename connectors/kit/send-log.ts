import type { Timing } from './timing.js';
import { realTiming } from './timing.js';

/**
 * The log of sent requests behind the rate windows, one list a key. A request counts from the moment
 * it is taken until `windowMs` after its answer: when it reached the CRM is known no better than that.
 * The in-memory log serves one process; an implementation over a shared store serves several.
 */
export interface SendLog {
  /** Records the send and answers 0, or answers the milliseconds after which to ask again. */
  take(key: string, id: string, limit: number, windowMs: number): Promise<number>;
  answered(key: string, id: string, windowMs: number): Promise<void>;
}

/** How long to wait when nothing but an answer can free a place; an answer wakes the waiters anyway. */
const ASK_AGAIN_MS = 1_000;

interface Sent {
  readonly unanswered: Set<string>;
  /** When answered requests leave the window; ascending, because answers come in the order of time. */
  expiries: number[];
}

export function createMemorySendLog(timing: Timing = realTiming): SendLog {
  const lists = new Map<string, Sent>();
  const listOf = (key: string): Sent => {
    const list = lists.get(key) ?? { unanswered: new Set(), expiries: [] };
    lists.set(key, list);
    return list;
  };
  return {
    async take(key, id, limit, windowMs) {
      const list = listOf(key);
      const now = timing.now();
      const firstLeft = list.expiries.findIndex((expiry) => expiry > now);
      list.expiries = firstLeft === -1 ? [] : list.expiries.slice(firstLeft);
      const used = list.unanswered.size + list.expiries.length;
      if (used < limit) {
        list.unanswered.add(id);
        return 0;
      }
      // The limit may have shrunk: so many have to leave before one more may go.
      const leaver = list.expiries[used - limit];
      return leaver === undefined ? Math.min(ASK_AGAIN_MS, windowMs) : Math.max(1, leaver - now);
    },
    async answered(key, id, windowMs) {
      const list = listOf(key);
      if (list.unanswered.delete(id)) list.expiries.push(timing.now() + windowMs);
    },
  };
}
