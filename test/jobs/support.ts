import type { Pace } from '../../src/jobs/loop.js';
import type { JobLog } from '../../src/jobs/queue.js';

/** No run by the clock within a test: only wakes count. */
export const NEVER: Pace = { tickMs: 3_600_000, idleTickMs: 3_600_000, idleAfter: 60 };

export interface RecordedLog extends JobLog {
  readonly lines: string[];
}

export function recordedLog(): RecordedLog {
  const lines: string[] = [];
  const write = (message: string, fields?: Record<string, unknown>): void => {
    lines.push(`${message} ${JSON.stringify(fields ?? {})}`);
  };
  return { lines, info: write, warn: write, error: write };
}

/** A handler whose runs the test counts, waits for, and lets end when it likes. */
export class Gate {
  runs = 0;
  ended = 0;
  signal: AbortSignal | undefined;
  closedGate = false;
  #waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  #open: (() => void)[] = [];

  readonly handler = async (signal: AbortSignal): Promise<void> => {
    this.signal = signal;
    this.runs += 1;
    for (const waiter of this.#waiters) if (this.runs >= waiter.count) waiter.resolve();
    if (this.closedGate) await new Promise<void>((resolve) => this.#open.push(resolve));
    this.ended += 1;
  };

  /** Resolves when so many runs have begun. */
  begun(count: number): Promise<void> {
    if (this.runs >= count) return Promise.resolve();
    return new Promise((resolve) => this.#waiters.push({ count, resolve }));
  }

  open(): void {
    this.closedGate = false;
    for (const resolve of this.#open.splice(0)) resolve();
  }
}
