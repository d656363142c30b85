import type { Clock } from '../../src/lib/clock.js';

/**
 * The CRM's own clock: a base clock (the machine's, or a test's) plus an offset that can be moved at
 * run time, so that tokens expire and days pass without waiting.
 */
export interface SimulatorClock {
  /** The CRM's time, ms since the epoch. */
  now(): number;
  /** The base clock without the offset: request time-outs, rate windows, signatures. */
  base(): number;
  offset(): number;
  setOffset(ms: number): void;
  advance(ms: number): void;
}

export function createSimulatorClock(base: Clock, startAt?: number): SimulatorClock {
  let offset = startAt === undefined ? 0 : startAt - base();
  return {
    now: () => base() + offset,
    base,
    offset: () => offset,
    setOffset: (ms) => {
      offset = ms;
    },
    advance: (ms) => {
      offset += ms;
    },
  };
}
