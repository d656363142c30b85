/** What a CRM tells of a limit on the calls of one day. */
export interface ToldDay {
  readonly limit: number;
  readonly remaining: number;
}

/** Part of the day's calls that is kept for what must be sent. */
const RESERVE = 0.2;
/** What was told longer ago says nothing: others use the same calls, and the day may have turned. */
const FRESH_MS = 3_600_000;

export interface DayShare {
  told(day: ToldDay, now: number): void;
  /** Whether calls may be spent on what could be done without. Unknown is yes: the answer will tell. */
  spare(now: number): boolean;
}

/** The rest of a day's calls as last told. Times are milliseconds of the session's timing. */
export function createDayShare(): DayShare {
  let last: (ToldDay & { readonly at: number }) | null = null;
  return {
    told(day, now) {
      last = { ...day, at: now };
    },
    spare: (now) =>
      last === null || now - last.at > FRESH_MS || last.remaining >= last.limit * RESERVE,
  };
}
