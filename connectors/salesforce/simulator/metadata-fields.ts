import type { FieldDefinition } from './definition-types.js';
import { ComponentError } from './metadata-component.js';
import { type FieldComponent, needed, readField, splitFullName } from './metadata-field.js';
import { textOf } from './metadata-soap.js';
import type { XmlContent, XmlElement } from './metadata-xml.js';
import type { Org } from './org.js';

/** Objects whose fields the metadata API makes here. */
const CUSTOMIZABLE = new Set([
  'Lead',
  'Contact',
  'Account',
  'Opportunity',
  'Campaign',
  'CampaignMember',
]);
/** Custom fields of one object (Enterprise Edition). */
const MOST_CUSTOM_FIELDS = 500;

/**
 * Custom fields as components. A field made here is open to nobody: field-level security comes with a
 * permission set.
 */
export class FieldComponents {
  private readonly org: Org;
  private readonly made = new Map<string, FieldComponent>();

  constructor(org: Org) {
    this.org = org;
  }

  create(element: XmlElement): string {
    const component = readField(element);
    const { object, definition } = component;
    const owner = this.ownerOf(object);
    if (owner.fields.has(definition.name.toLowerCase())) {
      throw new ComponentError(
        'DUPLICATE_DEVELOPER_NAME',
        `There is already a field named ${definition.name.replace(/__c$/, '')} on ${owner.label}.`,
        ['DeveloperName'],
      );
    }
    const custom = [...owner.fields.values()].filter((field) => field.custom).length;
    if (custom >= MOST_CUSTOM_FIELDS) {
      throw new ComponentError(
        'LIMIT_EXCEEDED',
        `This would exceed the maximum of ${MOST_CUSTOM_FIELDS} custom fields on ${owner.label}`,
      );
    }
    this.put(component);
    return `${owner.name}.${definition.name}`;
  }

  /** A field of a managed package, under the package's name: nobody makes or changes such a one by the API. */
  install(element: XmlElement, namespace: string): void {
    const { object, definition, shown } = readField(element);
    const name = `${namespace}__${definition.name}`;
    const fullName = `${object}.${name}`;
    this.put({
      object,
      definition: { ...definition, name },
      shown: { ...shown, fullName },
    });
  }

  update(element: XmlElement): string {
    const fullName = needed(textOf(element, 'fullName'), 'fullName');
    const existing = this.find(fullName);
    if (!existing) throw noField(fullName);
    const component = readField(element);
    const { definition } = component;
    if (definition.type !== existing.type || longText(definition) !== longText(existing)) {
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        `The type of ${fullName} cannot be changed from ${existing.type} to ${definition.type}`,
      );
    }
    if (definition.length < existing.length) {
      throw new ComponentError(
        'FIELD_INTEGRITY_EXCEPTION',
        `The length of ${fullName} cannot be reduced below ${existing.length}`,
        ['Length'],
      );
    }
    this.put(component);
    return fullName;
  }

  delete(fullName: string): void {
    const { object, name } = splitFullName(fullName);
    if (!this.find(fullName)) throw noField(fullName);
    this.org.definitions.removeField(object, name);
    this.made.delete(fullName.toLowerCase());
  }

  /** The component, or null when there is no such field. */
  read(fullName: string): Readonly<Record<string, XmlContent>> | null {
    const field = this.find(fullName);
    if (!field) return null;
    const [object = ''] = fullName.split('.');
    const owner = this.org.definitions.object(object);
    const made = this.made.get(fullName.toLowerCase());
    return (
      made?.shown ?? {
        fullName: `${owner?.name}.${field.name}`,
        ...(field.custom ? { label: field.label } : {}),
        trackHistory: field.trackHistory,
      }
    );
  }

  /** Full names of all custom fields. */
  list(): string[] {
    return this.org.definitions
      .list()
      .flatMap((object) =>
        [...object.fields.values()]
          .filter((field) => field.custom)
          .map((field) => `${object.name}.${field.name}`),
      );
  }

  find(fullName: string): FieldDefinition | undefined {
    const [object = '', name = ''] = fullName.split('.');
    return this.org.definitions.field(object, name);
  }

  private ownerOf(name: string) {
    const object = this.org.definitions.object(name);
    if (!object || !CUSTOMIZABLE.has(object.name)) {
      throw new ComponentError(
        'INVALID_CROSS_REFERENCE_KEY',
        `In field: object - no CustomObject named ${name} found`,
      );
    }
    return object;
  }

  private put(component: FieldComponent): void {
    const owner = this.ownerOf(component.object);
    const { definition } = component;
    this.org.definitions.putField(owner.name, definition);
    if (definition.unique || definition.externalId)
      this.org.records.index(owner.name, definition.name);
    this.made.set(`${owner.name}.${definition.name}`.toLowerCase(), component);
  }
}

function longText(field: FieldDefinition): boolean {
  return field.type === 'textarea' && field.length > 255;
}

function noField(fullName: string): ComponentError {
  return new ComponentError(
    'INVALID_CROSS_REFERENCE_KEY',
    `In field: fullName - no CustomField named ${fullName} found`,
  );
}
