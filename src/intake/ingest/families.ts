import { MOST_TOGETHER } from '../../lead/identity.js';
import { isAlive } from '../../lead/record.js';
import { mergeLeads, readMembers, readRelatives } from '../../store/leads.js';
import { moveRecords } from '../../store/move-records.js';
import type { Queryable } from '../../store/pool.js';
import { keyOf, type StoredRecord } from '../../store/records.js';
import { suggestMerge } from '../../store/suggestions.js';
import type { Unsettling } from './addresses.js';
import type { Batch } from './batch.js';

/** Records that are one person by merges in a CRM, told in this batch or before. */
export interface Family {
  lead: number | null;
  readonly members: Member[];
}

interface Member {
  readonly id: number;
  readonly workspace: number;
  readonly lead: number | null;
  /** It was merged into another one. */
  readonly merged: boolean;
}

/** The families of these records. Whichever survivor was named last: all of them are one person. */
export async function readFamilies(
  db: Queryable,
  batch: Batch,
  waiting: readonly StoredRecord[],
): Promise<Map<number, Family>> {
  const own = [...batch.merges.flatMap(({ loser, survivor }) => [loser, survivor]), ...waiting];
  const relatives = await readRelatives(db, [...new Set(own.map((record) => record.id))]);
  const families = new Map<number, Family>();
  const byKey = new Map<string, number>();
  const add = (record: StoredRecord | (typeof relatives)[number], merged: boolean) => {
    byKey.set(keyOf(record), record.id);
    const { id, workspace, lead } = record;
    const members = [{ id, workspace, lead, merged }];
    if (!families.has(id)) families.set(id, { lead: null, members });
  };
  for (const record of own) add(record, record.state.alias !== undefined);
  for (const relative of relatives) add(relative, relative.aliasOf !== null);
  const join = (a: number | undefined, b: number | undefined) => {
    const [one, other] = [families.get(a ?? -1), families.get(b ?? -1)];
    if (!one || !other || one === other) return;
    for (const member of other.members) {
      one.members.push(member);
      families.set(member.id, one);
    }
  };
  for (const relative of relatives) {
    const { id, aliasOf: record, aliasObject: object } = relative;
    if (record !== null) join(id, byKey.get(keyOf({ ...relative, object, record })));
  }
  for (const { loser, survivor } of batch.merges) join(loser.id, survivor.id);
  return families;
}

/** Makes one lead of the leads of each family, unless too many records would come together. */
export class FamilyLeads {
  readonly #db: Queryable;
  readonly #batch: Batch;
  readonly #unsettling: Unsettling;
  /** Whether a record of the batch stands for a person now. */
  readonly #said = new Map<number, boolean>();
  /** Merged lead -> what it became. */
  readonly #became = new Map<number, number>();
  /** Leads that lost a record to another lead. */
  readonly left: { readonly workspace: number; readonly lead: number }[] = [];

  constructor(db: Queryable, batch: Batch, unsettling: Unsettling) {
    this.#db = db;
    this.#batch = batch;
    this.#unsettling = unsettling;
    for (const { record } of batch.touched.values()) {
      const { state, id } = record;
      const known = state.state === 'known' && state.alias === undefined;
      this.#said.set(id, known && isAlive(state));
    }
  }

  async join(families: Iterable<Family>): Promise<void> {
    const all = [...new Set(families)];
    for (const family of all) await this.#joinFamily(family);
    const moved = new Map<number, number>();
    for (const family of all) {
      if (family.lead === null) continue;
      family.lead = this.#now(family.lead);
      for (const { id, lead } of family.members) if (lead !== null) moved.set(id, family.lead);
    }
    for (const { record } of this.#batch.touched.values()) {
      if (record.lead !== null) record.lead = moved.get(record.id) ?? this.#now(record.lead);
    }
  }

  #now(lead: number): number {
    const next = this.#became.get(lead);
    return next === undefined ? lead : this.#now(next);
  }

  /** The lead of the record that lives on takes up the others, or only this family's records of them. */
  async #joinFamily(family: Family): Promise<void> {
    const leads = () =>
      [...family.members]
        .sort((a, b) => Number(a.merged) - Number(b.merged) || (a.lead ?? 0) - (b.lead ?? 0))
        .flatMap(({ lead }) => (lead === null ? [] : [this.#now(lead)]));
    const [first, ...others] = [...new Set(leads())];
    if (first === undefined) return;
    family.lead = first;
    for (const other of others) {
      const workspace = family.members[0]?.workspace ?? 0;
      const own = this.#unsettling.in(workspace);
      own.leads.add(family.lead).add(other);
      if (await this.#isTooMuch(workspace, family, other)) {
        await this.#takeOut(workspace, family, other);
      } else {
        const kept = await mergeLeads(this.#db, workspace, family.lead, other);
        this.#became.set(kept === other ? family.lead : other, kept);
        family.lead = kept;
      }
    }
  }

  /** Whether the other lead has living records of its own that would make too many of one lead. */
  async #isTooMuch(workspace: number, family: Family, other: number): Promise<boolean> {
    const own = new Set(family.members.map(({ id }) => id));
    const members = await readMembers(this.#db, workspace, [family.lead ?? other, other]);
    const stored = new Map(members.map(({ id, living }) => [id, living]));
    // What this batch says of a record is not stored yet.
    const isLiving = (id: number) => this.#said.get(id) ?? stored.get(id) ?? false;
    const brought = members.filter(
      ({ id, lead }) => lead === other && !own.has(id) && isLiving(id),
    );
    const together = new Set([...stored.keys(), ...own].filter(isLiving));
    return brought.length > 0 && together.size > MOST_TOGETHER;
  }

  async #takeOut(workspace: number, family: Family, other: number): Promise<void> {
    const ids = family.members
      .filter(({ lead }) => lead !== null && this.#now(lead) === other)
      .map(({ id }) => id);
    const lead = family.lead ?? other;
    await moveRecords(this.#db, workspace, other, lead, ids);
    await suggestMerge(this.#db, workspace, [lead, other], Math.min(...ids));
    this.left.push({ workspace, lead: other });
  }
}
