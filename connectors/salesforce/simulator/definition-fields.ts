import type {
  FieldDefinition,
  FieldType,
  ObjectDefinition,
  PicklistValue,
} from './definition-types.js';

/** What a table says of a field; the rest follows from its type. */
export type FieldOptions = Partial<Omit<FieldDefinition, 'name' | 'type' | 'picklistValues'>> & {
  readonly picklistValues?: readonly (string | PicklistValue)[];
  /** Not nillable, no default: must be given. */
  readonly required?: boolean;
  /** Set by the platform alone. */
  readonly readOnly?: boolean;
};

const LENGTHS: Partial<Record<FieldType, number>> = {
  id: 18,
  string: 255,
  email: 80,
  phone: 40,
  url: 255,
  picklist: 255,
  multipicklist: 4099,
  combobox: 255,
  reference: 18,
  textarea: 32_000,
};

/** A field from its type, name and what is special about it. */
export function field(type: FieldType, name: string, options: FieldOptions = {}): FieldDefinition {
  const { required, readOnly, picklistValues, ...special } = options;
  const length = special.length ?? LENGTHS[type] ?? 0;
  const longText = (type === 'textarea' && length > 255) || type === 'address';
  const whole = type === 'int';
  const decimal = type === 'double' || type === 'currency' || type === 'percent';
  return {
    name,
    label: labelOf(name),
    type,
    length,
    precision: whole ? 8 : decimal ? 18 : 0,
    scale: type === 'currency' ? 2 : 0,
    custom: name.endsWith('__c') || name.endsWith('__pc'),
    createable: readOnly !== true && type !== 'id' && type !== 'address',
    updateable: readOnly !== true && type !== 'id' && type !== 'address',
    nillable: required !== true && type !== 'boolean' && type !== 'id',
    defaultedOnCreate: type === 'boolean' || special.defaultValue !== undefined,
    filterable: !longText && type !== 'anyType',
    sortable: !longText && type !== 'anyType' && type !== 'multipicklist',
    groupable: !longText && !['anyType', 'datetime', 'double', 'currency'].includes(type),
    calculated: false,
    externalId: false,
    idLookup: type === 'id',
    unique: false,
    referenceTo: [],
    relationshipName: null,
    childRelationship: null,
    picklistValues: (picklistValues ?? []).map((entry) =>
      typeof entry === 'string'
        ? {
            value: entry,
            label: entry,
            active: true,
            defaultValue: entry === special.defaultValue,
          }
        : entry,
    ),
    restrictedPicklist: false,
    compoundFieldName: null,
    inlineHelpText: null,
    defaultValue: type === 'boolean' ? false : null,
    trackHistory: false,
    ...special,
    ...(special.length === undefined ? { length } : {}),
  };
}

export const text = (name: string, length: number, options: FieldOptions = {}): FieldDefinition =>
  field('string', name, { length, ...options });

export const picklist = (
  name: string,
  picklistValues: readonly (string | PicklistValue)[],
  options: FieldOptions = {},
): FieldDefinition => field('picklist', name, { picklistValues, ...options });

/** A reference; its relationship is its name without `Id`. */
export const lookup = (
  name: string,
  referenceTo: string | readonly string[],
  childRelationship: string | null = null,
  options: FieldOptions = {},
): FieldDefinition =>
  field('reference', name, {
    referenceTo: typeof referenceTo === 'string' ? [referenceTo] : referenceTo,
    relationshipName: name.endsWith('__c') ? name.replace(/__c$/, '__r') : name.replace(/Id$/, ''),
    childRelationship,
    ...options,
  });

/** `FirstName` -> `First Name`, `OwnerId` -> `Owner ID`. */
function labelOf(name: string): string {
  return name
    .replace(/__p?c$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/ Id$/, ' ID');
}

/** Fields that every object has. */
function systemFields(): FieldDefinition[] {
  const stamp = { readOnly: true, nillable: false, defaultedOnCreate: true };
  return [
    field('boolean', 'IsDeleted', { readOnly: true }),
    field('datetime', 'CreatedDate', stamp),
    lookup('CreatedById', 'User', null, stamp),
    field('datetime', 'LastModifiedDate', stamp),
    lookup('LastModifiedById', 'User', null, stamp),
    field('datetime', 'SystemModstamp', stamp),
  ];
}

export interface ObjectOptions {
  readonly name: string;
  readonly keyPrefix: string;
  readonly label?: string;
  readonly labelPlural?: string;
  /** Read-only for everybody: setup data, history. */
  readonly readOnly?: boolean;
  readonly updateable?: boolean;
  readonly mergeable?: boolean;
  readonly custom?: boolean;
  readonly historyObject?: string;
  readonly fields: readonly FieldDefinition[];
}

export function objectOf(options: ObjectOptions): ObjectDefinition {
  const label = options.label ?? labelOf(options.name);
  const writable = options.readOnly !== true;
  const all = [field('id', 'Id', { idLookup: true }), ...options.fields, ...systemFields()];
  return {
    name: options.name,
    label,
    labelPlural: options.labelPlural ?? `${label}s`,
    keyPrefix: options.keyPrefix,
    custom: options.custom === true,
    queryable: true,
    createable: writable,
    updateable: options.updateable ?? writable,
    deletable: writable,
    mergeable: options.mergeable === true,
    replicateable: writable,
    historyObject: options.historyObject ?? null,
    fields: new Map(all.map((entry) => [entry.name.toLowerCase(), entry])),
  };
}
