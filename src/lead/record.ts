/**
 * A source record as a set of registers, and what a change does to it. Pure: any order and repetition
 * of the same changes ends in the same record.
 */
import type { Change, ChangeSource, Snapshot } from './change.js';
import { compareStamps, eventTie, laterStamp, readTie, type Stamp } from './stamp.js';

export interface RecordState {
  readonly values: Readonly<Record<string, Stamp>>;
  /** Whether the record exists in the CRM; undefined before anything said so. */
  readonly life: Stamp<boolean> | undefined;
  readonly modifiedAt: number | null;
  /** `known` once a complete read has arrived. */
  readonly state: 'wanted' | 'known' | 'gone';
  /** The record that this one was merged into, or became. */
  readonly alias: Alias | undefined;
}

/**
 * The record means another one: the other's id, since when (milliseconds), tie-break; its object where
 * that is another one: a lead that became a contact.
 */
export type Alias =
  | readonly [record: string, at: number, tie: string]
  | readonly [record: string, at: number, tie: string, object: string];

/** One value of a property that we had not known to be true from that moment. */
export interface LearntValue {
  readonly property: string;
  readonly value: string | null;
  readonly at: number;
  readonly source: ChangeSource;
  /** Whether it may be the last of several values of which we know no other, where something is said of it. */
  readonly perhapsSeveral?: boolean;
}

export interface Applied {
  readonly state: RecordState;
  /** For the history: every value with the time it is true from. */
  readonly learnt: readonly LearntValue[];
  /** Properties whose present value is another one now. */
  readonly changed: ReadonlySet<string>;
  /** The record must be read from the CRM. */
  readonly wanted: boolean;
  /** The record came to life or died. */
  readonly lifeChanged: boolean;
}

/** Snapshot properties that are true from their own date: date property -> those taken with it. */
export type Rollups = ReadonlyMap<string, readonly string[]>;

/** A roll-up whose date is blank has said nothing yet: whatever has a date comes after it. */
const NEVER = 0;

export const emptyRecord: RecordState = {
  values: {},
  life: undefined,
  modifiedAt: null,
  state: 'wanted',
  alias: undefined,
};

export function isAlive(record: RecordState): boolean {
  return record.life?.[0] !== false;
}

/** A date as CRMs write it: ISO 8601 (without a zone UTC) or epoch milliseconds as text. */
export function timeOf(value: string | null | undefined): number | null {
  if (value === null || value === undefined || value.trim() === '') return null;
  const text = value.trim();
  const withoutZone = /T\d{2}:\d{2}[\d:.]*$/.test(text);
  const time = /^-?\d{9,14}$/.test(text)
    ? Number(text)
    : Date.parse(withoutZone ? `${text}Z` : text);
  return Number.isFinite(time) ? time : null;
}

function blankToNull(value: string | null): string | null {
  return value === null || value.trim() === '' ? null : value;
}

/**
 * The moment each property of a snapshot is true from, where it is not the modification time. A roll-up
 * need not move that time, so even a blank one must not be taken as true from it.
 */
function ownTimes(snapshot: Snapshot, rollups: Rollups, readAt: number): Map<string, number> {
  const times = new Map<string, number>();
  for (const [date, companions] of rollups) {
    if (!Object.hasOwn(snapshot.properties, date)) continue;
    const told = timeOf(snapshot.properties[date]) ?? NEVER;
    // A date that is still to come would win over every later one until then.
    const time = told > readAt ? snapshot.modifiedAt : told;
    for (const property of [date, ...companions]) {
      times.set(property, Math.max(time, times.get(property) ?? Number.NEGATIVE_INFINITY));
    }
  }
  return times;
}

/** Whether the history lacks what a read says: what it repeats may matter when late news come between. */
function isNews(
  present: Stamp | undefined,
  value: string | null,
  at: number,
  chronicled: boolean,
): boolean {
  if (present === undefined) return value !== null || (chronicled && at !== NEVER);
  if (present[0] !== value) return true;
  return at < present[1] || (chronicled && at > present[1]);
}

function withLife(record: RecordState, alive: boolean, at: number, tie: string): RecordState {
  const life = laterStamp(record.life, [alive, at, tie] as const);
  return life === record.life ? record : { ...record, life };
}

/** The record now means another one: `survivor`, known since `at`. */
export function applyAlias(
  record: RecordState,
  survivor: string,
  at: number,
  tie: string,
): RecordState {
  const told: Alias = [survivor, at, tie];
  const wins = record.alias === undefined || compareAliases(record.alias, told) < 0;
  return wins ? { ...record, alias: told } : record;
}

