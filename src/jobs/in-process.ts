import type { Pace } from './loop.js';
import { createLoops } from './loops.js';
import type { JobLog, Wakes } from './queue.js';

/** Wakes within one process. */
export function createInProcessWakes(log: JobLog, pace?: Pace): Wakes {
  const loops = createLoops(log, pace);
  return {
    wake: (step) => void loops.wake(step),
    on: (step, handler) => loops.add(step, handler),
    start: async () => loops.start(),
    close: () => loops.close(),
  };
}
