import type { Wakes } from './jobs/queue.js';
import type { Step } from './pipeline.js';

/** Hangs every step on its wakes: a step works until it finds nothing, and wakes those after it. */
export function startWorker(steps: readonly Step[], wakes: Wakes): void {
  for (const step of steps) {
    wakes.on(step.name, async (signal) => {
      for (let runs = 0; ; runs += 1) {
        const { again, wakes: next } = await step.run();
        for (const name of next) wakes.wake(name);
        if (again === 0 && !signal.aborted) continue;
        if (again !== null && again > 0) {
          setTimeout(() => wakes.wake(step.name), again).unref();
        }
        return runs;
      }
    });
  }
}
