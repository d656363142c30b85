/**
 * The queue only wakes workers: the tables hold the work. A wake may be lost or come twice; every step
 * also runs by the clock, and its claim decides what there is to do.
 */

/**
 * One run of a step: claims and handles until its claim is empty, and stops between two batches when
 * the signal is aborted. A number counts what was handled; it keeps the step at its quick pace.
 */
export type Handler = (signal: AbortSignal) => Promise<unknown>;

export interface Wakes {
  /** Tells the processes that handle the step that it has work. Never throws, never waits. */
  wake(step: string): void;
  /** Handles the step in this process; before `start`, once a step. */
  on(step: string, handler: Handler): void;
  start(): Promise<void>;
  /** Takes no new runs, waits a bounded time for those under way, closes all connections. */
  close(): Promise<void>;
}

export interface JobLog {
  info(message: string, fields?: Record<string, unknown>): void;
  warn(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
}
