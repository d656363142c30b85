/** What changes and engagements of a CRM are as activities. Pure. */
import { ACTIVITY_CHANNEL, CHANNELS, type Channel } from '../lead/activity.js';
import type { RawValues } from './lead-fields.js';
import type { ActivityDocument, MappingDocument } from './schema.js';
import { longForm } from './schema.js';
import { timeOf } from './transforms/dates.js';
import type { FieldProblem, RawValue, ValueSource } from './value-source.js';
import { compileSource } from './value-source.js';

export interface MappedActivity {
  readonly type: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly attributes: Record<string, unknown>;
  /** The property whose value is the activity; '' for engagements. */
  readonly property: string;
  /** The engagement record's id. */
  readonly engagement?: string;
  /** Which message an e-mail activity is about, where it is known. */
  readonly message?: string;
}

export interface PropertyChange {
  readonly object: string;
  readonly record: string;
  readonly property: string;
  readonly value: string | null;
  /** True from, milliseconds since the epoch. */
  readonly at: number;
}

export type ValueAt = (property: string, at: number) => string | null;

export interface CompiledActivity {
  readonly when: string | undefined;
  readonly at: string | undefined;
  /** Properties that decide type and attributes. */
  readonly taken: readonly string[];
  readonly conditions: ReadonlyMap<string, ReadonlySet<string>>;
  readonly channels: readonly Channel[];
  read(raw: RawValue, problem: (property: string, message: string) => void): Typed | undefined;
}

interface Typed {
  readonly type: string;
  readonly attributes: Record<string, unknown>;
}

/** Companion values of an activity are those in force this much later, ms: CRMs write them just after. */
export const COMPANION_GRACE = 2_000;

/** Before this no CRM of ours existed: such a date is a typing error. */
const EARLIEST = Date.UTC(1995, 0, 1);
const LATEST = Date.UTC(2100, 0, 1);

function activityTime(raw: string): number | null {
  const time = timeOf(raw);
  return time === null || time < EARLIEST || time >= LATEST ? null : time;
}

/** Every type that the activity may turn out to be. */
export function possibleTypes(written: ActivityDocument): string[] {
  if (typeof written.type === 'string') return [written.type];
  const { table, match, else: otherwise, value } = written.type;
  const types = [...Object.values(table ?? match ?? {}), otherwise, value];
  return types.filter((type) => type !== undefined).map(String);
}

function channelsOf(written: ActivityDocument): Channel[] {
  const channel = written.set?.channel;
  const constant = channel === undefined ? undefined : longForm(channel).value;
  const own = CHANNELS.find((name) => name === constant) ?? 'none';
  return possibleTypes(written).map((type) =>
    Object.hasOwn(ACTIVITY_CHANNEL, type) ? (ACTIVITY_CHANNEL[type] ?? own) : own,
  );
}

function compileActivity(written: ActivityDocument): CompiledActivity {
  const attributes = Object.entries(written.set ?? {}).map(
    ([name, source]) => [name, compileSource(source, 'trim')] as const,
  );
  const type = typeof written.type === 'string' ? undefined : compileSource(written.type, 'trim');
  const literal = typeof written.type === 'string' ? written.type : written.type.else;
  const conditions = Object.entries(written.if ?? {}).map(([property, wanted]) => {
    const values = Array.isArray(wanted) ? wanted : [wanted];
    return [property, new Set(values.map((value) => String(value).trim().toLowerCase()))] as const;
  });
  const sources: ValueSource[] = [...(type ? [type] : []), ...attributes.map(([, one]) => one)];
  return {
    when: written.when,
    at: written.at,
    taken: [...new Set(sources.flatMap(({ properties }) => [...properties]))],
    conditions: new Map(conditions),
    channels: channelsOf(written),
    read(raw, problem) {
      for (const [property, wanted] of conditions) {
        if (!wanted.has((raw(property) ?? '').trim().toLowerCase())) return undefined;
      }
      // A change whose companion is not there yet is what `else` says; it is read again when it comes.
      const found = type?.read(raw, problem) ?? literal;
      if (found === undefined) return undefined;
      const set: Record<string, unknown> = {};
      for (const [name, source] of attributes) {
        const value = source.read(raw, problem);
        if (value !== undefined) set[name] = value;
      }
      return { type: String(found), attributes: set };
    },
  };
}

export function compileActivities(
  document: MappingDocument,
): ReadonlyMap<string, readonly CompiledActivity[]> {
  return new Map(
    Object.entries(document.objects).map(([object, { activities }]) => [
      object,
      (activities ?? []).map(compileActivity),
    ]),
  );
}

export type Report = (problem: FieldProblem) => void;

function messageOf(attributes: Record<string, unknown>): { message?: string } {
  const { message } = attributes;
  return message === undefined || message === null ? {} : { message: String(message) };
}

/** The activities that one known value of a property is. */
export function activitiesOfChange(
  compiled: readonly CompiledActivity[],
  change: PropertyChange,
  valueAt: ValueAt,
  report?: Report,
): MappedActivity[] {
  const { object, property, value } = change;
  if (value === null || value.trim() === '') return [];
  const found: MappedActivity[] = [];
  const problem = (field: string) => (source: string, message: string) =>
    report?.({ object, field, property: source, message });
  for (const activity of compiled) {
    if (activity.when !== property) continue;
    const text =
      activity.at === undefined
        ? null
        : activity.at === 'value' || activity.at === property
          ? value
          : valueAt(activity.at, change.at + COMPANION_GRACE);
    const at = activity.at === undefined ? change.at : activityTime(text ?? '');
    if (at === null) {
      const source = activity.at === 'value' ? property : (activity.at ?? property);
      problem('at')(source, 'is not a date and time that an activity can have');
      continue;
    }
    const raw = (name: string) => (name === property ? value : valueAt(name, at + COMPANION_GRACE));
    const typed = activity.read(raw, problem('set'));
    if (typed) found.push({ ...typed, at, property, ...messageOf(typed.attributes) });
  }
  return found;
}

/** The activities that an engagement record is, from its present values. */
export function activitiesOfEngagement(
  compiled: readonly CompiledActivity[],
  object: string,
  record: string,
  values: RawValues,
  report?: Report,
): MappedActivity[] {
  const found: MappedActivity[] = [];
  const raw = (name: string) => (Object.hasOwn(values, name) ? values[name] : undefined);
  const problem = (field: string) => (property: string, message: string) =>
    report?.({ object, field, property, message });
  for (const activity of compiled) {
    if (activity.when !== undefined || activity.at === undefined) continue;
    const text = raw(activity.at);
    // Without its time it has not happened yet: a mail that nobody opened, a call that is planned.
    if (text === undefined || text === null || text.trim() === '') continue;
    const typed = activity.read(raw, problem('set'));
    if (!typed) continue;
    const at = activityTime(text);
    if (at === null) {
      problem('at')(activity.at, 'is not a date and time that an activity can have');
      continue;
    }
    found.push({ ...typed, at, property: '', engagement: record, ...messageOf(typed.attributes) });
  }
  return found;
}

/** Properties named by an activity of any kind. */
export function activityProperties(activity: CompiledActivity): string[] {
  const at = activity.at === undefined || activity.at === 'value' ? [] : [activity.at];
  const when = activity.when === undefined ? [] : [activity.when];
  return [...when, ...at, ...activity.taken, ...activity.conditions.keys()];
}
