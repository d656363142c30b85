/** Dates as spreadsheets and CRM exports write them. Pure. */
import { timeOf } from '../../mapping/transforms/dates.js';

/** Which part comes first where both could be the month. */
export type DateOrder = 'day-month' | 'month-day';

const NUMERIC =
  /^(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*([ap])?\.?m?\.?)?$/i;
const NAMED =
  /^(?:[a-z]{3,9},?\s+)?(?:[a-z]{3,9}\.?\s+\d{1,2},?|\d{1,2}\.?\s+[a-z]{3,9}\.?,?)\s+\d{4}\b/i;
const ISO = /^\d{4}-\d{2}-\d{2}([T ]|$)/;

export function looksLikeDate(text: string): boolean {
  if (ISO.test(text)) return timeOf(text) !== null;
  return NUMERIC.test(text) || (NAMED.test(text) && !Number.isNaN(Date.parse(text)));
}

/** The order that the values of one column prove; undefined when every value could be both. */
export function dateOrderOf(values: readonly string[]): DateOrder | undefined {
  for (const value of values) {
    const match = NUMERIC.exec(value);
    if (!match) continue;
    const [, first = '', separator, second = '', , , , , half] = match;
    if (Number(first) > 12) return 'day-month';
    if (Number(second) > 12 || half !== undefined) return 'month-day';
    if (separator === '.') return 'day-month';
  }
  return undefined;
}

/** ISO 8601 in UTC (a day stays a day), or null. */
export function isoDate(text: string, order: DateOrder): string | null {
  const trimmed = text.trim();
  const match = NUMERIC.exec(trimmed);
  if (!match) {
    if (timeOf(trimmed) !== null) return trimmed;
    if (!NAMED.test(trimmed)) return null;
    // Without an offset the text is read as UTC, as everywhere else.
    const zoned = /(Z|UTC|GMT|[+-]\d{2}:?\d{2})\s*$/i.test(trimmed) ? trimmed : `${trimmed} UTC`;
    const time = Date.parse(zoned);
    return Number.isNaN(time) ? null : new Date(time).toISOString();
  }
  const [, first, , second, yearText = '', hour, minute, seconds = '00', half] = match;
  const [day, month] = order === 'day-month' ? [first, second] : [second, first];
  const year = yearText.length === 2 ? 2000 + Number(yearText) : Number(yearText);
  const pad = (part: string | number | undefined): string => String(part).padStart(2, '0');
  const date = `${year}-${pad(month)}-${pad(day)}`;
  if (timeOf(date) === null) return null;
  if (hour === undefined) return date;
  const twelve = Number(hour) % 12;
  const hours =
    half === undefined ? Number(hour) : half.toLowerCase() === 'p' ? twelve + 12 : twelve;
  const iso = `${date}T${pad(hours)}:${minute}:${seconds}Z`;
  return timeOf(iso) === null ? null : iso;
}
