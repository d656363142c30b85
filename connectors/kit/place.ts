import type { SessionContext } from '../connector.js';
import type { Budget } from './budget.js';
import type { Call } from './call.js';
import { budgetFull, notSent } from './call-errors.js';
import type { Timing } from './timing.js';

/**
 * Waits until the budget has a place for the call, pauses after refusals included; `release` says that
 * its answer is there. Throws a `CrmError` of kind `wait` when there is none by `deadline`.
 */
export type Placer = (call: Call, budget: Budget, deadline: number) => Promise<() => void>;

export function createPlacer(context: SessionContext, crm: string, timing: Timing): Placer {
  async function queue(call: Call, budget: Budget, deadline: number): Promise<() => void> {
    const window = context.window(call.budget, budget.limit(timing.now()), budget.windowMs);
    const wait = new AbortController();
    const timer = setTimeout(() => wait.abort(), Math.max(1, deadline - timing.now()));
    try {
      return await window.take(call.priority, wait.signal);
    } catch (cause) {
      if (wait.signal.aborted) throw budgetFull(crm, call, 1_000);
      throw notSent(crm, call, cause);
    } finally {
      clearTimeout(timer);
    }
  }

  return async function place(call, budget, deadline) {
    for (;;) {
      const pause = budget.pausedUntil() - timing.now();
      const left = deadline - timing.now();
      if (pause > left) throw budgetFull(crm, call, pause);
      if (pause > 0) await timing.sleep(pause);
      const release = await queue(call, budget, deadline);
      if (budget.pausedUntil() <= timing.now()) return release;
      // Refused meanwhile: whoever stood in the queue would only be refused too.
      release();
    }
  };
}
