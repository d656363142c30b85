/** Gathers counts that are asked for at the same time into one call. */
import type { LeadCount } from '../../api/contract/models.js';

type Json = Record<string, unknown>;
export type CountAsk = { readonly predicate: Json } | { readonly rule: Json };

export interface Counted {
  readonly count: LeadCount;
  readonly of: number;
  readonly exact: boolean;
  readonly looked: number;
}

type Send = (
  asks: Record<string, CountAsk>,
  lists: Readonly<Json> | undefined,
  signal: AbortSignal,
) => Promise<{
  readonly counts: Readonly<Record<string, LeadCount>>;
  readonly of: number;
  readonly exact: boolean;
  readonly looked: number;
}>;

interface Waiting {
  readonly ask: CountAsk;
  readonly lists: Readonly<Json> | undefined;
  readonly signal: AbortSignal;
  readonly done: (counted: Counted) => void;
  readonly failed: (thrown: unknown) => void;
}

/** Milliseconds that a call waits for others to join. */
const JOIN = 30;
/** Asks of one call. */
const MOST = 50;

/** A call is given up when nobody waits for any of it any more. */
export function createCounter(send: Send) {
  let waiting: Waiting[] = [];

  const run = async (asked: readonly Waiting[]): Promise<void> => {
    const live = asked.filter(({ signal }) => !signal.aborted);
    if (live.length === 0) return;
    const gone = new AbortController();
    for (const { signal } of live) {
      signal.addEventListener('abort', () => {
        if (live.every((one) => one.signal.aborted)) gone.abort();
      });
    }
    const asks = Object.fromEntries(live.map(({ ask }, index) => [String(index), ask]));
    try {
      const { counts, ...about } = await send(asks, live[0]?.lists, gone.signal);
      for (const [index, { done }] of live.entries()) {
        const count = counts[String(index)];
        if (count) done({ count, ...about });
      }
    } catch (thrown) {
      for (const { failed } of live) failed(thrown);
    }
  };

  const flush = (): void => {
    const byLists = new Map<string, Waiting[]>();
    for (const one of waiting) {
      const key = JSON.stringify(one.lists ?? {});
      byLists.set(key, [...(byLists.get(key) ?? []), one]);
    }
    waiting = [];
    for (const group of byLists.values()) {
      for (let from = 0; from < group.length; from += MOST)
        void run(group.slice(from, from + MOST));
    }
  };

  return (ask: CountAsk, lists: Readonly<Json> | undefined, signal: AbortSignal) =>
    new Promise<Counted>((done, failed) => {
      if (waiting.length === 0) setTimeout(flush, JOIN);
      waiting.push({ ask, lists, signal, done, failed });
    });
}