/** The record lives on as one of another object since `at`; that is told again by every later read of it. */
export function applyBecoming(
  record: RecordState,
  into: { readonly object: string; readonly record: string },
  at: number,
  tie: string,
): RecordState {
  const told: Alias = [into.record, at, tie, into.object];
  const { alias } = record;
  const same = alias !== undefined && alias[0] === into.record && alias[3] === into.object;
  // Of the same becoming the earliest telling counts.
  const order = alias === undefined ? 0 : compareAliases(alias, told);
  const wins = alias === undefined || (same ? order > 0 : order < 0);
  return wins ? { ...record, alias: told } : record;
}

function compareAliases(a: Alias, b: Alias): number {
  return compareStamps([a[0], a[1], a[2]], [b[0], b[1], b[2]]);
}

/** The record of another object that this one became. */
export function becameOf({ alias }: RecordState): { object: string; record: string } | undefined {
  return alias?.[3] === undefined ? undefined : { object: alias[3], record: alias[0] };
}

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Applies one change. `merged` and links concern several records: the caller handles those.
 * `chronicled` names the properties whose every statement belongs to the history: of the others a read
 * tells only what is new, which is enough unless something is derived from the order of former values.
 */
export function applyChange(
  record: RecordState,
  change: Change,
  rollups: Rollups,
  chronicled: ReadonlySet<string> = NOTHING,
): Applied {
  const before = record;
  let next = record;
  const values: Record<string, Stamp> = { ...record.values };
  const learnt: LearntValue[] = [];
  const changed = new Set<string>();
  let wanted = false;

  const learn = (property: string, value: string | null, at: number, tie: string) => {
    const present = values[property];
    const stamp: Stamp = [value, at, tie];
    if (present !== undefined && compareStamps(present, stamp) >= 0) return;
    values[property] = stamp;
    if ((present?.[0] ?? null) !== value) changed.add(property);
  };

  switch (change.kind) {
    case 'value': {
      const value = blankToNull(change.value);
      learn(change.property, value, change.at, eventTie(change.event));
      learnt.push({ property: change.property, value, at: change.at, source: change.source });
      wanted = record.state === 'wanted';
      break;
    }
    case 'withheld':
      wanted = true;
      break;
    case 'created':
    case 'restored':
      next = withLife(next, true, change.at, eventTie(change.event));
      wanted = isAlive(next) && (record.state === 'wanted' || !isAlive(before));
      break;
    case 'deleted':
      next = withLife(next, false, change.at, eventTie(change.event));
      break;
    case 'missing':
      next = withLife(next, false, change.readAt, readTie(change.readAt));
      break;
    case 'snapshot': {
      const { snapshot, readAt, origin } = change;
      const times = ownTimes(snapshot, rollups, readAt);
      for (const [property, raw] of Object.entries(snapshot.properties)) {
        const value = blankToNull(raw);
        const at = times.get(property) ?? snapshot.modifiedAt;
        const marked = snapshot.perhapsSeveral?.includes(property) ?? false;
        if (marked || isNews(values[property], value, at, chronicled.has(property))) {
          const perhapsSeveral = marked && { perhapsSeveral: true };
          learnt.push({ property, value, at, source: change.source, ...perhapsSeveral });
        }
        learn(property, value, at, readTie(readAt));
      }
      for (const [property, entries] of Object.entries(snapshot.history ?? {})) {
        for (const entry of entries) {
          learnt.push({
            property,
            value: blankToNull(entry.value),
            at: entry.at,
            source: entry.source,
            perhapsSeveral: false,
          });
        }
      }
      const aliveAt = origin === 'poll' ? snapshot.modifiedAt : readAt;
      next = withLife(next, true, aliveAt, readTie(readAt));
      next = {
        ...next,
        state: 'known',
        modifiedAt: Math.max(snapshot.modifiedAt, record.modifiedAt ?? 0),
      };
      break;
    }
    case 'activity': {
      const { person, at } = change;
      wanted = person === undefined && record.state === 'wanted';
      if (person === undefined) break;
      for (const [property, value] of Object.entries(person)) {
        if (isNews(values[property], value, at, false)) {
          learnt.push({ property, value, at, source: change.source });
        }
        learn(property, value, at, eventTie(change.event));
      }
      next = withLife(next, true, at, eventTie(change.event));
      next = { ...next, state: 'known', modifiedAt: Math.max(at, record.modifiedAt ?? 0) };
      break;
    }
    default:
      break;
  }
  if (Object.keys(values).some((key) => values[key] !== record.values[key])) {
    next = { ...next, values };
  }
  const lifeChanged = isAlive(next) !== isAlive(before);
  return { state: next, learnt, changed, wanted: wanted && isAlive(next), lifeChanged };
}
