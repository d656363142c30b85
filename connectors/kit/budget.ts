/** How a session keeps to one limit of the CRM. Times are milliseconds of the session's timing. */
export interface Budget {
  readonly windowMs: number;
  /** Requests a window that we may send now. */
  limit(now: number): number;
  /** Nothing is sent before this moment. */
  pausedUntil(): number;
  /** The CRM told its limit. */
  told(limit: number): void;
  /** The CRM refused a request for its limit: somebody else uses the same budget. */
  refused(waitMs: number, now: number): void;
}

/** Use of what the CRM allows: the rest is for requests of ours that the log does not see. */
const HEADROOM = 0.95;
/** A halved limit grows by a tenth each so often; slower means fewer refusals, faster means more use. */
const REGROW_MS = 120_000;

export function createBudget(allowed: number, windowMs: number): Budget {
  let top = usable(allowed);
  let current = top;
  let changedAt = 0;
  let paused = 0;
  return {
    windowMs,
    limit(now) {
      const steps = Math.floor((now - changedAt) / REGROW_MS);
      if (current < top && steps > 0) {
        current = Math.min(top, current + steps * Math.max(1, Math.floor(top / 10)));
        changedAt += steps * REGROW_MS;
      }
      return current;
    },
    pausedUntil: () => paused,
    told(limit) {
      const next = usable(limit);
      if (next === top) return;
      current = current === top ? next : Math.min(current, next);
      top = next;
    },
    refused(waitMs, now) {
      // Requests refused together are one refusal.
      if (now >= paused) {
        current = Math.max(1, Math.floor(current / 2));
        changedAt = now;
      }
      paused = Math.max(paused, now + waitMs);
    },
  };
}

/** A small limit is used whole: the window itself keeps to it. */
function usable(allowed: number): number {
  return allowed < 20 ? Math.max(1, allowed) : Math.floor(allowed * HEADROOM);
}
