/** What stored leads have: which fields are filled and how, which activities there are. */
import { isMissing } from '../../language/values.js';
import { type Channel, channelOf } from '../../lead/activity.js';
import { LEAD_FIELDS } from '../../lead/fields.js';
import type { ScoreInput } from '../../scoring/types.js';
import type { Leads } from './leads.js';

export interface ValueCount {
  readonly value: string;
  readonly leads: number;
}

export interface SeenField {
  /** Leads that have a value, of those looked at. */
  readonly filled: number;
  /** The most frequent values; empty for what names a person. */
  readonly values: readonly ValueCount[];
}

export interface SeenActivity {
  readonly type: string;
  readonly channel: Channel;
  /** How many of it the leads looked at have. */
  readonly count: number;
  readonly attributes: readonly { readonly name: string; readonly values: readonly ValueCount[] }[];
}

const MOST_VALUES = 12;
/** More different values than this are not counted: they are free text. */
const MOST_DIFFERENT = 2_000;
/** Values of these say who somebody is, or are of one lead each. */
const NO_VALUES = new Set(['email', 'name.first', 'name.last', 'phone', 'message', 'id']);

class Tally {
  readonly counts = new Map<string, number>();
  total = 0;

  add(value: unknown): void {
    this.total += 1;
    for (const one of [value].flat()) {
      if (typeof one === 'object') continue;
      const text = String(one).slice(0, 80);
      if (this.counts.size >= MOST_DIFFERENT && !this.counts.has(text)) continue;
      this.counts.set(text, (this.counts.get(text) ?? 0) + 1);
    }
  }

  top(name: string): ValueCount[] {
    if (NO_VALUES.has(name)) return [];
    return [...this.counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, MOST_VALUES)
      .map(([value, leads]) => ({ value, leads }));
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name) ?? new Tally();
  tallies.set(name, known);
  return known;
}

/** Fields by name, of leads with or without activities. */
export function seenFields(inputs: readonly ScoreInput[]): ReadonlyMap<string, SeenField> {
  const tallies = new Map<string, Tally>();
  for (const { fields } of inputs) {
    for (const [name, value] of Object.entries(fields)) {
      if (!isMissing(value)) tallyOf(tallies, name).add(value);
    }
  }
  return new Map(
    [...tallies].map(([name, tally]) => {
      const dates = LEAD_FIELDS[name]?.type === 'date';
      return [name, { filled: tally.total, values: dates ? [] : tally.top(name) }];
    }),
  );
}

/** Activity types that leads have, the most frequent first. */
export function seenActivities({ inputs }: Leads): SeenActivity[] {
  const types = new Map<
    string,
    { channel: Channel; count: number; attributes: Map<string, Tally> }
  >();
  for (const { type, attributes } of inputs.flatMap((input) => input.activities)) {
    const known = types.get(type) ?? {
      channel: channelOf(type, attributes),
      count: 0,
      attributes: new Map<string, Tally>(),
    };
    types.set(type, known);
    known.count += 1;
    for (const [name, value] of Object.entries(attributes)) {
      if (!isMissing(value)) tallyOf(known.attributes, name).add(value);
    }
  }
  return [...types]
    .sort((a, b) => b[1].count - a[1].count)
    .map(([type, { channel, count, attributes }]) => ({
      type,
      channel,
      count,
      attributes: [...attributes].map(([name, tally]) => ({ name, values: tally.top(name) })),
    }));
}
