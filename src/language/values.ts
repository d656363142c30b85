/**
 * How a stored value is read as text, number or date. One value may come from JSON, a CRM's text or a
 * document, so each reading is defined here and nowhere else.
 */

/** Absent, null, blank text and an empty list are missing; `false` and 0 are values. */
export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** Text compares trimmed and in Unicode default lower case. */
export function normalise(text: string): string {
  return text.trim().toLowerCase();
}

const DECIMAL = /^[+-]?\d+(?:\.\d+)?$/;

/** A JSON number or decimal text (`-12.5`); no separators, exponents or hexadecimal. A boolean is none. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return DECIMAL.test(text) ? Number(text) : undefined;
}

const ISO_DATE =
  /^(\d{4})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?$/;

/** Beyond this a number is no moment (ECMAScript's range of time values). */
const LAST_MOMENT = 8.64e15;

/**
 * Milliseconds since the epoch of an ISO 8601 date (00:00 UTC) or date-time (UTC without an offset), or
 * of a number, which already is one. Fractions finer than a millisecond are cut.
 */
export function dateOf(value: unknown): number | undefined {
  if (typeof value === 'number') {
    return Math.abs(value) <= LAST_MOMENT ? Math.floor(value) : undefined;
  }
  if (typeof value !== 'string') return undefined;
  const match = ISO_DATE.exec(value.trim());
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 59) return undefined;
  const midnight = new Date(0);
  midnight.setUTCFullYear(year, month - 1, day);
  // A day that the month does not have would roll over silently.
  if (midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  const fraction = Number((match[7] ?? '').slice(0, 3).padEnd(3, '0'));
  const offset = offsetMinutes(match[8]);
  if (offset === undefined) return undefined;
  return midnight.getTime() + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

function offsetMinutes(text: string | undefined): number | undefined {
  if (text === undefined || text === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', '') || 0);
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function own(from: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(from, key) ? from[key] : undefined;
}

/**
 * Reads `a.b` from an object: first the key "a.b", then the nested one. Built once per name; names that
 * every object inherits (`constructor`) are read only where they are the object's own.
 */
export function pathReader(
  path: string,
): (from: Readonly<Record<string, unknown>> | null | undefined) => unknown {
  const steps = path.split('.');
  const head = steps[0] ?? '';
  const nested = (from: Readonly<Record<string, unknown>>): unknown => {
    // Most leads are flat: without anything to go into there is nothing to look for.
    if (typeof from[head] !== 'object') return steps.length === 1 ? own(from, head) : undefined;
    let value: unknown = from;
    for (const step of steps) {
      if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) {
        return undefined;
      }
      value = (value as Record<string, unknown>)[step];
    }
    return value;
  };
  if (path in Object.prototype) return (from) => (from ? nested(from) : undefined);
  if (steps.length === 1) return (from) => from?.[path];
  return (from) => {
    if (!from) return undefined;
    const value = from[path];
    return value === undefined ? nested(from) : value;
  };
}
