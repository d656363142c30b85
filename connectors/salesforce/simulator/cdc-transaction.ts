import { type ChangeEvent, type ChangeType, OVERFLOW_ID } from './cdc-events.js';
import { capturedFields, changedName, eventFields } from './cdc-payload.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import type { FieldValues } from './values.js';

/** One record's change inside a transaction, as the org tells it. */
export interface CommittedChange {
  readonly object: ObjectDefinition;
  readonly id: string;
  readonly kind: 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';
  /** API names of what an UPDATE changed, without the stamps. */
  readonly changed: readonly string[];
  /** The record after the change. */
  readonly values: FieldValues;
  /** Who saved it last before, if it was another user. */
  readonly otherUser: boolean;
  /** A lead's conversion leaves out the time of modification. */
  readonly conversion?: boolean | undefined;
}

export interface CommittedTransaction {
  readonly key: string;
  /** ms since the epoch. */
  readonly at: number;
  readonly userId: string;
  readonly origin: string;
}

/** More changes than these in one transaction are told as one overflow an entity. */
export const MOST_CHANGES = 100_000;
/** An event that is larger becomes a gap, bytes. */
export const MOST_EVENT_BYTES = 1_048_576;

/**
 * The events of a transaction in the order of its changes. Equal changes of several records of an object
 * become one event. `commitNumber` is the transaction's; sequence numbers go from 1.
 */
export function eventsOf(
  transaction: CommittedTransaction,
  changes: readonly CommittedChange[],
  commitNumber: number,
  mostChanges = MOST_CHANGES,
): ChangeEvent[] {
  const merged: (ChangeEvent | undefined)[] =
    weightOf(changes) > mostChanges
      ? overflows(transaction, changes, commitNumber)
      : mergeEqual(changes.map((change) => eventOf(transaction, change, commitNumber)));
  return merged
    .filter((event) => event !== undefined)
    .map((event, at) => ({ ...event, header: { ...event.header, sequenceNumber: at + 1 } }));
}

/** A created or deleted record counts one, an updated one as many as it has changed fields. */
function weightOf(changes: readonly CommittedChange[]): number {
  let sum = 0;
  for (const { kind, changed } of changes) sum += kind === 'UPDATE' ? changed.length : 1;
  return sum;
}

function overflows(
  transaction: CommittedTransaction,
  changes: readonly CommittedChange[],
  commitNumber: number,
): ChangeEvent[] {
  const objects = new Set(changes.map((change) => change.object.name));
  return [...objects].map((name) =>
    headerOnly(transaction, name, [OVERFLOW_ID], 'GAP_OVERFLOW', commitNumber),
  );
}

function headerOnly(
  { key, at, userId, origin }: CommittedTransaction,
  entityName: string,
  recordIds: readonly string[],
  changeType: ChangeType,
  commitNumber: number,
  changedFields: readonly string[] = [],
  fields: Readonly<Record<string, unknown>> = {},
): ChangeEvent {
  return {
    header: {
      entityName,
      recordIds,
      changeType,
      changeOrigin: origin,
      transactionKey: key,
      sequenceNumber: 1,
      commitTimestamp: at,
      commitNumber,
      commitUser: userId,
      changedFields,
    },
    fields,
  };
}

function eventOf(
  transaction: CommittedTransaction,
  change: CommittedChange,
  commitNumber: number,
): ChangeEvent | undefined {
  const { object, id, kind } = change;
  const captured = capturedFields(object);
  const fields = kind === 'DELETE' ? [] : kind === 'UPDATE' ? updated(captured, change) : captured;
  // A change of what is never told (a formula, a roll-up) is no event.
  if (kind === 'UPDATE' && !fields.some((field) => change.changed.includes(field.name)))
    return undefined;
  const event = headerOnly(
    transaction,
    object.name,
    [id],
    kind,
    commitNumber,
    kind === 'UPDATE' ? fields.map(changedName) : [],
    eventFields(fields, change.values, kind === 'UPDATE'),
  );
  return Buffer.byteLength(JSON.stringify(event)) > MOST_EVENT_BYTES ? gapOf(event) : event;
}

function updated(
  captured: readonly FieldDefinition[],
  { changed, otherUser, conversion }: CommittedChange,
): FieldDefinition[] {
  const names = new Set(changed);
  if (conversion) names.delete('LastModifiedDate');
  else names.add('LastModifiedDate');
  if (otherUser && !conversion) names.add('LastModifiedById');
  return captured.filter((field) => names.has(field.name));
}

/** What is told instead of an event that could not be made: its header alone. */
export function gapOf({ header }: ChangeEvent): ChangeEvent {
  if (header.changeType.startsWith('GAP_')) return { header, fields: {} };
  const changeType = `GAP_${header.changeType}` as ChangeType;
  return { header: { ...header, changeType, changedFields: [] }, fields: {} };
}

function mergeEqual(events: readonly (ChangeEvent | undefined)[]): ChangeEvent[] {
  const made: ChangeEvent[] = [];
  const byContent = new Map<string, number>();
  const lastOf = new Map<string, number>();
  for (const event of events) {
    if (!event) continue;
    const { entityName, changeType, changedFields, recordIds } = event.header;
    const [id = ''] = recordIds;
    const content = JSON.stringify([entityName, changeType, changedFields, event.fields]);
    const at = changeType === 'CREATE' ? undefined : byContent.get(content);
    const first = at === undefined ? undefined : made[at];
    // A record that changes twice in a transaction has two events, in their order.
    if (at === undefined || !first || (lastOf.get(id) ?? -1) >= at) {
      byContent.set(content, made.length);
      lastOf.set(id, made.length);
      made.push(event);
      continue;
    }
    const together = [...first.header.recordIds, id];
    made[at] = { ...first, header: { ...first.header, recordIds: together } };
    lastOf.set(id, at);
  }
  return made;
}
