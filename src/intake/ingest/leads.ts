import { EVENTS_SOURCE } from '../../lead/event.js';
import { mayJoin } from '../../lead/identity.js';
import { isAlive } from '../../lead/record.js';
import { findShared } from '../../store/addresses.js';
import { insertKeys, lockKeyHolders } from '../../store/lead-keys.js';
import {
  type Adopted,
  adoptActivities,
  adoptRecords,
  createLeads,
  dropLead,
} from '../../store/leads.js';
import type { Queryable } from '../../store/pool.js';
import { learnAddresses, readAddresses, type Unsettled, Unsettling } from './addresses.js';
import type { Batch, Touched } from './batch.js';
import { type Family, FamilyLeads, readFamilies } from './families.js';

interface Group {
  lead: number | null;
  readonly holds: Set<string>;
}

interface Waiting {
  readonly touched: Touched;
  readonly addresses: readonly string[];
  /** Its account and object: a lead takes one record of each by address. */
  readonly pair: string;
}

/** Person records that are known, alive and without a lead. */
function waitingRecords(batch: Batch, addressesOf: ReturnType<typeof readAddresses>): Waiting[] {
  const waiting: Waiting[] = [];
  for (const touched of batch.touched.values()) {
    const { record, account } = touched;
    const role = account.connector.declaration.objects[record.object]?.role;
    const { state } = record;
    if (role !== 'person' || record.lead !== null || state.state !== 'known') continue;
    if (!isAlive(state) || state.alias !== undefined) continue;
    // One person may be told of under several addresses: each is a record, and all of them hers.
    const own = account.connector.declaration.crm === EVENTS_SOURCE ? `/${record.record}` : '';
    const pair = `${record.account}/${record.object}${own}`;
    waiting.push({ touched, addresses: addressesOf(touched).addresses, pair });
  }
  return waiting;
}

/** The group of each record, in their order of arrival: the first of its addresses that leads to one. */
function groupByAddress(
  waiting: readonly Waiting[],
  holders: Map<string, Group>,
  finds: (address: string) => boolean,
): Map<Waiting, Group> {
  const groups = new Map<Waiting, Group>();
  for (const one of waiting) {
    const addresses = one.addresses.filter(finds);
    const found = addresses
      .map((address) => holders.get(address))
      .find((holder) => mayJoin(holder, one.pair));
    const group = found ?? { lead: null, holds: new Set<string>() };
    group.holds.add(one.pair);
    for (const address of addresses) if (!holders.has(address)) holders.set(address, group);
    groups.set(one, group);
  }
  return groups;
}

/**
 * Chooses leads for records of one workspace. An address that another worker took meanwhile is looked at
 * again, so that two workers never make two leads of one person.
 */
async function chooseLeads(
  db: Queryable,
  waiting: readonly Waiting[],
  { workspace, addresses: unsettled }: Unsettled,
): Promise<void> {
  const all = [...new Set(waiting.flatMap((one) => one.addresses))];
  const shared = await findShared(db, workspace, all);
  const finds = (address: string) => !shared.has(address);
  const held = await lockKeyHolders(db, workspace, all.filter(finds));
  const holders = new Map<string, Group>(held);
  const groups = groupByAddress(waiting, holders, finds);
  const fresh = new Set([...groups.values()].filter((group) => group.lead === null));
  const ids = await createLeads(db, workspace, fresh.size);
  [...fresh].forEach((group, index) => {
    group.lead = ids[index] ?? null;
  });
  const keys = [...holders].flatMap(([value, { lead }]) =>
    lead === null || held.has(value) ? [] : [{ value, lead }],
  );
  const taken = await insertKeys(db, workspace, keys);
  for (const [address, other] of await lockKeyHolders(db, workspace, taken)) {
    const own = holders.get(address);
    if (!own || own.lead === null || !fresh.has(own)) continue;
    if (![...own.holds].every((pair) => mayJoin(other, pair))) continue;
    await dropLead(db, workspace, own.lead);
    fresh.delete(own);
    own.lead = other.lead;
  }
  for (const [{ touched, addresses }, group] of groups) {
    touched.record.lead = group.lead;
    // An address that nobody else had is in line with its key already.
    const mine = (address: string) => fresh.has(group) && holders.get(address) === group;
    for (const address of addresses) if (!mine(address)) unsettled.add(address);
  }
  for (const address of taken) unsettled.add(address);
}

/** What was decided about leads, to be carried through when the records are stored. */
export interface Assigned {
  readonly unsettling: Unsettling;
  /** Leads that lost a record to another lead. */
  readonly left: readonly { readonly workspace: number; readonly lead: number }[];
}

/** Gives a lead to every person record that is known and alive, and to what was merged into it. */
export async function assignLeads(db: Queryable, batch: Batch): Promise<Assigned> {
  const addressesOf = readAddresses();
  const learnt = await learnAddresses(db, batch, addressesOf);
  const unsettling = new Unsettling();
  const waiting = waitingRecords(batch, addressesOf);
  const families = await readFamilies(
    db,
    batch,
    waiting.map(({ touched }) => touched.record),
  );
  const joined = new FamilyLeads(db, batch, unsettling);
  await joined.join(families.values());
  const fresh = new Map<Family, Waiting>();
  for (const one of waiting) {
    const family = families.get(one.touched.record.id);
    if (family && family.lead === null && !fresh.has(family)) fresh.set(family, one);
  }
  const chosen = new Set([...fresh.values()].map(({ touched }) => touched));
  const workspaces = new Set([...chosen].map(({ record }) => record.workspace));
  for (const workspace of workspaces) {
    const own = [...fresh.values()].filter(({ touched }) => touched.record.workspace === workspace);
    await chooseLeads(db, own, unsettling.in(workspace));
  }
  for (const [family, { touched }] of fresh) family.lead = touched.record.lead;
  await adopt(db, batch, families, unsettling);
  for (const touched of batch.touched.values()) {
    const { record, lifeChanged, merged } = touched;
    if (record.lead === null) continue;
    const addresses = chosen.has(touched) ? undefined : learnt.get(record.id);
    if (!addresses && !lifeChanged && !merged) continue;
    const own = unsettling.in(record.workspace);
    own.leads.add(record.lead);
    for (const address of addresses ?? []) own.addresses.add(address);
  }
  return { unsettling, left: joined.left };
}

/** What was merged gets its family's lead: in the batch, which is saved, and beside it in the database. */
async function adopt(
  db: Queryable,
  batch: Batch,
  families: ReadonlyMap<number, Family>,
  unsettling: Unsettling,
): Promise<void> {
  const adopted: Adopted[] = [];
  for (const [id, { lead, members }] of families) {
    const own = members.find((member) => member.id === id);
    if (lead === null || own?.lead !== null) continue;
    const { workspace } = own;
    adopted.push({ workspace, id, lead });
    if (members.length > 1) unsettling.in(workspace).leads.add(lead);
  }
  const leads = new Map(adopted.map(({ id, lead }) => [id, lead]));
  const saved = new Set<number>();
  for (const { record } of batch.touched.values()) {
    record.lead ??= leads.get(record.id) ?? null;
    saved.add(record.id);
  }
  await adoptRecords(
    db,
    adopted.filter(({ id }) => !saved.has(id)),
  );
  await adoptActivities(db, adopted);
}
