/** A field's value as the API shows it: date-times and dates as text, everything empty as null. */
export type FieldValue = string | number | boolean | null;
export type FieldValues = Readonly<Record<string, FieldValue>>;

let lastMs = Number.NaN;
let lastText = '';

/** `2026-11-21T10:00:00.000+0000`: such texts sort as their times do. */
export function dateTimeText(ms: number): string {
  // The rows of one call share their moment.
  if (ms !== lastMs) {
    lastText = `${new Date(ms).toISOString().slice(0, -1)}+0000`;
    lastMs = ms;
  }
  return lastText;
}

export function dateText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** Milliseconds of a stored date-time or date. */
export function timeOf(text: string): number {
  return Date.parse(text.length === 10 ? `${text}T00:00:00Z` : text.replace('+0000', 'Z'));
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;

/** Milliseconds of a date-time with its zone, or undefined. */
export function parseDateTime(text: string): number | undefined {
  if (!DATE_TIME.test(text)) return undefined;
  const ms = Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(ms) ? undefined : ms;
}

export function parseDate(text: string): string | undefined {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(ms) || dateText(ms) !== text ? undefined : text;
}
