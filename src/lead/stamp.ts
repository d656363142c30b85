/**
 * A last-writer-wins register: value, true from (milliseconds), tie-break.
 * The later wins; at a tie a read wins over an event, of two reads the later read, of two events the
 * greater event id, then the greater value. The order is total, so any order of arrival ends the same.
 */
export type Stamp<T extends string | boolean | null = string | null> = readonly [
  value: T,
  at: number,
  tie: string,
];

/** The bare values of a record's registers. */
export function bareValues(
  stamps: Readonly<Record<string, Stamp>>,
): Readonly<Record<string, string | null>> {
  const values: Record<string, string | null> = {};
  for (const name in stamps) values[name] = stamps[name]?.[0] ?? null;
  return values;
}

export function readTie(readAt: number): string {
  return `s${readAt}`;
}

export function eventTie(event: string): string {
  return `e${event}`;
}

/** A tie-break whose order as plain text is that of stamps, for a database to compare. */
export function sortableTie(tie: string): string {
  return /^[es]\d+$/.test(tie)
    ? `${tie[0]}${tie
        .slice(1)
        .replace(/^0+(?=\d)/, '')
        .padStart(20, '0')}`
    : tie;
}

function compareIds(a: string, b: string): number {
  if (/^\d+$/.test(a) && /^\d+$/.test(b)) {
    const [x, y] = [a.replace(/^0+(?=\d)/, ''), b.replace(/^0+(?=\d)/, '')];
    if (x.length !== y.length) return x.length - y.length;
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareTies(a: string, b: string): number {
  if (a[0] !== b[0]) return a[0] === 's' ? 1 : b[0] === 's' ? -1 : compareIds(a, b);
  return compareIds(a.slice(1), b.slice(1));
}

function compareValues(a: string | boolean | null, b: string | boolean | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return String(a) < String(b) ? -1 : 1;
}

/** Positive when `a` wins over `b`; 0 only for equal stamps. */
export function compareStamps(
  a: Stamp<string | boolean | null>,
  b: Stamp<string | boolean | null>,
): number {
  return a[1] - b[1] || compareTies(a[2], b[2]) || compareValues(a[0], b[0]);
}

export function laterStamp<T extends string | boolean | null>(
  a: Stamp<T> | undefined,
  b: Stamp<T>,
): Stamp<T> {
  return a !== undefined && compareStamps(a, b) >= 0 ? a : b;
}
