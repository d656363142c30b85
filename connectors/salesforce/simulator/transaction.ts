import type { OrgRecord } from './records.js';
import type { FieldValues } from './values.js';

/** Who writes, by what way, and what the platform is asked to leave out. */
export interface WriteContext {
  /** 18-character id of the user. */
  readonly user: string;
  /** The `client` of Sforce-Call-Options; null when the caller names none. */
  readonly client: string | null;
  /** The way in, as change events name it (`rest`, `bulk`, `soap`); null for people and the platform itself. */
  readonly api: string | null;
  /** Active lead assignment rules apply. */
  readonly autoAssign?: boolean;
  /** Duplicate rules that only alert let the record pass. */
  readonly allowDuplicates?: boolean;
  /** Work of the platform (conversion, merge, seeding): no field-level security, locks or rules, and
   * read-only fields may be set. */
  readonly trusted?: boolean;
  /** The time of the write, ms; now when absent. */
  readonly at?: number;
}

export type ChangeKind = 'CREATE' | 'UPDATE' | 'DELETE' | 'UNDELETE';

/** One committed change of one record. */
export interface OrgChange {
  readonly object: string;
  readonly id: string;
  readonly kind: ChangeKind;
  /** API names of what changed, without system fields; on CREATE all that is set. */
  readonly changed: readonly string[];
  readonly before: FieldValues | null;
  readonly after: FieldValues;
  /** ms. */
  readonly at: number;
  readonly user: string;
  /** `com/salesforce/api/rest/66.0;client=…`; empty when it was no API call. */
  readonly origin: string;
  readonly transactionKey: string;
  /** 1, 2, 3 … inside its transaction. */
  readonly sequenceNumber: number;
  /** Rises with every commit. */
  readonly commitNumber: number;
}

/** Writes that commit or vanish together; listeners hear of them at the commit. */
export class Transaction {
  readonly key: string;
  private readonly changes: Omit<OrgChange, 'commitNumber' | 'sequenceNumber'>[] = [];
  private readonly undo: (() => void)[] = [];
  private readonly deliver: (changes: Transaction['changes']) => void;

  constructor(key: string, deliver: (changes: Transaction['changes']) => void) {
    this.key = key;
    this.deliver = deliver;
  }

  record(change: Omit<OrgChange, 'commitNumber' | 'sequenceNumber'>, undo: () => void): void {
    this.changes.push(change);
    this.undo.push(undo);
  }

  /** Work that is taken back with the rest and that no listener hears of. */
  onRollback(undo: () => void): void {
    this.undo.push(undo);
  }

  /** How far it has come, for `rollback`. */
  get mark(): { readonly changes: number; readonly undo: number } {
    return { changes: this.changes.length, undo: this.undo.length };
  }

  commit(): void {
    this.deliver(this.changes.splice(0));
    this.undo.length = 0;
  }

  /** Takes back everything since `mark` (from the start when absent). */
  rollback(mark = { changes: 0, undo: 0 }): void {
    for (const undo of this.undo.splice(mark.undo).reverse()) undo();
    this.changes.length = mark.changes;
  }
}

export interface SaveError {
  readonly statusCode: string;
  readonly message: string;
  readonly fields: readonly string[];
  /** `duplicateResult` of DUPLICATES_DETECTED. */
  readonly extra?: Readonly<Record<string, unknown>>;
  /** The value could not even be read: REST refuses the whole request. */
  readonly unreadable?: boolean;
}

export type SaveResult =
  | {
      readonly success: true;
      readonly id: string;
      readonly created: boolean;
      readonly record: OrgRecord;
    }
  | { readonly success: false; readonly id: string | null; readonly errors: readonly SaveError[] };

export function saveError(
  statusCode: string,
  message: string,
  fields: readonly string[] = [],
): SaveError {
  return { statusCode, message, fields };
}

export function refused(errors: readonly SaveError[], id: string | null = null): SaveResult {
  return { success: false, id, errors };
}
