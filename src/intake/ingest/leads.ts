import type { EmailKind } from '../../lead/fields.js';
import { emailKey, mayJoin } from '../../lead/identity.js';
import { isAlive } from '../../lead/record.js';
import {
  adoptRecords,
  createLeads,
  dropLead,
  insertKeys,
  lockKeyHolders,
  mergeLeads,
  readRelatives,
} from '../../store/leads.js';
import type { Queryable } from '../../store/pool.js';
import { keyOf } from '../../store/records.js';
import type { Batch, Touched } from './batch.js';

function emailOf({ record, account }: Touched): string | null {
  const values = Object.fromEntries(
    Object.entries(record.state.values).map(([name, stamp]) => [name, stamp[0]]),
  );
  // As the lead's own, derived fields included: what kind of address it is follows from the address.
  const person = { object: record.object, values };
  const { fields } = account.mapping.lead({ persons: [person], deals: [] });
  const { email, emailKind } = fields as { email?: string; emailKind?: EmailKind };
  return emailKey(email, emailKind ?? null);
}

/** Records that are one person by merges, told in this batch or before. */
interface Family {
  lead: number | null;
  readonly members: Member[];
}

interface Member {
  readonly id: number;
  readonly workspace: number;
  readonly lead: number | null;
}

/** The families of these records. Whichever survivor was named last: all of them are one person. */
async function readFamilies(
  db: Queryable,
  batch: Batch,
  waiting: readonly Waiting[],
): Promise<Map<number, Family>> {
  const own = [
    ...batch.merges.flatMap(({ loser, survivor }) => [loser, survivor]),
    ...waiting.map(({ touched }) => touched.record),
  ];
  const relatives = await readRelatives(db, [...new Set(own.map((record) => record.id))]);
  const families = new Map<number, Family>();
  const byKey = new Map<string, number>();
  for (const record of [...own, ...relatives]) {
    byKey.set(keyOf(record), record.id);
    const { id, workspace, lead } = record;
    if (!families.has(id)) families.set(id, { lead: null, members: [{ id, workspace, lead }] });
  }
  const join = (a: number | undefined, b: number | undefined) => {
    const [one, other] = [families.get(a ?? -1), families.get(b ?? -1)];
    if (!one || !other || one === other) return;
    for (const member of other.members) {
      one.members.push(member);
      families.set(member.id, one);
    }
  };
  for (const relative of relatives) {
    const { id, aliasOf } = relative;
    if (aliasOf !== null) join(id, byKey.get(keyOf({ ...relative, record: aliasOf })));
  }
  for (const { loser, survivor } of batch.merges) join(loser.id, survivor.id);
  return families;
}

/** Of several leads of one family the oldest stays. */
async function joinLeads(
  db: Queryable,
  batch: Batch,
  families: ReadonlyMap<number, Family>,
): Promise<void> {
  const now = new Map<number, number>();
  const current = (lead: number): number => {
    const next = now.get(lead);
    return next === undefined ? lead : current(next);
  };
  for (const family of new Set(families.values())) {
    for (const { workspace, lead } of family.members) {
      if (lead === null) continue;
      const [a, b] = [family.lead === null ? null : current(family.lead), current(lead)];
      family.lead = b;
      if (a === null || a === b) continue;
      const kept = await mergeLeads(db, workspace, a, b);
      now.set(kept === a ? b : a, kept);
      family.lead = kept;
    }
  }
  for (const family of new Set(families.values())) {
    if (family.lead !== null) family.lead = current(family.lead);
  }
  for (const { record } of batch.touched.values()) {
    if (record.lead !== null) record.lead = current(record.lead);
  }
}

interface Group {
  lead: number | null;
  readonly holds: Set<string>;
}

interface Waiting {
  readonly touched: Touched;
  readonly email: string | null;
  readonly pair: string;
}

/**
 * Chooses leads for records of one workspace, in their order of arrival. An address that another worker
 * took meanwhile is looked at again, so that two workers never make two leads of one person.
 */
async function chooseLeads(
  db: Queryable,
  workspace: number,
  waiting: readonly Waiting[],
): Promise<void> {
  const emails = waiting.map((one) => one.email).filter((email) => email !== null);
  const holders = new Map<string, Group>(await lockKeyHolders(db, workspace, emails));
  const known = new Set(holders.keys());
  const groups = new Map<Waiting, Group>();
  for (const one of waiting) {
    const holder = one.email === null ? undefined : holders.get(one.email);
    const group: Group =
      holder && mayJoin(holder, one.pair) ? holder : { lead: null, holds: new Set() };
    group.holds.add(one.pair);
    if (one.email !== null && !holder) holders.set(one.email, group);
    groups.set(one, group);
  }
  const fresh = [...new Set(groups.values())].filter((group) => group.lead === null);
  const ids = await createLeads(db, workspace, fresh.length);
  fresh.forEach((group, index) => {
    group.lead = ids[index] ?? null;
  });
  const keys = [...holders].filter(([email]) => !known.has(email));
  const taken = await insertKeys(
    db,
    workspace,
    keys.flatMap(([value, { lead }]) => (lead === null ? [] : [{ value, lead }])),
  );
  const others = await lockKeyHolders(db, workspace, taken);
  for (const [email, other] of others) {
    const own = holders.get(email);
    if (!own || own.lead === null || ![...own.holds].every((pair) => mayJoin(other, pair)))
      continue;
    await dropLead(db, workspace, own.lead);
    own.lead = other.lead;
  }
  for (const [one, group] of groups) one.touched.record.lead = group.lead;
}

/** Person records that are known, alive and without a lead. */
function waitingRecords(batch: Batch): Waiting[] {
  const waiting: Waiting[] = [];
  for (const touched of batch.touched.values()) {
    const { record, account } = touched;
    const role = account.connector.declaration.objects[record.object]?.role;
    const { state } = record;
    if (role !== 'person' || record.lead !== null || state.state !== 'known') continue;
    if (!isAlive(state) || state.alias !== undefined) continue;
    const pair = `${record.account}/${record.object}`;
    waiting.push({ touched, email: emailOf(touched), pair });
  }
  return waiting;
}

/** Gives a lead to every person record that is known and alive, and to what was merged into it. */
export async function assignLeads(db: Queryable, batch: Batch): Promise<void> {
  const waiting = waitingRecords(batch);
  const families = await readFamilies(db, batch, waiting);
  await joinLeads(db, batch, families);
  const fresh = new Map<Family, Waiting>();
  for (const one of waiting) {
    const family = families.get(one.touched.record.id);
    if (family && family.lead === null && !fresh.has(family)) fresh.set(family, one);
  }
  const workspaces = new Set(waiting.map(({ touched }) => touched.record.workspace));
  for (const workspace of workspaces) {
    const own = [...fresh.values()].filter(({ touched }) => touched.record.workspace === workspace);
    await chooseLeads(db, workspace, own);
  }
  for (const [family, { touched }] of fresh) family.lead = touched.record.lead;
  const adopted: { id: number; lead: number }[] = [];
  for (const [id, { lead, members }] of families) {
    const known = members.find((member) => member.id === id)?.lead;
    if (lead !== null && known === null) adopted.push({ id, lead });
  }
  const leads = new Map(adopted.map(({ id, lead }) => [id, lead]));
  for (const { record } of batch.touched.values()) record.lead ??= leads.get(record.id) ?? null;
  await adoptRecords(db, adopted);
}
