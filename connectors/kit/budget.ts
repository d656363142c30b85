/** How a session keeps to one limit of the CRM. Times are milliseconds of the session's timing. */
export interface Budget {
  readonly windowMs: number;
  /** Requests a window that we may send now. */
  limit(now: number): number;
  /** Nothing is sent before this moment. */
  pausedUntil(): number;
  /** Whether the whole limit is in use: no refusal is being recovered from. */
  whole(now: number): boolean;
  /** The CRM let a request through and, where it does, told its limit. */
  accepted(now: number, told?: number): void;
  /** The CRM refused a request for its limit: somebody else uses the same budget. */
  refused(waitMs: number, now: number): void;
}

/** Use of what the CRM allows: the rest is for requests of ours that the log does not see. */
const HEADROOM = 0.98;
/** Part of the whole limit that a halved one regains each window. */
const REGROWTH = 0.1;
/** Part of the limit last found too high to which a halved one regrows at first. */
const REST_AT = 0.9;
/** Rest there: longer means fewer refusals while another app goes on, shorter more use once it stopped. */
const REST_MS = 120_000;

/** What is known since the last refusal. */
interface Setback {
  /** The halved limit, from `from` on. */
  readonly level: number;
  readonly from: number;
  /** The limit in force when the CRM, having let requests through, refused one. */
  readonly tooHigh: number;
}

/**
 * A refusal pauses, halves the limit, and remembers where that happened. Afterwards the limit regrows
 * by a tenth each window up to just below that place, rests there for two minutes and grows on: another
 * app's share is probed seldom, and ten windows after the rest at most all is used again.
 */
export function createBudget(allowed: number, windowMs: number): Budget {
  let top = usable(allowed);
  let setback: Setback | null = null;
  let paused = 0;
  let accepted = true;

  function limitAt(now: number): number {
    if (!setback) return top;
    const { level, from, tooHigh } = setback;
    const step = Math.max(1, Math.floor(top * REGROWTH));
    const grown = (since: number): number =>
      step * Math.max(0, Math.floor((now - since) / windowMs));
    const rest = Math.max(level, Math.floor(tooHigh * REST_AT));
    const before = Math.min(rest, level + grown(from));
    return Math.min(top, before + grown(from + REST_MS));
  }

  return {
    windowMs,
    limit: limitAt,
    pausedUntil: () => paused,
    whole: (now) => now >= paused && limitAt(now) === top,
    accepted(now, told) {
      // An answer during the pause belongs to a request sent before the refusal.
      if (now >= paused) accepted = true;
      if (told !== undefined) top = usable(told);
    },
    refused(waitMs, now) {
      const until = Math.max(paused, now + waitMs);
      if (now < paused && setback) {
        // Requests refused together are one refusal.
        setback = { ...setback, from: until };
      } else {
        const limit = limitAt(now);
        setback = {
          level: Math.max(1, Math.floor(limit / 2)),
          from: until,
          // Refused at any rate, the rate is not the reason: the former place stays.
          tooHigh: accepted || !setback ? limit : setback.tooHigh,
        };
        accepted = false;
      }
      paused = until;
    },
  };
}

/** A small limit is used whole: the window itself keeps to it. */
function usable(allowed: number): number {
  return allowed < 20 ? Math.max(1, allowed) : Math.floor(allowed * HEADROOM);
}
