/** Numbers and times in the reader's own locale. Pure: the locale is the runtime's default. */
const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const upToTwo = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto', style: 'short' });

/** U+2212, as wide as a plus. */
export const MINUS = '\u2212';

export const formatCount = (value: number): string => whole.format(value);

/** At most two decimals, with a true minus sign. */
export function formatPoints(value: number): string {
  return value < 0 ? `${MINUS}${upToTwo.format(-value)}` : upToTwo.format(value);
}

export const formatSigned = (value: number): string =>
  value > 0 ? `+${formatPoints(value)}` : formatPoints(value);

/** `10 + 15.87 − 2`: the terms as one line of arithmetic. */
export function formatSum(terms: readonly number[]): string {
  return terms
    .map((term, index) => {
      if (index === 0) return formatPoints(term);
      return `${term < 0 ? MINUS : '+'} ${upToTwo.format(Math.abs(term))}`;
    })
    .join(' ');
}

export const formatDay = (iso: string): string => day.format(new Date(iso));
export const formatDate = (iso: string): string => dayAndYear.format(new Date(iso));
export const formatMoment = (iso: string): string => dayAndTime.format(new Date(iso));

/** A duration in milliseconds: `38 ms`, `1.25 s`. */
export function formatDuration(ms: number): string {
  return ms < 1000 ? `${whole.format(ms)} ms` : `${upToTwo.format(ms / 1000)} s`;
}

/** How long ago, in the largest unit that fits. What is newer than the page's own `now` is just now. */
export function formatAgo(iso: string, now: number): string {
  const seconds = Math.min(0, Math.round((Date.parse(iso) - now) / 1000));
  const size = Math.abs(seconds);
  if (size < 5) return relative.format(0, 'second');
  if (size < 60) return relative.format(seconds, 'second');
  if (size < 3600) return relative.format(Math.round(seconds / 60), 'minute');
  if (size < 86_400) return relative.format(Math.round(seconds / 3600), 'hour');
  return relative.format(Math.round(seconds / 86_400), 'day');
}
