import { EMAIL_MESSAGE, EMAIL_MESSAGE_RELATION, EVENT, TASK } from './definition-activities.js';
import { CONTACT, LEAD } from './definition-people.js';
import {
  ACCOUNT,
  CAMPAIGN,
  CAMPAIGN_MEMBER,
  CAMPAIGN_MEMBER_STATUS,
  OPPORTUNITY,
  OPPORTUNITY_CONTACT_ROLE,
} from './definition-sales.js';
import { historyObject, SETUP_OBJECTS } from './definition-setup.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';

export interface ChildRelationship {
  readonly name: string;
  readonly object: ObjectDefinition;
  readonly field: FieldDefinition;
}

/** Fields of an object that every save asks for. */
export interface SpecialFields {
  readonly required: readonly FieldDefinition[];
  readonly unique: readonly FieldDefinition[];
  readonly tracked: readonly FieldDefinition[];
}

/** The objects and fields of one org; names are found whatever their case. */
export class Definitions {
  private readonly objects = new Map<string, ObjectDefinition>();
  private readonly prefixes = new Map<string, ObjectDefinition>();
  private readonly specials = new Map<string, SpecialFields & { readonly version: number }>();
  private twins = false;
  /** Grows with every change of an object or field, so that what was worked out from them can be kept. */
  version = 0;

  constructor() {
    const standard = [
      LEAD(),
      CONTACT(),
      ACCOUNT(),
      OPPORTUNITY(),
      OPPORTUNITY_CONTACT_ROLE(),
      TASK(),
      EVENT(),
      EMAIL_MESSAGE(),
      EMAIL_MESSAGE_RELATION(),
      CAMPAIGN(),
      CAMPAIGN_MEMBER(),
      CAMPAIGN_MEMBER_STATUS(),
      ...SETUP_OBJECTS(),
      historyObject('LeadHistory', 'Lead', '017'),
      historyObject('ContactHistory', 'Contact', '019'),
      historyObject('AccountHistory', 'Account', '016'),
      historyObject('OpportunityFieldHistory', 'Opportunity', '018'),
    ];
    for (const object of standard) this.addObject(object);
  }

  addObject(object: ObjectDefinition): void {
    this.objects.set(object.name.toLowerCase(), object);
    this.prefixes.set(object.keyPrefix, object);
    this.version += 1;
  }

  list(): ObjectDefinition[] {
    return [...this.objects.values()];
  }

  object(name: string): ObjectDefinition | undefined {
    return this.objects.get(name.toLowerCase());
  }

  /** The object that an id belongs to, by its first three characters. */
  objectOfId(id: string): ObjectDefinition | undefined {
    return this.prefixes.get(id.slice(0, 3));
  }

  field(object: string, name: string): FieldDefinition | undefined {
    return this.object(object)?.fields.get(name.toLowerCase());
  }

  special(object: ObjectDefinition): SpecialFields {
    const kept = this.specials.get(object.name);
    if (kept?.version === this.version) return kept;
    const all = [...object.fields.values()];
    const fresh = {
      version: this.version,
      required: all.filter(
        (field) => !field.nillable && field.createable && field.type !== 'boolean',
      ),
      unique: all.filter((field) => field.unique),
      tracked: all.filter((field) => field.trackHistory),
    };
    this.specials.set(object.name, fresh);
    return fresh;
  }

  /** Adds or replaces a field. */
  putField(object: string, field: FieldDefinition): void {
    this.object(object)?.fields.set(field.name.toLowerCase(), field);
    if (this.twins && object === 'Contact' && field.name.endsWith('__c')) {
      const name = twinName(field.name);
      this.putField('Account', { ...field, name, unique: false, externalId: false });
    }
    this.version += 1;
  }

  removeField(object: string, name: string): boolean {
    if (this.twins && object === 'Contact') this.removeField('Account', twinName(name));
    this.version += 1;
    return this.object(object)?.fields.delete(name.toLowerCase()) === true;
  }

  /** Custom fields of contacts are fields of person accounts too, with `__pc`. */
  twinCustomFields(): void {
    this.twins = true;
    for (const field of [...(this.object('Contact')?.fields.values() ?? [])]) {
      if (field.custom) this.putField('Contact', field);
    }
  }

  /** The ways from an object to its children. */
  children(object: ObjectDefinition): ChildRelationship[] {
    return this.list().flatMap((child) =>
      [...child.fields.values()].flatMap((field) =>
        field.childRelationship !== null && field.referenceTo.includes(object.name)
          ? [{ name: field.childRelationship, object: child, field }]
          : [],
      ),
    );
  }
}

function twinName(name: string): string {
  return name.replace(/__c$/i, '__pc');
}
