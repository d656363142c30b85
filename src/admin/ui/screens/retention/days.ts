export const LEAST_DAYS = 30;
export const MOST_DAYS = 3650;
export const DAY_MS = 86_400_000;

/** What is offered beside a number of one's own; null keeps for good. */
export const OFFERED = [90, 180, 365, 730, 1095, null] as const;

/** Whether the server would take it. */
export const isDays = (days: number | null): boolean =>
  days === null || (Number.isInteger(days) && days >= LEAST_DAYS && days <= MOST_DAYS);
