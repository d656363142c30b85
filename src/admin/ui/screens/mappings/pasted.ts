import type { TriedOn } from '../../api/mappings.js';

const textOf = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'string'
      ? value
      : typeof value === 'object'
        ? JSON.stringify(value)
        : String(value);

function valuesOf(json: unknown): Record<string, string | null> | null {
  if (json === null || typeof json !== 'object' || Array.isArray(json)) return null;
  const { properties } = json as { readonly properties?: unknown };
  // As HubSpot's API answers a record.
  const own = properties !== null && typeof properties === 'object' ? properties : json;
  return Object.fromEntries(Object.entries(own as object).map(([key, one]) => [key, textOf(one)]));
}

/** What a person pasted: an id, JSON, or lines `property: value`; null when it is none of these. Pure. */
export function pastedRecord(text: string): TriedOn | null {
  const typed = text.trim();
  if (/^[A-Za-z0-9]{1,40}$/.test(typed)) return { id: typed };
  if (typed.startsWith('{')) {
    try {
      const values = valuesOf(JSON.parse(typed));
      return values && { values };
    } catch {
      return null;
    }
  }
  const lines = typed.split('\n').filter((line) => line.trim() !== '');
  const pairs = lines.map((line) => /^\s*([^:=\s]+)\s*[:=]\s*(.*)$/.exec(line));
  if (lines.length === 0 || pairs.includes(null)) return null;
  const values = pairs.map((pair) => [pair?.[1] ?? '', (pair?.[2] ?? '').trim()] as const);
  return { values: Object.fromEntries(values) };
}
