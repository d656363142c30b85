/** The activities of stored records, derived from the values they had. Pure. */
import { createHash } from 'node:crypto';
import type { MappedActivity } from './activities.js';
import type { CompiledMapping } from './compile.js';
import type { RawValues } from './lead-fields.js';

/** An activity as it is stored: the same act told by two records of one person has one identity. */
export interface DerivedActivity {
  readonly identity: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Where it comes from: the property, or `object/id` of an engagement. */
  readonly property: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One value of a property, true from a time (milliseconds) until the next. */
export interface PastValue {
  readonly at: number;
  readonly value: string | null;
  /** It may be the last of several of which no other is known. */
  readonly perhapsSeveral?: boolean | null;
}

/** Property -> its values, oldest first. */
export type ValueHistories = ReadonlyMap<string, readonly PastValue[]>;

/** The value in force at a moment; null before the first. */
export function valueIn(history: readonly PastValue[] | undefined, at: number): string | null {
  let found: string | null = null;
  for (const entry of history ?? []) {
    if (entry.at > at) break;
    found = entry.value;
  }
  return found;
}

function derived(source: string, activity: MappedActivity, several: boolean): DerivedActivity {
  const { type, at, message, attributes } = activity;
  const parts = [type, source, Math.floor(at / 1000), message ?? ''];
  return {
    identity: createHash('sha1').update(parts.join('\n')).digest('base64url'),
    at,
    property: source,
    type,
    attributes: {
      ...attributes,
      ...(message !== undefined && { message }),
      // A roll-up keeps the last alone.
      ...(several && { several: 'unknown' }),
    },
  };
}

/** The properties that the activities of a person record are derived from. */
export function activitySources(mapping: CompiledMapping, object: string): Set<string> {
  return new Set([...mapping.chronicled(object), ...mapping.companions(object)]);
}

/** The activities that a person record's values are. */
export function deriveFromHistory(
  mapping: CompiledMapping,
  { object, record }: { readonly object: string; readonly record: string },
  histories: ValueHistories,
): DerivedActivity[] {
  const valueAt = (property: string, at: number) => valueIn(histories.get(property), at);
  return [...histories].flatMap(([property, entries]) =>
    entries.flatMap(({ at, value, perhapsSeveral }) =>
      mapping
        .activities({ object, record, property, value, at }, valueAt)
        .map((activity) => derived(property, activity, perhapsSeveral === true)),
    ),
  );
}

/** The activities that an engagement is for each person it is linked to. */
export function deriveFromEngagement(
  mapping: CompiledMapping,
  { object, record }: { readonly object: string; readonly record: string },
  values: RawValues,
): DerivedActivity[] {
  return mapping
    .engagement(object, record, values)
    .map((activity) => derived(`${object}/${record}`, activity, false));
}
