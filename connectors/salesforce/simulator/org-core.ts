import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { Access } from './access.js';
import type { ObjectDefinition } from './definition-types.js';
import type { Definitions } from './definitions.js';
import type { IdMaker } from './ids.js';
import type { OrgRecord, Records } from './records.js';
import type { Settings } from './settings.js';
import type { SaveError, SaveResult, Transaction, WriteContext } from './transaction.js';
import type { FieldValue, FieldValues } from './values.js';

/** What the rules of saving, deleting and querying see of an org. */
export interface OrgCore {
  readonly id: string;
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  readonly definitions: Definitions;
  readonly records: Records;
  readonly access: Access;
  readonly ids: IdMaker;
  readonly hooks: SaveHooks;
  readonly validationRules: ValidationRule[];
  readonly duplicateRules: DuplicateRule[];
  assignmentQueue: string | null;
  create(
    object: string,
    fields: Readonly<Record<string, unknown>>,
    context: WriteContext,
    transaction?: Transaction,
  ): SaveResult;
  update(
    object: string,
    id: string,
    fields: Readonly<Record<string, unknown>>,
    context: WriteContext,
    transaction?: Transaction,
  ): SaveResult;
  get(object: string, id: string): OrgRecord | undefined;
  living(object: string, id: string): OrgRecord | undefined;
}

/** A save on its way: what stood before and what will stand; hooks may change `values`. */
export interface SaveDraft {
  readonly org: OrgCore;
  readonly object: ObjectDefinition;
  readonly kind: 'CREATE' | 'UPDATE';
  readonly id: string;
  readonly before: FieldValues | null;
  readonly values: Record<string, FieldValue>;
  /** The API names that the caller set. */
  readonly given: ReadonlySet<string>;
  readonly context: WriteContext;
  readonly transaction: Transaction;
}

export interface SaveHooks {
  /** Before the record is stored; errors refuse it. */
  readonly before: ((draft: SaveDraft) => readonly SaveError[] | undefined)[];
  /** After it is stored, in the same transaction. */
  readonly after: ((draft: SaveDraft) => void)[];
}

/** A validation rule of the org: it refuses a record for which `matches` is true. */
export interface ValidationRule {
  readonly object: string;
  readonly name: string;
  readonly message: string;
  /** The field that the message stands at; the top of the page when absent. */
  readonly field?: string | undefined;
  matches(values: FieldValues): boolean;
}

export interface DuplicateRule {
  readonly object: string;
  readonly name: string;
  /** The field whose equal value makes two records duplicates. */
  readonly field: string;
  readonly action: 'alert' | 'block';
}
