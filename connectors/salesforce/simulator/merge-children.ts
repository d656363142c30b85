import type { Org } from './org.js';
import type { OrgRecord } from './records.js';
import type { Transaction, WriteContext } from './transaction.js';

export interface MoveOptions {
  readonly context: WriteContext;
  readonly transaction: Transaction;
  /** Campaign memberships keep the lead beside the contact, as after a conversion. */
  readonly keepMemberships?: boolean;
}

/** Fields that point to a person or an account, by the object they are on. */
const POINTERS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Lead: [
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
    ['EmailMessageRelation', 'RelationId'],
  ],
  Contact: [
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
    ['EmailMessageRelation', 'RelationId'],
    ['OpportunityContactRole', 'ContactId'],
    ['Opportunity', 'ContactId'],
    ['Contact', 'ReportsToId'],
  ],
  Account: [
    ['Task', 'WhatId'],
    ['Event', 'WhatId'],
    ['EmailMessage', 'RelatedToId'],
    ['Contact', 'AccountId'],
    ['Opportunity', 'AccountId'],
    ['Account', 'ParentId'],
  ],
};

/** Lets everything that points to one record point to another; each move is a change of the child. */
export function movePeople(org: Org, from: string, to: string, options: MoveOptions): void {
  const object = org.definitions.objectOfId(from)?.name ?? '';
  for (const [child, field] of POINTERS[object] ?? []) {
    for (const record of pointing(org, child, field, from))
      change(org, record, { [field]: to }, options);
  }
  if (object === 'Lead' || object === 'Contact') moveMemberships(org, from, to, options);
}

function moveMemberships(org: Org, from: string, to: string, options: MoveOptions): void {
  const own = from.startsWith('00Q') ? 'LeadId' : 'ContactId';
  const other = to.startsWith('00Q') ? 'LeadId' : 'ContactId';
  const there = new Set(
    pointing(org, 'CampaignMember', other, to).map(({ values }) => values.CampaignId),
  );
  for (const member of pointing(org, 'CampaignMember', own, from)) {
    // One membership a campaign: the other's goes.
    if (there.has(member.values.CampaignId ?? null)) {
      org.delete('CampaignMember', member.id, options.context, options.transaction);
      continue;
    }
    const leave = own === other || options.keepMemberships === true ? {} : { [own]: null };
    change(org, member, { ...leave, [other]: to }, options);
  }
}

function change(
  org: Org,
  record: OrgRecord,
  fields: Readonly<Record<string, string | null>>,
  { context, transaction }: MoveOptions,
): void {
  const result = org.update(record.object, record.id, fields, context, transaction);
  if (!result.success) throw new Error(`moving ${record.object} ${record.id} was refused`);
}

function pointing(org: Org, object: string, field: string, id: string): OrgRecord[] {
  const list = org.records.isIndexed(object, field)
    ? org.records.by(object, field, id)
    : [...org.records.all(object).values()].filter((record) => record.values[field] === id);
  return list.filter((record) => record.values.IsDeleted !== true);
}
