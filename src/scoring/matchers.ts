import { Cell, type CellTest, compileValuePredicate, type Lists } from '../language/predicate.js';
import { pathReader } from '../language/values.js';
import { ACTIVITY_CHANNEL, type Activity, CHANNELS, channelOf } from '../lead/activity.js';
import type { MatcherDocument } from './schema.js';
import { timeOffsets } from './time-edges.js';

/** The activities that one matcher found, newest first. */
export class Hits {
  count = 0;
  /** occurredAt of each. */
  at = new Float64Array(16);
  /** Its place in the arranged list. */
  place = new Int32Array(16);

  add(at: number, place: number): void {
    const index = this.count++;
    if (index === this.at.length) this.#grow();
    this.at[index] = at;
    this.place[index] = place;
  }

  /** How many happened less than `span` milliseconds before `now`. */
  within(span: number, now: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (now - (this.at[middle] as number) < span) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    const at = new Float64Array(this.at.length * 2);
    const place = new Int32Array(at.length);
    at.set(this.at);
    place.set(this.place);
    this.at = at;
    this.place = place;
  }
}

interface AttributeTest {
  readonly attribute: Attribute;
  readonly test: CellTest;
}

interface Matcher {
  readonly hits: Hits;
  readonly tests: readonly AttributeTest[];
}

/** One attribute of the activities of a type, read once for all matchers that ask for it. */
interface Attribute {
  readonly key: string;
  readonly read: (attributes: Activity['attributes']) => unknown;
  readonly cell: Cell;
  /** Distances from the attribute's date at which a test of it may turn. */
  readonly offsets: number[];
}

interface TypeEntry {
  /** Index in CHANNELS; -1: the activity says so itself. */
  readonly channel: number;
  /** Of matchers that take every activity of the type. */
  readonly plain: Hits[];
  readonly matchers: Matcher[];
  readonly attributes: Attribute[];
}

const NONE = CHANNELS.indexOf('none');

/** All matchers of a model, run in one pass over a lead's activities. */
export class Matchers {
  /** Time of the newest activity of each channel, -Infinity without one; `none` is not kept. */
  readonly newest = new Float64Array(CHANNELS.length - 1);
  /** Set by those who ask for `newest`; otherwise it is not kept. */
  followsChannels = false;
  readonly #lists: Lists;
  /** By what they ask for: rules that ask the same share an answer. */
  readonly #hits = new Map<string, Hits>();
  readonly #all: Hits[] = [];
  readonly #types = new Map<string, TypeEntry>();
  #timed = false;

  constructor(lists: Lists) {
    this.#lists = lists;
    for (const type of Object.keys(ACTIVITY_CHANNEL)) this.#entry(type);
  }

  add({ type, where }: MatcherDocument): Hits {
    const question = JSON.stringify([type, where]);
    const known = this.#hits.get(question);
    if (known) return known;
    const hits = new Hits();
    this.#hits.set(question, hits);
    this.#all.push(hits);
    for (const name of new Set(typeof type === 'string' ? [type] : type)) {
      const entry = this.#entry(name);
      const tests = Object.entries(where ?? {}).map(([key, predicate]) => {
        const attribute = attributeOf(entry, key);
        const offsets = typeof predicate === 'object' ? timeOffsets(predicate) : [];
        attribute.offsets.push(...offsets);
        if (offsets.length > 0) this.#timed = true;
        return { attribute, test: compileValuePredicate(predicate, this.#lists) };
      });
      if (tests.length === 0) entry.plain.push(hits);
      else entry.matchers.push({ hits, tests });
    }
    return hits;
  }

  /** Finds what every matcher matches among the activities (newest first) up to `now`. */
  scan(activities: readonly Activity[], now: number): void {
    for (let index = 0; index < this.#all.length; index++) (this.#all[index] as Hits).count = 0;
    const types = this.#types;
    const { newest, followsChannels } = this;
    newest.fill(Number.NEGATIVE_INFINITY);
    for (let place = 0; place < activities.length; place++) {
      const activity = activities[place] as Activity;
      const at = activity.occurredAt;
      if (at > now) continue;
      const entry = types.get(activity.type);
      if (followsChannels) {
        const channel =
          entry !== undefined && entry.channel >= 0
            ? entry.channel
            : CHANNELS.indexOf(channelOf(activity.type, activity.attributes));
        if (channel !== NONE && at > (newest[channel] as number)) newest[channel] = at;
      }
      if (entry === undefined) continue;
      const { plain } = entry;
      for (let index = 0; index < plain.length; index++) (plain[index] as Hits).add(at, place);
      if (entry.matchers.length > 0) match(entry, activity, place, now);
    }
  }

  /** The first moment after `now` at which a `where` with a moving date may turn. */
  edge(activities: readonly Activity[], now: number): number {
    let first = Number.POSITIVE_INFINITY;
    if (!this.#timed) return first;
    for (const { type, attributes } of activities) {
      for (const { read, cell, offsets } of this.#types.get(type)?.attributes ?? []) {
        const date = offsets.length === 0 ? undefined : cell.load(read(attributes)).date;
        if (date === undefined) continue;
        for (const offset of offsets) {
          if (date + offset > now && date + offset < first) first = date + offset;
        }
      }
    }
    return first;
  }

  #entry(type: string): TypeEntry {
    const known = this.#types.get(type);
    if (known) return known;
    const channel = Object.hasOwn(ACTIVITY_CHANNEL, type) ? ACTIVITY_CHANNEL[type] : undefined;
    const entry: TypeEntry = {
      channel: channel === undefined ? -1 : CHANNELS.indexOf(channel),
      plain: [],
      matchers: [],
      attributes: [],
    };
    this.#types.set(type, entry);
    return entry;
  }
}

function attributeOf(entry: TypeEntry, key: string): Attribute {
  const known = entry.attributes.find((attribute) => attribute.key === key);
  if (known) return known;
  const attribute: Attribute = { key, read: pathReader(key), cell: new Cell(), offsets: [] };
  entry.attributes.push(attribute);
  return attribute;
}

function match(entry: TypeEntry, activity: Activity, place: number, now: number): void {
  const { attributes, matchers } = entry;
  for (let index = 0; index < attributes.length; index++) {
    const { cell, read } = attributes[index] as Attribute;
    cell.load(read(activity.attributes));
  }
  for (let index = 0; index < matchers.length; index++) {
    const { hits, tests } = matchers[index] as Matcher;
    if (holds(tests, now)) hits.add(activity.occurredAt, place);
  }
}

function holds(tests: readonly AttributeTest[], now: number): boolean {
  for (let index = 0; index < tests.length; index++) {
    const { attribute, test } = tests[index] as AttributeTest;
    if (test(attribute.cell, now) !== true) return false;
  }
  return true;
}
