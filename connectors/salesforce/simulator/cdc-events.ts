/** What happened to a record; `GAP_*` events have no fields, and an overflow names no record. */
export type ChangeType =
  | 'CREATE'
  | 'UPDATE'
  | 'DELETE'
  | 'UNDELETE'
  | 'GAP_CREATE'
  | 'GAP_UPDATE'
  | 'GAP_DELETE'
  | 'GAP_UNDELETE'
  | 'GAP_OVERFLOW';

export interface ChangeEventHeader {
  /** API name of the object. */
  readonly entityName: string;
  /** 18 characters each. */
  readonly recordIds: readonly string[];
  readonly changeType: ChangeType;
  /** `com/salesforce/api/rest/66.0;client=<id>`; empty when no API made the change. */
  readonly changeOrigin: string;
  readonly transactionKey: string;
  /** From 1 in each transaction. */
  readonly sequenceNumber: number;
  /** ms since the epoch. */
  readonly commitTimestamp: number;
  readonly commitNumber: number;
  readonly commitUser: string;
  /** Names on UPDATE, else empty. Parts of a compound field as `Name.FirstName`. */
  readonly changedFields: readonly string[];
}

/** A change event as it is kept; what a subscriber may not see is taken out on the way to them. */
export interface ChangeEvent {
  readonly header: ChangeEventHeader;
  /** API name -> value; parts of a compound field are nested. */
  readonly fields: Readonly<Record<string, unknown>>;
}

/** The record id of an overflow. */
export const OVERFLOW_ID = '000000000000000AAA';

/** `Lead` -> `LeadChangeEvent`, `Visit__c` -> `Visit__ChangeEvent`. */
export function changeEventName(object: string): string {
  return object.endsWith('__c') ? `${object.slice(0, -1)}ChangeEvent` : `${object}ChangeEvent`;
}
