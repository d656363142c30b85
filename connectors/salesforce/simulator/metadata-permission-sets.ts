import type { FieldDefinition } from './definition-types.js';
import { ComponentError, checkElements, flag, isDeveloperName } from './metadata-component.js';
import { needed } from './metadata-field.js';
import { textOf } from './metadata-soap.js';
import type { XmlContent, XmlElement } from './metadata-xml.js';
import type { Org } from './org.js';
import type { OrgRecord } from './records.js';
import type { SaveResult, Transaction, WriteContext } from './transaction.js';
import type { FieldValues } from './values.js';

interface FieldPermission {
  readonly object: string;
  /** `Lead.Score__c`. */
  readonly field: string;
  readonly readable: boolean;
  readonly editable: boolean;
}

interface Given {
  readonly fullName: string;
  readonly label: string;
  readonly fieldPermissions: readonly FieldPermission[];
  readonly shown: Readonly<Record<string, XmlContent>>;
}

/** Permission sets as components: a set, and rows of FieldPermissions for the fields that it opens. */
export class PermissionSetComponents {
  private readonly org: Org;
  /** By name: what reading gives back besides the field permissions. */
  private readonly made = new Map<string, Given>();

  constructor(org: Org) {
    this.org = org;
  }

  /** A set of a managed package; it is assigned like the org's own. @returns its id */
  install(element: XmlElement, namespace: string, context: WriteContext): string {
    const given = this.readSet(element);
    this.made.set(`${namespace}__${given.fullName}`, given);
    return this.make(given, namespace, context);
  }

  create(element: XmlElement, context: WriteContext): string {
    const given = this.readSet(element);
    if (this.record(given.fullName)) {
      throw new ComponentError(
        'DUPLICATE_DEVELOPER_NAME',
        `The developer name you entered is already in use: ${given.fullName}`,
        ['Name'],
      );
    }
    this.make(given, null, context);
    this.made.set(given.fullName, given);
    return given.fullName;
  }

  private make(given: Given, namespace: string | null, context: WriteContext): string {
    return this.together((transaction) => {
      const fields = { Name: given.fullName, Label: given.label, NamespacePrefix: namespace };
      const id = made(this.org.create('PermissionSet', fields, trusted(context), transaction));
      this.open(id, given.fieldPermissions, context, transaction);
      return id;
    });
  }

