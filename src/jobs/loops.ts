import { PlumblineError } from '../lib/errors.js';
import { createLoop, type Loop, type Pace } from './loop.js';
import type { Handler, JobLog } from './queue.js';

/** The loops of the steps that this process handles; what both engines have in common. */
export interface Loops {
  add(step: string, handler: Handler): void;
  names(): readonly string[];
  /** Resolves when the woken run has ended; at once where this process does not handle the step. */
  wake(step: string): Promise<void>;
  start(): void;
  close(): Promise<void>;
}

export function createLoops(log: JobLog, pace?: Pace): Loops {
  const loops = new Map<string, Loop>();
  let started = false;
  return {
    add(step, handler) {
      if (started || loops.has(step))
        throw new PlumblineError(
          'step-registered',
          `The step ${step} was registered ${started ? 'after the start' : 'twice'}; register each once, before start().`,
        );
      loops.set(step, createLoop(step, handler, log, pace));
    },
    names: () => [...loops.keys()],
    wake: (step) => loops.get(step)?.wake() ?? Promise.resolve(),
    start() {
      started = true;
      for (const loop of loops.values()) loop.start();
    },
    async close() {
      await Promise.all([...loops.values()].map((loop) => loop.close()));
    },
  };
}
