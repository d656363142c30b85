import { PlumblineError } from './errors.js';
import { type Sleep, systemSleep } from './retry.js';

/** Everything opened registers here how it is closed; a process, command or test closes it all at its end. */
export interface Closing {
  /** Registers a closing and gives it back. What comes after `close` has begun is closed too. */
  add(name: string, close: () => unknown): void;
  /**
   * Runs all closings one after another, the last registered first, each for at most the bounded time.
   * All run even when some fail; then the first error is thrown. Calling it again gives the same promise.
   */
  close(): Promise<void>;
}

export interface ClosingOptions {
  /** Longest wait for one closing, milliseconds. */
  readonly timeoutMs?: number;
  readonly sleep?: Sleep;
}

export function createClosing({
  timeoutMs = 10_000,
  sleep = systemSleep,
}: ClosingOptions = {}): Closing {
  const steps: { name: string; close: () => unknown }[] = [];
  let closed: Promise<void> | null = null;
  let failed = false;
  let first: unknown;

  async function run({ name, close }: { name: string; close: () => unknown }): Promise<void> {
    const done = new AbortController();
    const late = sleep(timeoutMs, done.signal).then(() => {
      throw new PlumblineError('close-timeout', `${name} did not close within ${timeoutMs} ms.`);
    });
    // Aborted when the closing was in time: that rejection is nobody's.
    late.catch(() => {});
    try {
      await Promise.race([Promise.resolve().then(close), late]);
    } catch (error) {
      if (!failed) first = error;
      failed = true;
    } finally {
      done.abort();
    }
  }

  async function runAll(): Promise<void> {
    for (let step = steps.pop(); step; step = steps.pop()) await run(step);
    if (failed) throw first;
  }

  return {
    add(name, close) {
      steps.push({ name, close });
      if (!closed) return;
      closed = Promise.allSettled([closed]).then(runAll);
      // Whoever calls close() learns of a failure; nobody calling it is no crash.
      closed.catch(() => {});
    },
    close() {
      closed ??= runAll();
      return closed;
    },
  };
}
