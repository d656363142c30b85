import { parseComputed } from '../language/computed.js';
import { nearest } from '../language/nearest.js';
import { ACTIVITY_CHANNEL, isActivityType } from '../lead/activity.js';
import { isLeadField, LEAD_FIELDS } from '../lead/fields.js';
import type { ScoreInput } from '../scoring/types.js';
import { type Output, write } from './io.js';

/** No more names of a kind than these are told: a file of other things has as many as it likes. */
const MOST = 20;

/** Keys of a lead that are no fields of it: from when on its acts count, and the stage that it is in. */
const BESIDE_FIELDS = ['countFrom', 'stage'];

/** Finds what lines of leads name and no rule can read: a misspelt name counts nothing, silently. */
export interface UnreadNames {
  look(input: ScoreInput): void;
  /** Writes a warning for each name, in the order in which they were seen. */
  tell(output: Output): Promise<void>;
}

export function createUnreadNames(): UnreadNames {
  const fieldCounts = new Map<string, number>();
  const typeCounts = new Map<string, number>();
  return {
    look({ fields, activities }) {
      for (const name of fieldNames(fields)) if (!isRead(name)) count(fieldCounts, name);
      for (const type of new Set(activities.map((activity) => activity.type))) {
        if (!isActivityType(type)) count(typeCounts, type);
      }
    },
    async tell(output) {
      const text = [
        ...warnings(fieldCounts, 'lead field', LEAD_FIELDS),
        ...warnings(typeCounts, 'activity type', ACTIVITY_CHANNEL),
      ];
      await write(output, text.join(''));
    },
  };
}

function isRead(name: string): boolean {
  return isLeadField(name) || BESIDE_FIELDS.includes(name) || parseComputed(name) !== undefined;
}

function count(counts: Map<string, number>, name: string): void {
  const before = counts.get(name);
  if (before !== undefined || counts.size < MOST) counts.set(name, (before ?? 0) + 1);
}

function warnings(
  counts: ReadonlyMap<string, number>,
  kind: string,
  known: Readonly<Record<string, unknown>>,
): string[] {
  return [...counts].map(([name, leads]) => {
    const meant = nearest(name, Object.keys(known));
    const hint = meant === undefined ? '' : ` (did you mean ${meant}?)`;
    const of = leads === 1 ? '1 lead' : `${leads} leads`;
    return `warning: unknown ${kind} "${name}"${hint}: counts nothing, ${of}\n`;
  });
}

/** `company.name`, be it the key "company.name" or nested: `{ company: { name } }`. */
function* fieldNames(fields: Readonly<Record<string, unknown>>, prefix = ''): Generator<string> {
  for (const [key, value] of Object.entries(fields)) {
    const name = prefix + key;
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      yield* fieldNames(value as Record<string, unknown>, `${name}.`);
    } else {
      yield name;
    }
  }
}
