/** Records as they were at a moment in the past. Pure. */
import { timeOf } from '../lead/record.js';
import type { Stamp } from '../lead/stamp.js';
import type { CompiledMapping } from '../mapping/compile.js';
import type { ValueHistories } from '../mapping/derived.js';
import type { PastLink, PastRecord } from '../store/as-of.js';
import { isLater } from '../store/links.js';
import type { Moment } from '../store/records.js';

/**
 * The values that a record had: the last of each property's history, and what it holds today where that
 * has been so since. A creation time is true from itself, whenever it was told.
 * @returns null when the record did not exist, as far as is known
 */
export function valuesThen(
  record: PastRecord,
  histories: ValueHistories | undefined,
  mapping: CompiledMapping,
  { at, known }: Moment,
): Record<string, Stamp> | null {
  const values: Record<string, Stamp> = {};
  for (const [property, entries] of histories ?? []) {
    const last = entries.at(-1);
    if (last) values[property] = [last.value, last.at, ''];
  }
  if (known === 'happened') {
    for (const [property, stamp] of Object.entries(record.values)) {
      if (stamp[1] <= at) values[property] = stamp;
    }
  }
  let exists = Object.values(values).some(([value]) => value !== null);
  for (const property of mapping.sources(record.object, ['createdAt'])) {
    const stamp = record.values[property];
    const created = timeOf(stamp?.[0]);
    if (!stamp || created === null) continue;
    if (created > at) return null;
    if (known === 'learnt' && !exists) continue;
    values[property] ??= stamp;
    exists = true;
  }
  return exists ? values : null;
}

const keyOf = (account: number, object: string, record: string): string =>
  `${account}/${object}/${record}`;

/** What records had been merged into, over any number of steps. */
export class Roots {
  readonly #records = new Map<string, PastRecord>();

  add(records: Iterable<PastRecord>): void {
    for (const one of records) this.#records.set(keyOf(one.account, one.object, one.record), one);
  }

  /** Survivors that are named and not known yet. */
  missing(): { account: number; object: string; record: string }[] {
    return [...this.#records.values()].flatMap(({ account, object, alias }) =>
      alias === null || this.#records.has(keyOf(account, object, alias))
        ? []
        : [{ account, object, record: alias }],
    );
  }

  of(record: PastRecord): PastRecord {
    let root = record;
    for (let step = 0; root.alias !== null && step < 20; step++) {
      const next = this.#records.get(keyOf(root.account, root.object, root.alias));
      if (!next) return root;
      root = next;
    }
    return root;
  }
}

function compareRecords(a: PastRecord, b: PastRecord): number {
  return a.record.length - b.record.length || (a.record < b.record ? -1 : 1);
}

/** What a person was linked to: of several links that mean one record by now the latest says. */
export function linkedThen(links: readonly PastLink[], roots: Roots): PastLink[] {
  const latest = new Map<number, PastLink>();
  for (const link of links) {
    const far = roots.of(link.far);
    const known = latest.get(far.id);
    if (!known || isLater(link, known)) latest.set(far.id, { ...link, far });
  }
  return [...latest.values()]
    .filter(({ linked, far }) => linked && far.alive)
    .sort((a, b) => compareRecords(a.far, b.far));
}

/** The primary company, else the one linked last. */
export function firstCompany<L extends PastLink>(links: readonly L[]): L | undefined {
  const [first] = [...links].sort(
    (a, b) => Number(b.primary) - Number(a.primary) || b.at - a.at || compareRecords(a.far, b.far),
  );
  return first;
}
