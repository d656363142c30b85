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
