import type { OrgCore } from './org-core.js';
import type { OrgRecord } from './records.js';
import { ACCESS_OBJECTS, changeBase, stamp, target } from './save.js';
import {
  refused,
  type SaveResult,
  saveError,
  type Transaction,
  type WriteContext,
} from './transaction.js';
import type { FieldValue } from './values.js';

/** What goes into the bin with a record: object and the field that points to it. */
const BELONGINGS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  Lead: [
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
    ['CampaignMember', 'LeadId'],
  ],
  Contact: [
    ['Task', 'WhoId'],
    ['Event', 'WhoId'],
    ['CampaignMember', 'ContactId'],
    ['OpportunityContactRole', 'ContactId'],
  ],
  Account: [
    ['Contact', 'AccountId'],
    ['Opportunity', 'AccountId'],
  ],
  Opportunity: [['OpportunityContactRole', 'OpportunityId']],
  Campaign: [
    ['CampaignMember', 'CampaignId'],
    ['CampaignMemberStatus', 'CampaignId'],
  ],
};

/** Puts a record into the recycle bin, with what belongs to it unless it was merged into another. */
export function removeRecord(
  org: OrgCore,
  transaction: Transaction,
  objectName: string,
  id: string,
  context: WriteContext,
  master?: string,
): SaveResult {
  const object = org.definitions.object(objectName);
  if (!object) {
    return refused([saveError('INVALID_TYPE', `sObject type '${objectName}' is not supported.`)]);
  }
  const able = object.deletable && org.access.may(context.user, object.name, 'delete');
  if (!able && !context.trusted) {
    return refused(
      [saveError('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id')],
      id,
    );
  }
  const found = target(org, object, id);
  if ('statusCode' in found) return refused([found], id);
  if (found.values.IsPersonAccount === true && object.name === 'Contact' && !context.trusted) {
    return refused(
      [saveError('INVALID_PERSON_ACCOUNT_OPERATION', 'delete the person account instead')],
      id,
    );
  }
  if (master === undefined) {
    for (const [child, field] of BELONGINGS[object.name] ?? []) {
      for (const record of pointing(org, child, field, found.id)) {
        flag(org, transaction, record, true, { ...context, trusted: true });
      }
    }
  }
  flag(org, transaction, found, true, context, master);
  return { success: true, id: found.id, created: false, record: found };
}

/** Out of the recycle bin again, with what went there with it. */
export function restoreRecord(
  org: OrgCore,
  transaction: Transaction,
  objectName: string,
  id: string,
  context: WriteContext,
): SaveResult {
  const record = org.records.get(objectName, id);
  if (record?.values.IsDeleted !== true) {
    return refused([saveError('UNDELETE_FAILED', 'Entity is not in the recycle bin')], id);
  }
  const stampOfDeletion = record.values.SystemModstamp;
  for (const [child, field] of BELONGINGS[objectName] ?? []) {
    for (const belonging of pointing(org, child, field, id, true)) {
      if (belonging.values.SystemModstamp === stampOfDeletion)
        flag(org, transaction, belonging, false, context);
    }
  }
  flag(org, transaction, record, false, context);
  return { success: true, id, created: false, record };
}

function pointing(
  org: OrgCore,
  object: string,
  field: string,
  id: string,
  deleted = false,
): OrgRecord[] {
  const list = org.records.isIndexed(object, field)
    ? org.records.by(object, field, id)
    : [...org.records.all(object).values()].filter((record) => record.values[field] === id);
  return list.filter((record) => (record.values.IsDeleted === true) === deleted);
}

function flag(
  org: OrgCore,
  transaction: Transaction,
  record: OrgRecord,
  deleted: boolean,
  context: WriteContext,
  master?: string,
): void {
  const before = record.values;
  const at = context.at ?? org.clock.now();
  const values: Record<string, FieldValue> = { ...before };
  stamp(values, at, context.user, before);
  values.IsDeleted = deleted;
  if (master !== undefined) values.MasterRecordId = master;
  org.records.replace(record, values);
  if (ACCESS_OBJECTS.has(record.object)) org.access.changed();
  transaction.record(
    {
      ...changeBase(context, at),
      object: record.object,
      id: record.id,
      kind: deleted ? 'DELETE' : 'UNDELETE',
      changed: [],
      before,
      after: values,
      transactionKey: transaction.key,
    },
    () => org.records.replace(record, before),
  );
}
