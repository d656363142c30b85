/** The records, links and histories of leads at a moment in the past. */
import {
  type DerivedActivity,
  deriveFromEngagement,
  deriveFromHistory,
} from '../mapping/derived.js';
import {
  type PastLink,
  type PastRecord,
  readLeadRecords,
  readPastLinks,
  readRecordsNamed,
} from '../store/as-of.js';
import { readTold, type ToldRow } from '../store/events.js';
import type { FactRecord } from '../store/lead-facts.js';
import type { Queryable } from '../store/pool.js';
import { readChanges, toldChanges } from '../store/record-reads.js';
import { type Histories, readHistories } from '../store/records.js';
import { valuesOf } from './evaluate.js';
import { group } from './gather.js';
import type { Past } from './past.js';
import { linkedThen, Roots, valuesThen } from './past-records.js';

/** Who a lead was. */
export interface PersonThen {
  /** Records that stood for the person, with the values they had. */
  readonly persons: readonly FactRecord[];
  /** The same records as they are stored. */
  readonly standing: readonly PastRecord[];
  /** Records that had been merged into others. */
  readonly merged: readonly PastRecord[];
}

/** All that is known of a batch of leads as of the moment of `past`. */
export class Sources {
  readonly #records: ReadonlyMap<number, readonly PastRecord[]>;
  readonly #past: Past;
  readonly #links: ReadonlyMap<number, readonly PastLink[]>;
  readonly #roots: Roots;
  readonly #histories: Histories;
  readonly #told: ReadonlyMap<number, readonly ToldRow[]>;
  /** Person record -> when its content had last changed. */
  readonly #changes: ReadonlyMap<number, number>;

  constructor(
    past: Past,
    records: readonly PastRecord[],
    links: readonly PastLink[],
    roots: Roots,
    histories: Histories,
    told: readonly ToldRow[],
    changes: ReadonlyMap<number, number>,
  ) {
    this.#past = past;
    this.#records = group(records, (record) => record.lead);
    this.#links = group(links, (link) => link.person);
    this.#roots = roots;
    this.#histories = histories;
    this.#told = group(told, ({ record }) => record);
    this.#changes = changes;
  }

  /** Null when no record of the lead existed. */
  person(lead: number): PersonThen | null {
    const records = this.#records.get(lead) ?? [];
    const living = records.filter((record) => record.alias === null);
    const persons = living.flatMap((record) => this.existing(record));
    if (persons.length === 0) return null;
    const merged = records.filter((record) => record.alias !== null);
    const standing = living.filter(({ id }) => persons.some((person) => person.id === id));
    return { persons, standing, merged };
  }

  /** The record with the values that it had; none when it was not there. */
  existing(record: PastRecord): FactRecord[] {
    const { mappings, moment } = this.#past;
    const mapping = mappings.get(record.account);
    const values =
      mapping && record.alive
        ? valuesThen(record, this.#histories.get(record.id), mapping, moment)
        : null;
    const changedAt = this.#changes.get(record.id) ?? null;
    return values ? [{ ...record, values, changedAt }] : [];
  }

  linked(
    persons: readonly PastRecord[],
    role: 'companies' | 'deals' | 'engagements',
  ): (PastLink & { readonly fact: FactRecord })[] {
    const links = persons.flatMap(({ id, account }) => {
      const objects = this.#past.roles.find((one) => one.account === account)?.[role] ?? [];
      return (this.#links.get(id) ?? []).filter(({ far }) => objects.includes(far.object));
    });
    return linkedThen(links, this.#roots).flatMap((link) =>
      this.existing(link.far).map((fact) => ({ ...link, fact })),
    );
  }

  /** The activities of one record of a person, those of the engagements it was linked to included. */
  activities(record: PastRecord): Omit<DerivedActivity, 'property'>[] {
    const mapping = this.#past.mappings.get(record.account);
    if (!mapping) return [];
    const own = this.#histories.get(record.id) ?? new Map();
    const found = [
      ...(this.#told.get(record.id) ?? []),
      ...deriveFromHistory(mapping, record, own),
      ...this.linked([record], 'engagements').flatMap(({ fact }) =>
        deriveFromEngagement(mapping, fact, valuesOf(fact).values),
      ),
    ];
    return [...new Map(found.map((one) => [one.identity, one])).values()];
  }
}

/** When the content of these person records had last changed. */
async function changesThen(
  db: Queryable,
  { workspace, moment, mappings }: Past,
  records: readonly PastRecord[],
): Promise<Map<number, number>> {
  const contents = records.map(({ id, account, object }) => ({
    id,
    properties: mappings.get(account)?.content(object) ?? [],
  }));
  const ids = records.map(({ id }) => id);
  const changes = await readChanges(db, workspace, ids, moment);
  for (const [id, at] of await toldChanges(db, workspace, contents, moment)) {
    changes.set(id, Math.max(at, changes.get(id) ?? at));
  }
  return changes;
}

/** Reads all that is needed of a batch of leads at once. */
export async function readSources(
  db: Queryable,
  past: Past,
  leads: readonly number[],
): Promise<Sources> {
  const { workspace, moment, roles } = past;
  const records = await readLeadRecords(db, workspace, leads, moment.at);
  const links = await readPastLinks(db, workspace, records, roles, moment);
  const roots = new Roots();
  let found: readonly PastRecord[] = links.map(({ far }) => far);
  const far = new Set<number>();
  while (found.length > 0) {
    for (const { id } of found) far.add(id);
    roots.add(found);
    const more = await readRecordsNamed(db, workspace, roots.missing(), moment.at);
    found = more.filter(({ id }) => !far.has(id));
  }
  const ids = [...new Set([...records.map(({ id }) => id), ...far])];
  const histories = await readHistories(db, workspace, ids, null, moment);
  const told = await readTold(db, workspace, ids, moment);
  const changes = await changesThen(db, past, records);
  return new Sources(past, records, links, roots, histories, told, changes);
}
