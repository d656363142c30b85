/** The acts of a rule as one cell: `page_view { path: { startsWith: /pricing } }`. */
import { Document, isCollection, parse } from 'yaml';
import { nearest } from '../../language/nearest.js';
import { valuePredicateSchema } from '../../language/predicate.js';
import { ACTIVITY_CHANNEL, isActivityType } from '../../lead/activity.js';
import { messageOf } from '../../lib/errors.js';
import type { MatcherDocument } from '../schema.js';
import { tidy } from './types.js';

/** A value of a document on one line, in braces and brackets. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, one]) => `${inline(key)}: ${inline(one)}`);
    return `{ ${entries.join(', ')} }`;
  }
  // Inside brackets, so that what would end an entry is quoted.
  const document = new Document([value]);
  if (isCollection(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0 }).trim().slice(1, -1).trim();
}

export function printActivity({ type, where }: MatcherDocument): string {
  const types = [type].flat().join(', ');
  return where === undefined ? types : `${types} ${inline(where)}`;
}

export type ReadActivity = { readonly matcher: MatcherDocument } | { readonly problem: string };

/** Reads what `printActivity` writes, or activity types alone. */
export function readActivity(cell: string): ReadActivity {
  const text = tidy(cell);
  const at = text.indexOf('{');
  const names = (at === -1 ? text : text.slice(0, at)).split(',').map((name) => name.trim());
  const types = names.filter((name) => name !== '');
  const wrong = types.find((name) => !isActivityType(name));
  if (wrong !== undefined || types.length === 0) {
    const hint = nearest(wrong ?? '', Object.keys(ACTIVITY_CHANNEL));
    const known = hint === undefined ? '' : ` (did you mean ${hint}?)`;
    return { problem: `"${(wrong ?? text).slice(0, 40)}" is no activity type${known}` };
  }
  const [first = ''] = types;
  const type = types.length === 1 ? first : types;
  if (at === -1) return { matcher: { type } };
  try {
    const where: unknown = parse(text.slice(at));
    const entries = Object.entries(where as Record<string, unknown>).map(
      ([name, value]) => [name, valuePredicateSchema.parse(value)] as const,
    );
    return { matcher: { type, where: Object.fromEntries(entries) } };
  } catch (error) {
    const why = messageOf(error).split('\n')[0] ?? '';
    return { problem: `"${text.slice(at, at + 40)}" is no condition: ${why.slice(0, 80)}` };
  }
}
