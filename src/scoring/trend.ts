import type { Engine } from './engine.js';
import { nextChange } from './next-change.js';

/**
 * Trends of the lead loaded in an engine that itself knows no trend: total now minus total so long ago,
 * with the same fields.
 */
export class Trends {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Null where one of the two moments has no score. */
  at(duration: number, now: number): number | null {
    const today = this.#total(now);
    const then = this.#total(now - duration);
    return today === null || then === null ? null : today - then;
  }

  /** The first moment after `now` at which one of the trends may move: where the total does, now or so long ago. */
  edge(durations: Iterable<number>, now: number): number {
    let first = this.#next(now);
    for (const duration of durations) {
      first = Math.min(first, this.#next(now - duration) + duration);
    }
    return first;
  }

  #next(now: number): number {
    this.#engine.look(now);
    return nextChange(this.#engine, now, { totalAlone: true }) ?? Number.POSITIVE_INFINITY;
  }

  #total(now: number): number | null {
    const engine = this.#engine;
    engine.look(now);
    if (engine.outside !== null) return null;
    return engine.figures[engine.figures.length - 1] as number;
  }
}
