import { type ComputedField, parseComputed } from '../language/computed.js';
import {
  Cell,
  type PredicateDocument,
  predicateFields,
  predicateLeaves,
} from '../language/predicate.js';
import { dateOf, isMissing, pathReader } from '../language/values.js';
import { ACTIVITY_CHANNEL, type Activity, CHANNELS, type Channel } from '../lead/activity.js';
import { CONTACT_FIELDS, CONTACT_TYPES, type ContactField, contactedBy } from '../lead/contact.js';
import { CompanyCounts } from './company-counts.js';
import { daysBetween } from './decay.js';
import type { Hits, Matchers } from './matchers.js';
import { dayOffsets, leafOffsets, numbersOf, timeOffsets } from './time-edges.js';
import type { ScoreInput } from './types.js';

/** Total now minus total so long ago; null when one of them is none. */
export type TrendSource = (duration: number, now: number) => number | null;

interface Stored {
  readonly cell: Cell;
  readonly read: (fields: ScoreInput['fields']) => unknown;
  readonly offsets: Set<number>;
  /** Known by the activities of sales where the lead's own field is missing. */
  readonly contact: ContactField | undefined;
}

interface Computed {
  readonly cell: Cell;
  readonly field: ComputedField;
  readonly offsets: Set<number>;
  /** What it is compared with. */
  readonly operands: Set<number>;
  /** What a lead's own field of that name says, where nothing else is known. */
  readonly read: (fields: ScoreInput['fields']) => unknown;
  /** Activities of the field's type. */
  readonly hits: Hits | undefined;
}

const OBSERVABLE = CHANNELS.map((channel, index) => ({ channel, index })).filter(
  ({ channel }) => channel !== 'none',
);
const ALL = (1 << CHANNELS.length) - 1;
/** As `isContact`, in the words of a rule. */
const CONTACT = {
  type: [...CONTACT_TYPES],
  where: { kind: { any: [{ missing: true }, { ne: 'note' }] } },
};
const readLastContactedAt = pathReader('lastContactedAt');
const readCreatedAt = pathReader('createdAt');
const readCountFrom = pathReader('countFrom');

/** What the predicates of a model may ask about the lead now loaded: its fields and the computed ones. */
export class LeadFacts {
  now = 0;
  createdAt = Number.NEGATIVE_INFINITY;
  countFrom = Number.NEGATIVE_INFINITY;
  /** As arranged: hits name places among them. */
  activities: readonly Activity[] = [];
  readonly trends = new Set<number>();
  readonly #matchers: Matchers;
  readonly #trend: TrendSource | undefined;
  readonly #stored = new Map<string, Stored>();
  readonly #list: Stored[] = [];
  readonly #computed = new Map<string, Computed>();
  #observed = ALL;
  #fields: ScoreInput['fields'] = {};
  #company: CompanyCounts | undefined;
  #contacts: Hits | undefined;

  /** Without a source of trends every predicate that names one is unknown. */
  constructor(matchers: Matchers, trend: TrendSource | undefined) {
    this.#matchers = matchers;
    this.#trend = trend;
  }

  /** Makes room for all fields of a predicate; call before compiling it. */
  register(document: PredicateDocument): void {
    for (const { leaf } of predicateLeaves(document)) {
      if (leaf.field === undefined) continue;
      this.cell(leaf.field);
      const stored = this.#stored.get(leaf.field);
      for (const offset of leafOffsets(leaf)) stored?.offsets.add(offset);
      const computed = this.#computed.get(leaf.field);
      if (!computed) continue;
      for (const offset of dayOffsets(leaf)) computed.offsets.add(offset);
      for (const operand of numbersOf(leaf)) computed.operands.add(operand);
    }
  }

  /** The cell of a field, the same for all who ask. */
  cell(name: string): Cell {
    const known = this.#stored.get(name) ?? this.#computed.get(name);
    if (known) return known.cell;
    const cell = new Cell();
    const field = parseComputed(name);
    if (field) {
      const hits = this.#hitsOf(field);
      const [offsets, operands] = [new Set<number>(), new Set<number>()];
      this.#computed.set(name, { cell, field, offsets, operands, hits, read: pathReader(name) });
      if (field.kind === 'trend') this.trends.add(field.duration);
      if (field.kind === 'channels') this.#matchers.followsChannels = true;
    } else {
      const contact = CONTACT_FIELDS.find((one) => one === name);
      if (contact) this.#contacts ??= this.#matchers.add(CONTACT);
      const stored = { cell, read: pathReader(name), offsets: new Set<number>(), contact };
      this.#stored.set(name, stored);
      this.#list.push(stored);
    }
    return cell;
  }

