import { dateOf } from '../language/values.js';
import { UsageError } from './io.js';

/** The moment of an `--at` option, milliseconds; ISO 8601, UTC without an offset. */
export function momentOf(text: string, option = '--at'): number {
  const moment = dateOf(/^\d{11,}$/.test(text.trim()) ? Number(text) : text);
  if (moment !== undefined) return moment;
  throw new UsageError(
    `${option} is "${text.slice(0, 40)}"; expected a time such as 2026-03-01T12:00:00Z or 2026-03-01.`,
  );
}
