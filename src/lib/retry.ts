/** Waits; rejects with the signal's reason when it is aborted. Passed in, so that tests own time. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

/** A number from 0 (included) to 1 (excluded). */
export type Random = () => number;

export const systemSleep: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });

export interface Backoff {
  /** The first pause at its longest, milliseconds. */
  readonly baseMs: number;
  /** No pause is longer. */
  readonly maxMs: number;
}

/**
 * The pause before try number `attempt` + 1 (attempt counts from 1), milliseconds: doubling from `baseMs` up to
 * `maxMs`, of which the second half is random, so that those who failed together do not come back together.
 */
export function backoffMs(attempt: number, { baseMs, maxMs }: Backoff, random: Random): number {
  const longest = Math.min(maxMs, baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(longest / 2 + (longest / 2) * random());
}

export interface RetryOptions extends Backoff {
  /** Tries in all, the first included. */
  readonly attempts: number;
  /** False: the error is thrown at once. */
  readonly shouldRetry: (error: unknown, attempt: number) => boolean;
  /** A pause the other side asked for, milliseconds; the longer of it and the backoff is kept. */
  readonly waitMs?: (error: unknown) => number | undefined;
  readonly sleep: Sleep;
  readonly random: Random;
  readonly signal?: AbortSignal;
}

/** Does the work until it succeeds, the tries are used up, or the error is one that stays. */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  options: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= options.attempts || !options.shouldRetry(error, attempt)) throw error;
      const pause = backoffMs(attempt, options, options.random);
      await options.sleep(Math.max(pause, options.waitMs?.(error) ?? 0), options.signal);
    }
  }
}
