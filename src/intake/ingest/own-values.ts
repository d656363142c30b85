/**
 * Values of our own properties that a read brings back: they are held against what we wrote and go nowhere
 * else. An output is never an input, and a foreign edit of one says nothing about the person. Pure.
 */
import type { Change } from '../../lead/change.js';
import { HOUR } from '../../lib/clock.js';
import type { Confirmation, Desired, Edits } from '../../store/desired.js';
import { sameValue } from '../../write-back/plan.js';

/** A value that the CRM holds, and since when at the latest by its own clock, milliseconds. */
export interface OwnValue {
  readonly property: string;
  readonly value: string | null;
  readonly at: number;
}

/** What a change says of our own properties (property -> our name for it), and what is left of it. */
export function partOwn(
  change: Change,
  own: ReadonlyMap<string, string>,
): { readonly change: Change | null; readonly values: readonly OwnValue[] } {
  if (change.kind === 'value' && own.has(change.property)) {
    const { property, value, at } = change;
    return { change: null, values: [{ property, value, at }] };
  }
  if (change.kind !== 'snapshot') return { change, values: [] };
  const { snapshot } = change;
  const names = Object.keys(snapshot.properties);
  if (!names.some((name) => own.has(name))) return { change, values: [] };
  const at = snapshot.modifiedAt;
  const entries = Object.entries(snapshot.properties);
  return {
    change: {
      ...change,
      snapshot: {
        ...snapshot,
        properties: Object.fromEntries(entries.filter(([name]) => !own.has(name))),
      },
    },
    values: entries.flatMap(([property, value]) =>
      own.has(property) ? { property, value, at } : [],
    ),
  };
}

/** A property is put back so often within an hour; what changes it again then is a machine. */
const PUT_BACKS = 3;

export type OwnJudgement = Pick<Confirmation, 'values' | 'found' | 'edits' | 'retry' | 'refuse'>;

/**
 * What the CRM holds, against what we wrote: ours confirms itself, a foreign value is put back; one that
 * comes again and again is left until there is a new value of ours. Null when nothing is new.
 */
export function judgeOwn(
  row: Desired,
  read: readonly OwnValue[],
  own: ReadonlyMap<string, string>,
  now: number,
): OwnJudgement | null {
  const values: Record<string, string | null> = {};
  const found: Record<string, string | null> = {};
  const edits: Record<string, Edits> = {};
  const retry: string[] = [];
  const refuse: string[] = [];
  for (const { property, value, at } of read) {
    // A search shows some records as they were before our last write.
    if (at < (row.knownAt[property] ?? Number.NEGATIVE_INFINITY)) continue;
    const output = own.get(property) ?? '';
    const ours = [row.confirmed, row.sending, row.want].find(
      (held) => held && property in held && sameValue(output, held[property] ?? null, value),
    );
    if (ours) {
      const known = ours === row.confirmed && !(property in row.found);
      // In our own spelling: a CRM may write a number or a moment in another way.
      if (!known) values[property] = ours[property] ?? null;
      continue;
    }
    // Not written yet, or nobody knows what became of the last request: it is sent anyhow.
    if (!(property in row.confirmed) && (property in row.want || value === null)) continue;
    if (property in row.found && row.found[property] === value) continue;
    found[property] = value;
    const { count = 0, times = [] } = row.edits[property] ?? {};
    const recent = times.filter((time) => time > now - HOUR);
    edits[property] = { count: count + 1, times: [...times, now].slice(-PUT_BACKS) };
    if (recent.length < PUT_BACKS) retry.push(property);
    else refuse.push(property);
  }
  const isNew = Object.keys(values).length + Object.keys(found).length > 0;
  return isNew ? { values, found, edits, retry, refuse } : null;
}

/** Why properties are not put back for now, with the way out. */
export function whyLeft(refuse: readonly string[]): string | null {
  if (refuse.length === 0) return null;
  return `${refuse.join(', ')}: put back ${PUT_BACKS} times within an hour and changed again, so left until there is a new value. Find what writes to it in the CRM (a workflow, another app, a second Plumbline) and take it out there.`;
}
