/** Careful reading of foreign JSON: a wrong type is the same as nothing. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as JsonObject)
    : {};
}

export function arrayOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** An id as text: CRMs print the same id as number or as text. Undefined when it is neither. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  }
  return typeof value === 'string' && /^\d{1,20}$/.test(value) ? value : undefined;
}

/** Milliseconds since the epoch of an ISO date, a number of milliseconds, or either as text. */
export function timeOf(value: unknown): number | undefined {
  if (value instanceof Date) return finite(value.getTime());
  if (typeof value === 'number') return finite(value);
  if (typeof value !== 'string' || value === '') return undefined;
  return finite(/^-?\d+$/.test(value) ? Number(value) : Date.parse(value));
}

function finite(value: number): number | undefined {
  return Number.isFinite(value) ? value : undefined;
}
