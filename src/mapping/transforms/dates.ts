import { dateOf } from '../../language/values.js';
import { error, type TransformFunction, value } from './result.js';

const EARLIEST = Date.UTC(1900, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/**
 * Milliseconds since the epoch of a date as CRMs write it, or null: ISO 8601 (UTC without an offset; a
 * space for the `T` and a one-digit hour, as exports have them), or epoch milliseconds or seconds as text.
 * A moment before 1900 or after 2199 is a typing error.
 */
export function timeOf(raw: string): number | null {
  const text = raw.trim();
  const time = /^\d{11,13}$/.test(text)
    ? Number(text)
    : /^\d{9,10}$/.test(text)
      ? Number(text) * 1000
      : dateOf(isoForm(text));
  return time === undefined || time < EARLIEST || time >= LATEST ? null : time;
}

function isoForm(text: string): string {
  const match =
    /^(\d{4}-\d{2}-\d{2})[T ](\d{1,2})(:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s?(?:(UTC|GMT)|(Z|[+-]\d{2}(?::?\d{2})?))?$/i.exec(
      text,
    );
  if (!match) return text;
  return `${match[1]}T${match[2]?.padStart(2, '0')}${match[3]}${match[5]?.toUpperCase() ?? 'Z'}`;
}

/** A day stays a day (`2026-03-01`), a moment becomes ISO 8601 in UTC. */
export const date: TransformFunction = (raw) => {
  const time = timeOf(raw);
  if (time === null) return error('is not a date such as 2026-03-01 or 2026-03-01T12:00:00Z');
  const iso = new Date(time).toISOString();
  return value(/^\d{4}-\d{2}-\d{2}$/.test(raw.trim()) ? iso.slice(0, 10) : iso);
};
