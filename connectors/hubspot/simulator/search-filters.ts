import type { PropertyDefinition } from './definitions.js';
import { badRequest } from './errors.js';
import { type ObjectType, objectType } from './object-types.js';
import type { Portal } from './portal.js';
import { timeOf } from './values.js';

const OPERATORS = [
  'LT',
  'LTE',
  'GT',
  'GTE',
  'EQ',
  'NEQ',
  'BETWEEN',
  'IN',
  'NOT_IN',
  'HAS_PROPERTY',
  'NOT_HAS_PROPERTY',
  'CONTAINS_TOKEN',
  'NOT_CONTAINS_TOKEN',
] as const;
export type SearchOperator = (typeof OPERATORS)[number];

export interface SearchFilter {
  /** Undefined for the pseudo property `associations.x`. */
  readonly definition: PropertyDefinition | undefined;
  /** The object type of `associations.x`. */
  readonly association: string | undefined;
  readonly operator: SearchOperator;
  readonly value: string;
  readonly highValue: string;
  readonly values: readonly string[];
}

/** At most 5 groups, 6 filters each, 18 in all (HubSpot docs: CRM search). */
export function readGroups(groups: unknown, portal: Portal, type: ObjectType): SearchFilter[][] {
  if (groups === undefined || groups === null) return [];
  if (!Array.isArray(groups)) throw badRequest('filterGroups must be a list');
  if (groups.length > 5) throw badRequest('A search may have at most 5 filter groups');
  const read = groups.map((group: unknown) => {
    const { filters } = (group ?? {}) as { filters?: unknown };
    if (!Array.isArray(filters)) throw badRequest('Some required fields were not set: [filters]');
    if (filters.length > 6) throw badRequest('A filter group may have at most 6 filters');
    return filters.map((filter: unknown) =>
      readFilter((filter ?? {}) as Record<string, unknown>, portal, type),
    );
  });
  if (read.flat().length > 18) throw badRequest('A search may have at most 18 filters');
  return read;
}

function readFilter(
  filter: Record<string, unknown>,
  portal: Portal,
  type: ObjectType,
): SearchFilter {
  const { propertyName, operator } = filter;
  if (typeof propertyName !== 'string')
    throw badRequest('Some required fields were not set: [propertyName]');
  if (!(OPERATORS as readonly unknown[]).includes(operator)) {
    throw badRequest(
      `Invalid input JSON: operator ${String(operator)} is not one of ${OPERATORS.join(', ')}`,
    );
  }
  const known = operator as SearchOperator;
  const association = propertyName.startsWith('associations.')
    ? objectType(propertyName.slice('associations.'.length))?.name
    : undefined;
  if (association !== undefined && known !== 'EQ') throw badRequest('associations.* takes EQ only');
  const definition = portal.properties.find(type.name, propertyName);
  if (!definition && association === undefined) {
    throw badRequest(
      `There was a problem with the request: property ${propertyName} does not exist`,
      [{ message: `Property ${propertyName} does not exist`, code: 'PROPERTY_DOESNT_EXIST' }],
    );
  }
  const read: SearchFilter = {
    definition,
    association,
    operator: known,
    value: stringOf(filter.value),
    highValue: stringOf(filter.highValue),
    values: Array.isArray(filter.values) ? filter.values.map(stringOf) : [],
  };
  checkOperands(read, propertyName);
  return read;
}

function stringOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw badRequest('Invalid input JSON: filter values are strings');
  return value;
}

function checkOperands(filter: SearchFilter, name: string): void {
  const { operator, definition } = filter;
  const none = operator === 'HAS_PROPERTY' || operator === 'NOT_HAS_PROPERTY';
  const many = operator === 'IN' || operator === 'NOT_IN';
  if (!none && !many && filter.value === '')
    throw badRequest(`${operator} on ${name} needs a value`);
  if (many && filter.values.length === 0) throw badRequest(`${operator} on ${name} needs values`);
  if (operator === 'BETWEEN' && filter.highValue === '')
    throw badRequest(`BETWEEN on ${name} needs a highValue`);
  if (
    many &&
    definition?.type === 'string' &&
    filter.values.some((entry) => entry !== entry.toLowerCase())
  ) {
    throw badRequest(`${operator} on ${name} takes lower-case values`);
  }
  const timed = definition?.type === 'datetime' || definition?.type === 'date';
  const operands = none
    ? []
    : many
      ? filter.values
      : [filter.value, ...(filter.highValue ? [filter.highValue] : [])];
  if (timed && operands.some((entry) => timeOf(entry) === undefined)) {
    throw badRequest(`${name} takes a time in ms since the epoch`);
  }
  if (definition?.type === 'number' && operands.some((entry) => Number.isNaN(Number(entry)))) {
    throw badRequest(`${name} takes a number`);
  }
}
