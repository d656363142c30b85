/** A mapping document made fast: what to read, what it means, where results go. Pure. */
import type { ObjectNeed } from '../../connectors/connector.js';
import type { Channel } from '../lead/activity.js';
import type { MappedActivity, PropertyChange, Report, ValueAt } from './activities.js';
import { activitiesOfChange, activitiesOfEngagement, compileActivities } from './activities.js';
import type { LeadInput, MappedFields, RawValues } from './lead-fields.js';
import { compileFields, dealFieldNames, mergeLead, readFields } from './lead-fields.js';
import { companionsOf, needsOf, type PersonNeed, rollupsOf } from './needs.js';
import type { MappingDocument } from './schema.js';
import type { Step, ValueSource } from './value-source.js';
import type { CompiledWrites } from './writes.js';
import { compileWrites } from './writes.js';

export type { MappedActivity, PropertyChange, ValueAt } from './activities.js';
export type { LeadInput, MappedFields, RecordValues } from './lead-fields.js';
export type { FieldProblem } from './value-source.js';
export type { CompiledWrite, CompiledWrites, WriteGate } from './writes.js';

export interface CompiledMapping {
  readonly crm: string;
  readonly version: number;
  /** What must be read from the CRM, per object, with what `ofPerson` adds to each person object. */
  needs(ofPerson?: (object: string) => PersonNeed): ObjectNeed[];
  /** Snapshot properties that are true from their own date: date property -> those taken with it. */
  rollups(object: string): ReadonlyMap<string, readonly string[]>;
  /** Fields of one record alone, nothing derived. `step` follows every value on its way. */
  fields(
    object: string,
    values: RawValues,
    step?: (field: string, step: Step) => void,
  ): MappedFields;
  /** The lead's fields from all its records, derived ones included; of `names` alone where they are given. */
  lead(input: LeadInput, names?: ReadonlySet<string>): MappedFields;
  /** The activities that one known value of a property is; none for an empty one. */
  activities(change: PropertyChange, valueAt: ValueAt, report?: Report): MappedActivity[];
  /** The activities that an engagement record is. */
  engagement(object: string, record: string, values: RawValues, report?: Report): MappedActivity[];
  /** Properties that, when they change, may change an activity of that object. */
  companions(object: string): ReadonlySet<string>;
  /** Properties of that object whose history is wanted, whatever a person object needs beside. */
  chronicled(object: string): readonly string[];
  /** The properties of that object that these lead fields are read from. */
  sources(object: string, names: readonly string[]): readonly string[];
  /**
   * The properties of that object whose values are the record's content: those of lead fields, but for what
   * the CRM counts up itself and what is written there by us.
   */
  content(object: string): readonly string[];
  /** Observed channels: those of the activity types that it can produce. */
  channels(): readonly Channel[];
  readonly writes: CompiledWrites;
  /** Properties that are written no more: they are cleared where we filled them. */
  readonly retired?: readonly string[];
}

/** Lead fields that a CRM makes of what sales does. */
const COUNTED_UP = ['lastContactedAt', 'contacted.count'];

function contentOf(
  sources: ReadonlyMap<string, ValueSource>,
  rollups: ReadonlyMap<string, readonly string[]> = NO_ROLLUPS,
  writes: CompiledWrites,
): string[] {
  const ours = Object.values(writes).map(({ property }) => property);
  const left = new Set([...[...rollups].flat(2), ...ours]);
  const read = [...sources].flatMap(([field, { properties }]) =>
    COUNTED_UP.includes(field) ? [] : [...properties],
  );
  return [...new Set(read)].filter((property) => !left.has(property)).sort();
}

const NO_ROLLUPS: ReadonlyMap<string, readonly string[]> = new Map();
const NO_COMPANIONS: ReadonlySet<string> = new Set();

/** Takes a document that `loadMapping` has checked. */
export function compileMapping(document: MappingDocument): CompiledMapping {
  const fields = compileFields(document);
  const dealNames = dealFieldNames(fields);
  const activities = compileActivities(document);
  const rollups = new Map([...activities].map(([object, own]) => [object, rollupsOf(own)]));
  const companions = new Map([...activities].map(([object, own]) => [object, companionsOf(own)]));
  const writes = compileWrites(document);
  const contents = new Map(
    [...fields].map(([object, { sources }]) => [
      object,
      contentOf(sources, rollups.get(object), writes),
    ]),
  );
  const histories = new Map(needsOf(fields, activities).map((need) => [need.object, need.history]));
  const channels = new Set([...activities.values()].flat().flatMap(({ channels }) => channels));
  const observed = [...channels];
  return {
    crm: document.crm,
    version: document.version,
    needs: (ofPerson) => needsOf(fields, activities, ofPerson),
    rollups: (object) => rollups.get(object) ?? NO_ROLLUPS,
    fields: (object, values, step) => readFields(object, fields.get(object), values, { step }),
    lead: (input, names) => mergeLead(fields, input, { dealNames, names }),
    activities: (change, valueAt, report) =>
      activitiesOfChange(activities.get(change.object) ?? [], change, valueAt, report),
    engagement: (object, record, values, report) =>
      activitiesOfEngagement(activities.get(object) ?? [], object, record, values, report),
    companions: (object) => companions.get(object) ?? NO_COMPANIONS,
    chronicled: (object) => histories.get(object) ?? [],
    sources: (object, names) =>
      names.flatMap((name) => fields.get(object)?.sources.get(name)?.properties ?? []),
    content: (object) => contents.get(object) ?? [],
    channels: () => observed,
    writes,
  };
}
