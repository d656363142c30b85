import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import type { Org } from './org.js';

/** An object of the global describe. */
export function describeHead(
  org: Org,
  user: string,
  object: ObjectDefinition,
  base: string,
): Record<string, unknown> {
  const { access } = org;
  return {
    activateable: false,
    createable: object.createable && access.may(user, object.name, 'create'),
    custom: object.custom,
    customSetting: false,
    deletable: object.deletable && access.may(user, object.name, 'delete'),
    deprecatedAndHidden: false,
    feedEnabled: false,
    keyPrefix: object.keyPrefix,
    label: object.label,
    labelPlural: object.labelPlural,
    layoutable: object.createable,
    mergeable: object.mergeable,
    mruEnabled: object.createable,
    name: object.name,
    queryable: object.queryable,
    replicateable: object.replicateable,
    retrieveable: true,
    searchable: object.createable,
    triggerable: object.createable,
    undeletable: object.deletable,
    updateable: object.updateable && access.may(user, object.name, 'edit'),
    urls: {
      sobject: `${base}/sobjects/${object.name}`,
      describe: `${base}/sobjects/${object.name}/describe`,
      rowTemplate: `${base}/sobjects/${object.name}/{ID}`,
    },
  };
}

/** The describe of an object as a user may see it: hidden fields are absent. */
export function describeObject(
  org: Org,
  user: string,
  object: ObjectDefinition,
  base: string,
): Record<string, unknown> {
  const recordTypes = [...org.records.all('RecordType').values()].filter(
    ({ values }) => values.SobjectType === object.name,
  );
  return {
    ...describeHead(org, user, object, base),
    childRelationships: org.definitions.children(object).map(({ name, object: child, field }) => ({
      cascadeDelete: false,
      childSObject: child.name,
      deprecatedAndHidden: false,
      field: field.name,
      relationshipName: name,
      restrictedDelete: false,
    })),
    compactLayoutable: object.createable,
    fields: org.access.fields(user, object).map((field) => describeField(org, user, object, field)),
    recordTypeInfos: [
      ...recordTypes.map(({ id, values }, at) => ({
        active: values.IsActive === true,
        available: true,
        defaultRecordTypeMapping: at === 0,
        developerName: values.DeveloperName,
        master: false,
        name: values.Name,
        recordTypeId: id,
      })),
      {
        active: true,
        available: true,
        defaultRecordTypeMapping: recordTypes.length === 0,
        developerName: 'Master',
        master: true,
        name: 'Master',
        recordTypeId: '012000000000000AAA',
      },
    ],
  };
}

const SOAP: Partial<Record<FieldDefinition['type'], string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  address: 'urn:address',
};

function describeField(
  org: Org,
  user: string,
  object: ObjectDefinition,
  field: FieldDefinition,
): Record<string, unknown> {
  const editable = org.access.canEdit(user, object, field);
  const { childRelationship, trackHistory, precision, ...shown } = field;
  return {
    ...shown,
    aggregatable: field.filterable,
    autoNumber: false,
    byteLength: field.length * 3,
    caseSensitive: false,
    createable: field.createable && editable,
    updateable: field.updateable && editable,
    defaultValue:
      field.type === 'boolean' || field.defaultValue !== null ? field.defaultValue : null,
    dependentPicklist: false,
    deprecatedAndHidden: false,
    digits: field.type === 'int' ? precision : 0,
    precision: field.type === 'int' ? 0 : precision,
    extraTypeInfo: null,
    htmlFormatted: false,
    nameField: field.name === 'Name',
    namePointing: field.referenceTo.length > 1,
    permissionable: field.custom || (field.nillable && field.createable),
    picklistValues: field.picklistValues.map((entry) => ({ ...entry, validFor: null })),
    polymorphicForeignKey: field.referenceTo.length > 1,
    soapType: SOAP[field.type] ?? 'xsd:string',
  };
}
