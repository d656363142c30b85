/** U+2212, as wide as a plus. */
const MINUS = '\u2212';

const STEPS = [
  [60, 1, 'second'],
  [3600, 60, 'minute'],
  [86_400, 3600, 'hour'],
  [86_400 * 45, 86_400, 'day'],
  [86_400 * 548, 86_400 * 30.44, 'month'],
  [Number.POSITIVE_INFINITY, 86_400 * 365.25, 'year'],
] as const;

interface Span {
  readonly below: number;
  readonly units: readonly [large: string, small: string];
  readonly seconds: readonly [large: number, small: number];
}

const LONGEST: Span = {
  below: Number.POSITIVE_INFINITY,
  units: ['day', 'hour'],
  seconds: [86_400, 3600],
};
const SPANS: readonly Span[] = [
  { below: 3_600_000, units: ['minute', 'second'], seconds: [60, 1] },
  { below: 86_400_000, units: ['hour', 'minute'], seconds: [3600, 60] },
  LONGEST,
];

/** Numbers and times in the way of one locale. Moments are ISO 8601 text, durations milliseconds. */
export interface Formats {
  readonly locale: string;
  /** A whole number: `12,345`. */
  count(value: number): string;
  /** A whole number in little room: `12K`. */
  compact(value: number): string;
  /** At most two decimals, with a true minus sign. */
  points(value: number): string;
  /** `+12`, `−3.5`, `0`. */
  signed(value: number): string;
  /** A share from 0 to 1: `12%`; with `digits` decimals at most. */
  percent(share: number, digits?: number): string;
  /** `12 Mar 2026` */
  date(iso: string): string;
  /** `12 Mar` */
  day(iso: string): string;
  /** `12 Mar 2026, 14:05` */
  moment(iso: string): string;
  /** `14:05:07` */
  time(iso: string): string;
  /** `3 min. ago`, `in 2 days`, from `now`. */
  relative(iso: string, now?: number): string;
  /** `38ms`, `1.25s`, `3m 5s`, `2h 10m` */
  duration(ms: number): string;
  /** `a, b and c` */
  list(parts: readonly string[]): string;
  /** The name of an ISO 3166 country with its code, by which models know it: `Finland (FI)`; other text as it is. */
  country(code: string): string;
}

export function createFormats(locale: string): Formats {
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options);
  const dateTime = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(locale, options);
    return (iso: string): string => format.format(new Date(iso));
  };
  const whole = number({ maximumFractionDigits: 0 });
  const compact = number({ notation: 'compact', maximumFractionDigits: 1 });
  const upToTwo = number({ maximumFractionDigits: 2 });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  const regions = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' });
  const unit = (value: number, name: string): string =>
    number({ style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: 2 }).format(
      value,
    );

  const points = (value: number): string =>
    value < 0 ? `${MINUS}${upToTwo.format(-value)}` : upToTwo.format(value);
  const duration = (ms: number): string => {
    if (ms < 1000) return unit(Math.round(ms), 'millisecond');
    if (ms < 60_000) return unit(ms / 1000, 'second');
    const span = SPANS.find(({ below }) => ms < below) ?? LONGEST;
    const parts = Math.round(ms / 1000 / span.seconds[1]);
    const most = span.seconds[0] / span.seconds[1];
    const first = unit(Math.floor(parts / most), span.units[0]);
    return parts % most === 0 ? first : `${first} ${unit(parts % most, span.units[1])}`;
  };
  return {
    locale,
    count: (value) => whole.format(value),
    compact: (value) => compact.format(value),
    points,
    signed: (value) => (value > 0 ? `+${points(value)}` : points(value)),
    percent: (share, digits = 0) =>
      number({ style: 'percent', maximumFractionDigits: digits }).format(share),
    date: dateTime({ dateStyle: 'medium' }),
    day: dateTime({ day: 'numeric', month: 'short' }),
    moment: dateTime({ dateStyle: 'medium', timeStyle: 'short' }),
    time: dateTime({ timeStyle: 'medium' }),
    relative: (iso, now = Date.now()) => {
      const seconds = (Date.parse(iso) - now) / 1000;
      const size = Math.abs(seconds);
      if (size < 5) return relative.format(0, 'second');
      const [, per, name] = STEPS.find(([below]) => size < below) ?? STEPS[5];
      return relative.format(Math.round(seconds / per), name);
    },
    duration,
    list: (parts) => list.format(parts),
    country: (code) => {
      const name = /^[A-Z]{2}$/.test(code) ? regions.of(code) : undefined;
      return name === undefined ? code : `${name} (${code})`;
    },
  };
}