  /** What the component does not name is taken away, as with every deployment. */
  update(element: XmlElement, context: WriteContext): string {
    const fullName = needed(textOf(element, 'fullName'), 'fullName');
    const record = this.record(fullName);
    if (!record) {
      throw new ComponentError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: fullName - no PermissionSet named ${fullName} found`,
      );
    }
    const given = this.readSet(element);
    this.together((transaction) => {
      const label = { Label: given.label };
      made(this.org.update('PermissionSet', record.id, label, trusted(context), transaction));
      for (const row of this.rowsOf(record.id))
        made(this.org.delete('FieldPermissions', row.id, trusted(context), transaction));
      this.open(record.id, given.fieldPermissions, context, transaction);
    });
    this.made.set(fullName, given);
    return fullName;
  }

  delete(fullName: string, context: WriteContext): void {
    const record = this.record(fullName);
    if (!record) {
      throw new ComponentError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: fullName - no PermissionSet named ${fullName} found`,
      );
    }
    this.together((transaction) => {
      for (const { id, object } of [
        ...this.rowsOf(record.id),
        ...this.living('PermissionSetAssignment', 'PermissionSetId', record.id),
        record,
      ]) {
        made(this.org.delete(object, id, trusted(context), transaction));
      }
    });
    this.made.delete(fullName);
  }

  read(fullName: string): Readonly<Record<string, XmlContent>> | null {
    const record = this.record(fullName);
    if (!record) return null;
    const fieldPermissions = this.rowsOf(record.id).map(({ values }) => ({
      editable: values.PermissionsEdit === true,
      field: String(values.Field),
      readable: values.PermissionsRead === true,
    }));
    return {
      fullName,
      ...(this.made.get(fullName)?.shown ?? { hasActivationRequired: false }),
      label: String(record.values.Label),
      fieldPermissions,
    };
  }

  list(): string[] {
    return [...this.org.records.all('PermissionSet').values()]
      .filter(({ values }) => values.IsDeleted !== true && values.IsOwnedByProfile !== true)
      .map(({ values }) => fullNameOf(values));
  }

  private readSet(element: XmlElement): Given {
    checkElements(element, {
      type: 'PermissionSet',
      once: ['fullName', 'label', 'description', 'hasActivationRequired', 'license'],
      many: ['fieldPermissions', 'objectPermissions', 'userPermissions'],
    });
    const fullName = needed(textOf(element, 'fullName'), 'fullName');
    if (!isDeveloperName(fullName)) {
      throw new ComponentError(
        'INVALID_FULL_NAME',
        `The API Name field can only contain underscores and alphanumeric characters: ${fullName}`,
        ['Name'],
      );
    }
    const label = needed(textOf(element, 'label'), 'label');
    const all = element.children.filter(({ name }) => name === 'fieldPermissions');
    return {
      fullName,
      label,
      fieldPermissions: all.map((entry) => this.readPermission(entry)),
      shown: {
        description: textOf(element, 'description'),
        hasActivationRequired:
          flag(textOf(element, 'hasActivationRequired'), 'hasActivationRequired') === true,
      },
    };
  }

  private readPermission(element: XmlElement): FieldPermission {
    checkElements(element, {
      type: 'PermissionSetFieldPermissions',
      once: ['field', 'readable', 'editable'],
    });
    const name = needed(textOf(element, 'field'), 'field');
    const [objectName = '', fieldName = ''] = name.split('.');
    const object = this.org.definitions.object(objectName);
    const field = object?.fields.get(fieldName.toLowerCase());
    if (!object || !field) {
      throw new ComponentError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: field - no CustomField named ${name} found`,
      );
    }
    const readable = flag(textOf(element, 'readable'), 'readable') === true;
    const editable = flag(needed(textOf(element, 'editable'), 'editable'), 'editable') === true;
    checkPermission(name, field, readable, editable);
    return { object: object.name, field: `${object.name}.${field.name}`, readable, editable };
  }

  private open(
    set: string,
    permissions: readonly FieldPermission[],
    context: WriteContext,
    transaction: Transaction,
  ): void {
    for (const { object, field, readable, editable } of permissions) {
      if (!readable) continue;
      const values = {
        ParentId: set,
        SobjectType: object,
        Field: field,
        PermissionsRead: true,
        PermissionsEdit: editable,
      };
      made(this.org.create('FieldPermissions', values, trusted(context), transaction));
    }
  }

  private together<T>(work: (transaction: Transaction) => T): T {
    const transaction = this.org.begin();
    let result: T;
    try {
      result = work(transaction);
    } catch (thrown) {
      transaction.rollback();
      throw thrown;
    }
    transaction.commit();
    return result;
  }

  private record(fullName: string): OrgRecord | undefined {
    const name = fullName.split('__').at(-1) ?? '';
    return this.living('PermissionSet', 'Name', name).find(
      ({ values }) => fullNameOf(values) === fullName,
    );
  }

  private rowsOf(set: string): OrgRecord[] {
    return this.living('FieldPermissions', 'ParentId', set);
  }

  private living(object: string, field: string, value: string): OrgRecord[] {
    return [...this.org.records.all(object).values()].filter(
      ({ values }) => values[field] === value && values.IsDeleted !== true,
    );
  }
}

function fullNameOf({ Name, NamespacePrefix }: FieldValues): string {
  return typeof NamespacePrefix === 'string' ? `${NamespacePrefix}__${Name}` : String(Name);
}

function checkPermission(
  name: string,
  field: FieldDefinition,
  readable: boolean,
  editable: boolean,
): void {
  if (!field.nillable && field.type !== 'boolean') {
    throw new ComponentError(
      'FIELD_INTEGRITY_EXCEPTION',
      `You cannot deploy to a required field: ${name}`,
    );
  }
  if (editable && !readable) {
    throw new ComponentError(
      'FIELD_INTEGRITY_EXCEPTION',
      `Field permission of ${name}: edit depends on read`,
    );
  }
  if (editable && (field.calculated || !field.updateable)) {
    throw new ComponentError(
      'FIELD_INTEGRITY_EXCEPTION',
      `Field permission of ${name}: the field cannot be made editable`,
    );
  }
}

function trusted(context: WriteContext): WriteContext {
  return { ...context, trusted: true };
}

function made(result: SaveResult): string {
  if (result.success) return result.id;
  const [error] = result.errors;
  throw new ComponentError(error?.statusCode ?? 'UNKNOWN_EXCEPTION', error?.message ?? 'refused');
}
