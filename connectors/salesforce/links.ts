import type { Link } from '../../src/lead/change.js';
import type { ObjectNeed, Priority } from '../connector.js';
import type { SalesforceApi } from './client.js';
import { idChunks } from './id-chunks.js';
import { objectOfId } from './ids.js';
import type { Org } from './org.js';
import { PERSON_ACCOUNT, personsOf } from './person-accounts.js';
import { queryEach } from './query.js';
import { idIn, isTrue, type Row, rowOfRecord } from './row.js';
import { select } from './soql.js';

/** A field that points to another record; where it may point to several objects, the id tells which. */
const POINTERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Contact: { Account: 'AccountId' },
  Opportunity: { Account: 'AccountId' },
  Task: { Lead: 'WhoId', Contact: 'WhoId', Account: 'AccountId', Opportunity: 'WhatId' },
  Event: { Lead: 'WhoId', Contact: 'WhoId', Account: 'AccountId', Opportunity: 'WhatId' },
  CampaignMember: { Lead: 'LeadId', Contact: 'ContactId' },
};

/** An object between two others, with a row for each link. */
export interface Junction {
  readonly object: string;
  readonly from: string;
  readonly to: string;
  readonly primary?: string;
  /** Its rows come and go without the record: they are followed by a feed of their own. */
  readonly followed: boolean;
}

const JUNCTIONS: Readonly<Record<string, Junction>> = {
  Opportunity: {
    object: 'OpportunityContactRole',
    from: 'OpportunityId',
    to: 'ContactId',
    primary: 'IsPrimary',
    followed: true,
  },
  EmailMessage: {
    object: 'EmailMessageRelation',
    from: 'EmailMessageId',
    to: 'RelationId',
    followed: false,
  },
  // Several people of one activity: orgs that do not share activities have the first alone.
  Task: { object: 'TaskRelation', from: 'TaskId', to: 'RelationId', followed: false },
  Event: { object: 'EventRelation', from: 'EventId', to: 'RelationId', followed: false },
};

/** A deal's account, which may be a person: then the deal is hers, whether she has a role in it or not. */
const DEAL_ACCOUNT = { object: 'Opportunity', field: 'AccountId', to: 'Contact' } as const;

/** The fields that links are read from. */
export function linkFields(need: ObjectNeed): string[] {
  const pointers = POINTERS[need.object] ?? {};
  const fields = need.links.flatMap((to) => pointers[to] ?? []);
  if (mayBePersons(need)) return [...new Set([...fields, DEAL_ACCOUNT.field])];
  return fields.length > 0 && need.object === 'Contact' ? [...fields, PERSON_ACCOUNT] : fields;
}

const mayBePersons = (need: ObjectNeed): boolean =>
  need.object === DEAL_ACCOUNT.object && need.links.includes(DEAL_ACCOUNT.to);

/** What must be read besides the records to know all their links. */
export function junctionOf(need: ObjectNeed): Junction | undefined {
  const junction = JUNCTIONS[need.object];
  const persons = need.links.some((to) => to === 'Contact' || to === 'Lead');
  return persons ? junction : undefined;
}

export type Links = Readonly<Record<string, readonly Link[]>>;

/** Record -> all links to the objects that the need names; those that there are none of are empty. */
export async function linksOf(
  org: Org,
  need: ObjectNeed,
  rows: readonly Row[],
  priority: Priority,
): Promise<ReadonlyMap<string, Links>> {
  const found = new Map<string, Record<string, Link[]>>();
  if (need.links.length === 0) return found;
  const pointers = POINTERS[need.object] ?? {};
  for (const row of rows) {
    const record = idIn(row, 'Id');
    if (record === undefined) continue;
    const links: Record<string, Link[]> = Object.fromEntries(need.links.map((to) => [to, []]));
    for (const to of need.links) {
      const target = pointers[to] === undefined ? undefined : idIn(row, pointers[to]);
      if (target === undefined || objectOfId(target) !== to || isOwnAccount(row, to)) continue;
      links[to]?.push({ record: target, ...(to === 'Account' && { primary: true }) });
    }
    found.set(record, links);
  }
  const junction = junctionOf(need);
  if (junction) {
    for (const row of await readJunction(org, junction, [...found.keys()], priority)) {
      addLink(found, junction, row);
    }
  }
  if (mayBePersons(need)) await addPersons(org, rows, found, priority);
  return found;
}

function isOwnAccount(row: Row, to: string): boolean {
  return to === 'Account' && isTrue(row, PERSON_ACCOUNT);
}

function addLink(found: Map<string, Record<string, Link[]>>, junction: Junction, row: Row): void {
  const target = idIn(row, junction.to);
  const list = found.get(idIn(row, junction.from) ?? '')?.[objectOfId(target ?? '') ?? ''];
  if (!list || target === undefined || list.some(({ record }) => record === target)) return;
  list.push({
    record: target,
    ...(junction.primary !== undefined && { primary: isTrue(row, junction.primary) }),
  });
}

async function addPersons(
  org: Org,
  rows: readonly Row[],
  found: ReadonlyMap<string, Record<string, Link[]>>,
  priority: Priority,
): Promise<void> {
  const accounts = rows.flatMap((row) => idIn(row, DEAL_ACCOUNT.field) ?? []);
  const persons = await personsOf(org, accounts, priority);
  for (const row of rows) {
    const person = persons.get(idIn(row, DEAL_ACCOUNT.field) ?? '');
    const links = found.get(idIn(row, 'Id') ?? '')?.[DEAL_ACCOUNT.to];
    if (person === undefined || links?.some(({ record }) => record === person)) continue;
    links?.push({ record: person });
  }
}

async function readJunction(
  { api, catalog }: Org,
  junction: Junction,
  ids: readonly string[],
  priority: Priority,
): Promise<Row[]> {
  const fields = [junction.from, junction.to, ...(junction.primary ? [junction.primary] : [])];
  if (ids.length === 0 || !(await catalog.object(junction.object, priority))?.queryable) return [];
  return readByIds(api, junction, fields, ids, priority);
}

async function readByIds(
  api: SalesforceApi,
  { object, from }: Junction,
  fields: readonly string[],
  ids: readonly string[],
  priority: Priority,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (const part of idChunks(ids)) {
    const soql = select({ fields, from: object, where: [{ field: from, in: part }] });
    const records = await queryEach(api, soql, { operation: `${object} query`, priority });
    rows.push(...records.map(rowOfRecord));
  }
  return rows;
}
