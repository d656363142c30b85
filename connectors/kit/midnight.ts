/** No calendar day is longer than this, changes of the clock included. */
const LONGEST_DAY = 26 * 3_600_000;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-CA', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/**
 * The first moment of the next calendar day in a time zone, milliseconds since the epoch; where the
 * clock leaves midnight out, the moment of that change.
 * @throws RangeError when the zone is unknown.
 */
export function nextMidnight(now: number, timeZone: string): number {
  const dates = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  const today = dates.format(now);
  let [low, high] = [now, now + LONGEST_DAY];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dates.format(middle) === today) low = middle;
    else high = middle;
  }
  return high;
}
