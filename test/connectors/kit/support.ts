import type { Timing } from '../../../connectors/kit/timing.js';

/** Time that passes only by sleeping; every sleep is written down. */
export function fakeTiming(): Timing & { readonly waits: number[]; advance(ms: number): void } {
  let time = 1_000_000;
  const waits: number[] = [];
  return {
    waits,
    now: () => time,
    advance: (ms) => {
      time += ms;
    },
    sleep: async (ms) => {
      waits.push(ms);
      time += ms;
    },
  };
}

/** Virtual time: the next timer runs when nothing else is left to do. */
export function virtualTime(): Timing & {
  at(ms: number, run: () => void): void;
  run(until: number): Promise<void>;
} {
  let now = 0;
  const timers: { at: number; run: () => void }[] = [];
  const at = (when: number, run: () => void): void => {
    timers.push({ at: Math.max(when, now), run });
    timers.sort((a, b) => a.at - b.at);
  };
  const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  return {
    now: () => now,
    sleep: (ms) => new Promise((resolve) => at(now + ms, resolve)),
    at,
    async run(until) {
      await settle();
      while (timers[0] && timers[0].at <= until) {
        const timer = timers.shift();
        if (!timer) break;
        now = timer.at;
        timer.run();
        await settle();
      }
      now = until;
    },
  };
}
