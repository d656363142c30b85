/** Milliseconds since the epoch. Passed in wherever time matters, so that tests own it. */
export type Clock = () => number;

export const systemClock: Clock = () => Date.now();

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
