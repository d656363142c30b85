import { BUILT_IN_GROUPS, BUILT_IN_PROPERTIES } from './definition-tables.js';
import type { PropertyDefinition, PropertyGroup } from './definition-types.js';
import { badRequest, notFound, Refusal } from './errors.js';

export type {
  PropertyDefinition,
  PropertyGroup,
  PropertyOption,
  PropertyType,
} from './definition-types.js';

/** The property definitions and groups of one portal. */
export class PropertyRegistry {
  private readonly types = new Map<string, Map<string, PropertyDefinition>>();
  private readonly groups = new Map<string, Map<string, PropertyGroup>>();

  constructor(createdAt: number) {
    for (const [type, definitions] of Object.entries(BUILT_IN_PROPERTIES)) {
      const dated = definitions.map((entry) => ({ ...entry, createdAt, updatedAt: createdAt }));
      this.types.set(type, new Map(dated.map((entry) => [entry.name, entry])));
    }
    for (const [type, groups] of Object.entries(BUILT_IN_GROUPS)) {
      this.groups.set(type, new Map(groups.map((group) => [group.name, group])));
    }
  }

  /** The living definition. */
  find(type: string, name: string): PropertyDefinition | undefined {
    const found = this.types.get(type)?.get(name);
    return found?.archived ? undefined : found;
  }

  get(type: string, name: string): PropertyDefinition {
    const found = this.find(type, name);
    if (!found) throw notFound(`Property "${name}" does not exist`);
    return found;
  }

  list(type: string, archived = false): PropertyDefinition[] {
    return [...(this.types.get(type)?.values() ?? [])].filter(
      (entry) => entry.archived === archived,
    );
  }

  /** An archived name is restored by creating it again; a living one is a conflict. */
  add(type: string, definition: PropertyDefinition): void {
    if (this.find(type, definition.name)) {
      throw new Refusal(409, {
        message: `Unable to create property "${definition.name}". A property with that name already exists.`,
        category: 'OBJECT_ALREADY_EXISTS',
        subCategory: 'Properties.PROPERTY_WITH_NAME_EXISTS',
        context: { propertyName: [definition.name] },
      });
    }
    if (!this.group(type, definition.groupName)) {
      throw badRequest(`Property group "${definition.groupName}" does not exist`, [
        {
          message: `Property group "${definition.groupName}" does not exist`,
          code: 'GROUP_DOESNT_EXIST',
          context: { groupName: [definition.groupName] },
        },
      ]);
    }
    this.types.get(type)?.set(definition.name, definition);
  }

  replace(type: string, definition: PropertyDefinition): void {
    this.types.get(type)?.set(definition.name, definition);
  }

  group(type: string, name: string): PropertyGroup | undefined {
    const found = this.groups.get(type)?.get(name);
    return found?.archived ? undefined : found;
  }

  groupsOf(type: string): PropertyGroup[] {
    return [...(this.groups.get(type)?.values() ?? [])].filter((group) => !group.archived);
  }

  putGroup(type: string, group: PropertyGroup): void {
    this.groups.get(type)?.set(group.name, group);
  }

  /** Custom properties of a type that count against the account's limit. */
  customCount(type: string): number {
    return this.list(type).filter((entry) => !entry.hubspotDefined).length;
  }
}
