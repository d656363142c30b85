import { readId } from './ids.js';
import { movePeople } from './merge-children.js';
import type { Org } from './org.js';
import type { OrgRecord } from './records.js';
import { type SaveError, saveError, type WriteContext } from './transaction.js';
import type { FieldValue } from './values.js';

export interface MergeRequest {
  /** Stays. */
  readonly master: string;
  /** One or two of the same object. */
  readonly losers: readonly string[];
  /** Values that the person who merged chose for the master. */
  readonly fields?: Readonly<Record<string, FieldValue>> | undefined;
}

export type MergeResult =
  | { readonly success: true; readonly id: string; readonly merged: readonly string[] }
  | { readonly success: false; readonly errors: readonly SaveError[] };

const MOST_LOSERS = 2;

/**
 * Merges leads, contacts or accounts: what belongs to the losers goes to the master, they go to the recycle
 * bin and say who they became. No gap of the master is filled unless `fields` does it.
 */
export function mergeRecords(org: Org, request: MergeRequest, context: WriteContext): MergeResult {
  const found = check(org, request);
  if ('statusCode' in found) return { success: false, errors: [found] };
  const { master, losers } = found;
  const transaction = org.begin();
  const platform = { ...context, trusted: true };
  const fail = (errors: readonly SaveError[]): MergeResult => {
    transaction.rollback();
    return { success: false, errors };
  };
  for (const loser of losers)
    movePeople(org, loser.id, master.id, { context: platform, transaction });
  for (const loser of losers) {
    const gone = org.delete(loser.object, loser.id, platform, transaction, master.id);
    if (!gone.success) return fail(gone.errors);
  }
  if (request.fields && Object.keys(request.fields).length > 0) {
    const kept = org.update(master.object, master.id, request.fields, context, transaction);
    if (!kept.success) return fail(kept.errors);
  }
  transaction.commit();
  return { success: true, id: master.id, merged: losers.map((loser) => loser.id) };
}

function check(
  org: Org,
  { master, losers }: MergeRequest,
): { master: OrgRecord; losers: OrgRecord[] } | SaveError {
  const ids = [master, ...losers].map((given) => readId(given) ?? '');
  const object = org.definitions.objectOfId(ids[0] ?? '');
  if (!object?.mergeable)
    return saveError('INVALID_TYPE', `${object?.label ?? master} does not support merge`);
  if (losers.length === 0 || losers.length > MOST_LOSERS)
    return saveError('LIMIT_EXCEEDED', `a merge takes one or two records beside the master`);
  if (new Set(ids).size < ids.length)
    return saveError('DUPLICATE_VALUE', 'a record cannot be merged with itself');
  const records: OrgRecord[] = [];
  for (const id of ids) {
    const record = org.get(object.name, id);
    if (!record) return saveError('INVALID_CROSS_REFERENCE_KEY', `invalid record id: ${id}`);
    if (record.values.IsDeleted === true)
      return saveError('ENTITY_IS_DELETED', 'entity is deleted');
    if (record.values.IsConverted === true)
      return saveError('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot merge a converted lead');
    records.push(record);
  }
  const [first, ...rest] = records;
  return { master: first as OrgRecord, losers: rest };
}