  /** The cell of the one stored field that a predicate asks, where no time plays a part. */
  alone(document: PredicateDocument): Cell | undefined {
    const [name, ...others] = predicateFields(document);
    if (name === undefined || others.length > 0 || timeOffsets(document).length > 0)
      return undefined;
    return this.#stored.get(name)?.cell;
  }

  #hitsOf(field: ComputedField): Hits | undefined {
    if (field.kind === 'contacted-by') return this.#matchers.add(CONTACT);
    return 'type' in field ? this.#matchers.add({ type: field.type }) : undefined;
  }

  load(input: ScoreInput): void {
    for (const { cell, read } of this.#list) cell.load(read(input.fields));
    this.createdAt = dateOf(readCreatedAt(input.fields)) ?? Number.NEGATIVE_INFINITY;
    this.countFrom = dateOf(readCountFrom(input.fields)) ?? Number.NEGATIVE_INFINITY;
    this.#fields = input.fields;
    this.#company = input.company && CompanyCounts.of(input.company);
    this.#observed = ALL;
    if (input.observed) {
      this.#observed = 0;
      for (const channel of input.observed) this.#observed |= 1 << CHANNELS.indexOf(channel);
    }
  }

  observes(channel: number): boolean {
    return (this.#observed & (1 << channel)) !== 0;
  }

  /** Whether activities of one of the types would be seen; what has no channel always is. */
  observesTypes(types: readonly string[], channelOfCustom: Channel = 'none'): boolean {
    return types.some((type) => {
      const channel = ACTIVITY_CHANNEL[type] ?? channelOfCustom;
      return channel === 'none' || this.observes(CHANNELS.indexOf(channel));
    });
  }

  /** Computes the computed fields; the activities up to `now` have been scanned. */
  refresh(now: number): void {
    this.now = now;
    if (this.#contacts) this.#refreshContact(this.#contacts);
    for (const computed of this.#computed.values()) {
      if (computed.field.kind === 'trend' && !this.#trend) computed.cell.loadUnknown();
      else computed.cell.load(this.#compute(computed, now));
    }
  }

  #refreshContact({ count, at }: Hits): void {
    for (const { cell, read, contact } of this.#list) {
      if (contact === undefined || !isMissing(read(this.#fields))) continue;
      const value = contact === 'contacted.count' ? count : at[0];
      cell.load(count > 0 ? value : undefined);
    }
  }

  #compute({ field, hits, read }: Computed, now: number): unknown {
    switch (field.kind) {
      case 'count':
        return this.observesTypes([field.type]) ? hits?.within(field.duration, now) : undefined;
      case 'days-since':
        return hits && hits.count > 0 ? daysBetween(hits.at[0] as number, now) : undefined;
      case 'channels':
        return OBSERVABLE.filter(
          ({ index }) =>
            this.observes(index) && now - (this.#matchers.newest[index] as number) < field.duration,
        ).length;
      case 'age-days':
        return this.createdAt === Number.NEGATIVE_INFINITY
          ? undefined
          : daysBetween(this.createdAt, now);
      case 'company':
        if (!this.#company) return read(this.#fields);
        // Where nobody listens on any channel, silence means nothing.
        return field.count === 'people' || OBSERVABLE.some(({ index }) => this.observes(index))
          ? this.#company.at(field.count, now)
          : undefined;
      case 'contacted-by': {
        const newest =
          hits && hits.count > 0 ? this.activities[hits.place[0] as number] : undefined;
        return contactedBy(newest, dateOf(readLastContactedAt(this.#fields)));
      }
      case 'trend':
        return this.#trend?.(field.duration, now);
    }
  }

  /** The first moment after `now` at which a predicate may turn by itself, trends left out. */
  edge(now: number): number {
    let first = Number.POSITIVE_INFINITY;
    const look = (moment: number): void => {
      if (moment > now && moment < first) first = moment;
    };
    for (const { cell, offsets } of this.#list) {
      if (offsets.size === 0 || cell.date === undefined) continue;
      for (const offset of offsets) look(cell.date + offset);
    }
    for (const { field, offsets, operands, hits } of this.#computed.values()) {
      if (field.kind === 'count' && hits) {
        const inside = hits.within(field.duration, now);
        if (inside > 0) look((hits.at[inside - 1] as number) + field.duration);
      } else if (field.kind === 'company' && this.#company) {
        look(this.#company.edge(field.count, operands, now));
      } else if (field.kind === 'channels') {
        for (const { index } of OBSERVABLE) {
          look((this.#matchers.newest[index] as number) + field.duration);
        }
      } else if (field.kind === 'age-days') {
        for (const offset of offsets) look(this.createdAt + offset);
      } else if (field.kind === 'days-since' && hits && hits.count > 0) {
        for (const offset of offsets) look((hits.at[0] as number) + offset);
      }
    }
    return first;
  }
}
