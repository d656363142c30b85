import type { FieldValue } from './values.js';

/** Types of fields as a describe names them. */
export type FieldType =
  | 'id'
  | 'string'
  | 'email'
  | 'phone'
  | 'url'
  | 'picklist'
  | 'multipicklist'
  | 'combobox'
  | 'reference'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'textarea'
  | 'address'
  | 'anyType';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly defaultValue: boolean;
}

/** A field with everything that describe shows of it, and how the simulator treats it. */
export interface FieldDefinition {
  /** API name, in the spelling of describe. */
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  /** Characters; 0 for what has none. */
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly nillable: boolean;
  readonly defaultedOnCreate: boolean;
  readonly filterable: boolean;
  readonly sortable: boolean;
  readonly groupable: boolean;
  readonly calculated: boolean;
  readonly externalId: boolean;
  readonly idLookup: boolean;
  readonly unique: boolean;
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  /** Name of the way back from the parent: `Contacts` of `Contact.AccountId`. */
  readonly childRelationship: string | null;
  readonly picklistValues: readonly PicklistValue[];
  readonly restrictedPicklist: boolean;
  readonly compoundFieldName: string | null;
  readonly inlineHelpText: string | null;
  /** Given on create when the caller gives none. */
  readonly defaultValue: FieldValue;
  /** Changes leave a row in the object's history. */
  readonly trackHistory: boolean;
}

export interface ObjectDefinition {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly keyPrefix: string;
  readonly custom: boolean;
  readonly queryable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly mergeable: boolean;
  readonly replicateable: boolean;
  /** `LeadHistory` of `Lead`; null when the object tracks nothing. */
  readonly historyObject: string | null;
  /** Lower-case API name -> field, in the order of describe. */
  readonly fields: Map<string, FieldDefinition>;
}
