import { isActivityType } from '../lead/activity.js';
import { readDuration } from './duration.js';

/** A field that is computed at the moment of asking; all are numbers. Durations in milliseconds. */
export type ComputedField =
  | { readonly kind: 'count'; readonly type: string; readonly duration: number }
  | { readonly kind: 'days-since'; readonly type: string }
  | { readonly kind: 'channels'; readonly duration: number }
  | { readonly kind: 'age-days' }
  | { readonly kind: 'trend'; readonly duration: number };

/**
 * Reads `activity.<type>.count.<D>`, `activity.<type>.daysSince`, `activity.channels.<D>`, `lead.ageDays`
 * and `trend.<D>`. Undefined when the name is none of them. The activity type is not checked here, so
 * that the caller can suggest the nearest one.
 */
export function parseComputed(name: string): ComputedField | undefined {
  if (name === 'lead.ageDays') return { kind: 'age-days' };
  if (!name.startsWith('activity.') && !name.startsWith('trend.')) return undefined;
  const lastDot = name.lastIndexOf('.');
  const duration = readDuration(name.slice(lastDot + 1));
  const head = name.slice(0, lastDot);
  if (head === 'trend' && duration) return { kind: 'trend', duration };
  if (head === 'activity.channels' && duration) return { kind: 'channels', duration };
  if (head.startsWith('trend')) return undefined;
  if (name.endsWith('.daysSince')) {
    return { kind: 'days-since', type: name.slice('activity.'.length, -'.daysSince'.length) };
  }
  if (!head.endsWith('.count') || !duration) return undefined;
  const type = head.slice('activity.'.length, -'.count'.length);
  return type === '' ? undefined : { kind: 'count', type, duration };
}

/** The activity type in a computed field's name that does not exist, if there is one. */
export function unknownActivityType(field: ComputedField): string | undefined {
  return 'type' in field && !isActivityType(field.type) ? field.type : undefined;
}
