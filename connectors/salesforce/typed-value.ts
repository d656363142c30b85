import type { Field } from './catalog.js';

/** A value in the type of its field, or why it has none. */
export type Typed = { readonly value: unknown } | { readonly problem: string };

const NUMBERS = new Set(['double', 'currency', 'percent', 'int', 'long']);

/**
 * Values come as text; Salesforce's REST takes numbers and truth as such, moments as ISO 8601. Null clears;
 * a checkbox has no third state and becomes unchecked.
 */
export function typedValue(field: Field, text: string | null): Typed {
  if (text === null) return { value: field.type === 'boolean' ? false : null };
  if (NUMBERS.has(field.type)) {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    return Number.isFinite(value) ? { value } : { problem: 'takes a number' };
  }
  if (field.type === 'boolean') {
    if (text === 'true' || text === 'false') return { value: text === 'true' };
    return { problem: 'takes true or false' };
  }
  if (field.type === 'datetime' || field.type === 'date') {
    const time = /^\d{11,14}$/.test(text) ? Number(text) : Date.parse(text);
    if (!Number.isFinite(time)) return { problem: 'takes a date' };
    const iso = new Date(time).toISOString();
    return { value: field.type === 'date' ? iso.slice(0, 10) : iso };
  }
  return { value: text };
}
