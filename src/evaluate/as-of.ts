/** Leads as they were at a moment in the past: what a scorer is given of them, rebuilt. */
import {
  type DerivedActivity,
  deriveFromEngagement,
  deriveFromHistory,
} from '../mapping/derived.js';
import type { ScoreInput } from '../scoring/types.js';
import {
  type PastLink,
  type PastRecord,
  readCountStarts,
  readLeadRecords,
  readPastLinks,
  readRecordsNamed,
} from '../store/as-of.js';
import { readTold, type ToldRow } from '../store/events.js';
import { type ActivityRow, activitiesOnce, type FactRecord } from '../store/lead-facts.js';
import type { Queryable } from '../store/pool.js';
import { type Histories, readHistories } from '../store/records.js';
import { fieldsOf, scoreInput, valuesOf } from './evaluate.js';
import { group } from './gather.js';
import type { Past } from './past.js';
import { firstCompany, linkedThen, Roots, valuesThen } from './past-records.js';

export interface LeadAsOf {
  readonly lead: number;
  readonly input: ScoreInput;
  /**
   * From when on the history behind the input is complete, milliseconds; 0 for always, null when it is not
   * yet. Before that, values may be missing that were there.
   */
  readonly completeFrom: number | null;
}

/** All that is needed of a batch of leads, read at once. */
class Sources {
  readonly records: readonly PastRecord[];
  readonly #past: Past;
  readonly #links: ReadonlyMap<number, readonly PastLink[]>;
  readonly #roots: Roots;
  readonly #histories: Histories;
  readonly #told: ReadonlyMap<number, readonly ToldRow[]>;

  constructor(
    past: Past,
    records: readonly PastRecord[],
    links: readonly PastLink[],
    roots: Roots,
    histories: Histories,
    told: readonly ToldRow[],
  ) {
    this.#past = past;
    this.records = records;
    this.#links = group(links, (link) => link.person);
    this.#roots = roots;
    this.#histories = histories;
    this.#told = group(told, ({ record }) => record);
  }

  /** The record with the values that it had; none when it was not there. */
  existing(record: PastRecord): FactRecord[] {
    const { mappings, moment } = this.#past;
    const mapping = mappings.get(record.account);
    const values =
      mapping && record.alive
        ? valuesThen(record, this.#histories.get(record.id), mapping, moment)
        : null;
    return values ? [{ ...record, values }] : [];
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

/** Of more deals than this the first count, as for a present score. */
const MOST_DEALS = 200;

async function readSources(db: Queryable, past: Past, leads: readonly number[]): Promise<Sources> {
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
  return new Sources(past, records, links, roots, histories, told);
}

/**
 * What a scorer is given of each lead as of the moment of `past`; a lead of whom no record existed then is
 * left out. A link, and a value that came without its history, counts from when it was first known to
 * hold.
 */
export async function leadsAsOf(
  db: Queryable,
  past: Past,
  leads: readonly number[],
): Promise<LeadAsOf[]> {
  const { workspace, moment, mappings, restarts, complete } = past;
  const sources = await readSources(db, past, leads);
  const starts = await readCountStarts(db, workspace, leads, restarts, moment.at);
  const byLead = group(sources.records, (record) => record.lead);
  return leads.flatMap((lead) => {
    const records = byLead.get(lead) ?? [];
    const living = records.filter((record) => record.alias === null);
    const persons = living.flatMap((record) => sources.existing(record));
    if (persons.length === 0) return [];
    const merged = records.filter((record) => record.alias !== null);
    const standing = living.filter(({ id }) => persons.some((person) => person.id === id));
    const [company] = standing.flatMap(
      (person) => firstCompany(sources.linked([person], 'companies'))?.fact ?? [],
    );
    const deals = standing.flatMap((person) => {
      const same = merged.filter(
        ({ account, object }) => account === person.account && object === person.object,
      );
      const linked = sources.linked([person, ...same], 'deals');
      return linked.slice(0, MOST_DEALS).map(({ fact }) => fact);
    });
    const activities = [...standing, ...merged]
      .flatMap((record) => sources.activities(record))
      .map(({ identity, type, at, attributes }): ActivityRow => [identity, type, at, attributes]);
    const { fields } = fieldsOf({ persons, company, deals }, { mappings });
    const input = scoreInput(
      {
        lead: { id: lead, countFrom: starts.get(lead) ?? null },
        persons,
        activities: activitiesOnce(activities),
      },
      fields,
      { mappings },
    );
    const from = persons.map(({ account }) => complete.get(account) ?? null);
    const known = from.filter((one) => one !== null);
    const completeFrom = known.length < from.length ? null : Math.max(0, ...known);
    return [{ lead, input, completeFrom }];
  });
}
