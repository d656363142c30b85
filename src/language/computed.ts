import { isActivityType } from '../lead/activity.js';
import { COMPANY_FIELDS, COMPANY_SPAN, type CompanyCount } from '../lead/company-activity.js';
import { CONTACT_FIELDS } from '../lead/contact.js';
import { readDuration } from './duration.js';

/** A field that is computed at the moment of asking; all but `contacted-by` are numbers. Durations in milliseconds. */
export type ComputedField =
  | { readonly kind: 'count'; readonly type: string; readonly duration: number }
  | { readonly kind: 'days-since'; readonly type: string }
  | { readonly kind: 'channels'; readonly duration: number }
  | { readonly kind: 'age-days' }
  | { readonly kind: 'company'; readonly count: CompanyCount }
  /** The owner who contacted the lead last: text. */
  | { readonly kind: 'contacted-by' }
  | { readonly kind: 'trend'; readonly duration: number };

/** Names that were read before: the same few are asked for of every lead. */
const READ = new Map<string, ComputedField | undefined>();
/** More than all documents of a workspace name; what comes after is read anew each time. */
const MOST_READ = 5_000;

/**
 * Reads `activity.<type>.count.<D>`, `activity.<type>.daysSince`, `activity.channels.<D>`, `lead.ageDays`,
 * `trend.<D>`, `contacted.by` and the counts of a company. Undefined when the name is none of them. The activity type is not checked here, so
 * that the caller can suggest the nearest one.
 */
export function parseComputed(name: string): ComputedField | undefined {
  const known = READ.get(name);
  if (known !== undefined || READ.has(name)) return known;
  const field = readComputed(name);
  if (READ.size < MOST_READ) READ.set(name, field);
  return field;
}

function readComputed(name: string): ComputedField | undefined {
  if (name === 'lead.ageDays') return { kind: 'age-days' };
  if (name === 'contacted.by') return { kind: 'contacted-by' };
  const count = Object.hasOwn(COMPANY_FIELDS, name) ? COMPANY_FIELDS[name] : undefined;
  if (count) return { kind: 'company', count };
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

/** Whether a field's value is known only with the lead's activities, or those of its company. */
export function asksActivities(name: string): boolean {
  const computed = parseComputed(name);
  return computed ? computed.kind !== 'age-days' : CONTACT_FIELDS.some((field) => field === name);
}

/** Computed fields whose names are whole, for lists and suggestions. */
export const COMPUTED_NAMES: readonly string[] = [
  'lead.ageDays',
  'contacted.by',
  ...Object.keys(COMPANY_FIELDS),
];

/** The names of the fields that the conditions anywhere inside of documents ask about. */
export function namedFields(documents: unknown): Set<string> {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'field' && typeof inner === 'string') found.add(inner);
      else look(inner);
    }
  };
  look(documents);
  return found;
}

/**
 * How far back the activities of a lead's company are asked for, milliseconds, when these fields are: a
 * trend looks at an earlier moment, too. Null when no count of a company is among them.
 */
export function companySpan(fields: Iterable<string>): number | null {
  let asked = false;
  let trend = 0;
  for (const name of fields) {
    const field = parseComputed(name);
    if (field?.kind === 'company') asked = true;
    if (field?.kind === 'trend') trend = Math.max(trend, field.duration);
  }
  return asked ? COMPANY_SPAN + trend : null;
}
