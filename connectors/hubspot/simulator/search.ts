import type { IndexedRecord } from '../../simulator-kit/search-index.js';
import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { bodyObject, type Call, nameList } from './call.js';
import type { PropertyDefinition } from './definitions.js';
import { badRequest } from './errors.js';
import type { ObjectType } from './object-types.js';
import type { Portal } from './portal.js';
import { renderRecord } from './render.js';
import { readGroups, type SearchFilter } from './search-filters.js';
import { isoTime, timeOf } from './values.js';

const MOST_RESULTS = 10_000;
const MOST_BODY = 3000;

/** `POST .../search` over the lagging index (HubSpot docs: CRM search). */
export function searchRecords(call: Call, type: ObjectType): OutgoingResponse {
  const text = call.request.body.toString('utf8');
  if (text.length > MOST_BODY)
    throw badRequest(`The search request is longer than ${MOST_BODY} characters`);
  const body = bodyObject(call);
  const limit = wholeNumber(body.limit, 10, 'limit');
  if (limit < 1 || limit > 200) throw badRequest('limit must be between 1 and 200');
  const after = wholeNumber(body.after, 0, 'after');
  if (after + limit > MOST_RESULTS && after >= MOST_RESULTS) {
    throw badRequest(`Search results are limited to ${MOST_RESULTS}; after must be lower`);
  }
  const groups = readGroups(body.filterGroups, call.portal, type);
  const properties = nameList(body.properties, 'properties');
  const query = typeof body.query === 'string' ? body.query.trim().toLowerCase() : '';
  const found: IndexedRecord[] = [];
  for (const entry of call.portal.index.entries(type.name)) {
    if (query !== '' && !matchesQuery(entry, type, query)) continue;
    if (
      groups.length > 0 &&
      !groups.some((group) => group.every((filter) => matches(call.portal, type, entry, filter)))
    ) {
      continue;
    }
    found.push(entry);
  }
  sortFound(call.portal, type, found, body.sorts);
  const end = Math.min(after + limit, MOST_RESULTS);
  const page = found.slice(after, end);
  const more = end < found.length && page.length > 0;
  return {
    status: 200,
    body: {
      total: found.length,
      results: page.map((entry) => renderRecord(call.portal, entry.record, { properties }, entry)),
      ...(more ? { paging: { next: { after: String(after + page.length) } } } : {}),
    },
  };
}

function wholeNumber(value: unknown, standard: number, name: string): number {
  if (value === undefined || value === null || value === '') return standard;
  const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number) || number < 0) {
    throw badRequest(`${name} must be a whole number`);
  }
  return number;
}

function matchesQuery(entry: IndexedRecord, type: ObjectType, query: string): boolean {
  return type.defaults.some((name) => entry.values[name]?.toLowerCase().includes(query));
}

/** The value as the index holds it. */
function indexed(type: ObjectType, entry: IndexedRecord, property: string): string {
  if (property === 'hs_object_id') return entry.record.id;
  if (property === type.modifiedProperty) return isoTime(entry.updatedAt);
  if (property === type.createdProperty)
    return entry.values[property] || isoTime(entry.record.createdAt);
  return entry.values[property] ?? '';
}

function matches(
  portal: Portal,
  type: ObjectType,
  entry: IndexedRecord,
  filter: SearchFilter,
): boolean {
  if (filter.association !== undefined) {
    return portal.links.of(type.name, entry.record.id, filter.association).has(filter.value);
  }
  const definition = filter.definition as PropertyDefinition;
  const value = indexed(type, entry, definition.name);
  const { operator } = filter;
  if (operator === 'HAS_PROPERTY') return value !== '';
  if (operator === 'NOT_HAS_PROPERTY') return value === '';
  if (value === '')
    return operator === 'NEQ' || operator === 'NOT_IN' || operator === 'NOT_CONTAINS_TOKEN';
  if (operator === 'IN' || operator === 'NOT_IN') {
    const own = definition.type === 'string' ? value.toLowerCase() : value;
    const inside = filter.values.some(
      (wanted) => comparable(definition, wanted) === comparable(definition, own),
    );
    return inside === (operator === 'IN');
  }
  if (operator === 'CONTAINS_TOKEN') return containsToken(value, filter.value);
  if (operator === 'NOT_CONTAINS_TOKEN') return !containsToken(value, filter.value);
  const left = keyOf(type, entry, definition, value);
  const right = comparable(definition, filter.value);
  if (operator === 'EQ') return left === right;
  if (operator === 'NEQ') return left !== right;
  if (operator === 'LT') return left < right;
  if (operator === 'LTE') return left <= right;
  if (operator === 'GT') return left > right;
  if (operator === 'GTE') return left >= right;
  return left >= right && left <= comparable(definition, filter.highValue);
}

/** As `comparable`, without parsing what the record holds as a number. */
function keyOf(
  type: ObjectType,
  entry: IndexedRecord,
  definition: PropertyDefinition,
  value: string,
): number | string {
  return definition.name === type.modifiedProperty
    ? entry.updatedAt
    : comparable(definition, value);
}

/** Times and numbers compare as numbers; text without case; options as they are. */
function comparable(definition: PropertyDefinition, value: string): number | string {
  if (definition.type === 'datetime' || definition.type === 'date')
    return timeOf(value) ?? Number.NaN;
  if (definition.type === 'number') return Number(value);
  return definition.type === 'string' ? value.toLowerCase() : value;
}

/** A token is a word; `*` at an end matches any rest. */
function containsToken(value: string, wanted: string): boolean {
  const needle = wanted.toLowerCase();
  const bare = needle.replace(/^\*|\*$/g, '');
  return value
    .toLowerCase()
    .split(/[\s@.,;:/\\()-]+/)
    .concat(value.toLowerCase())
    .some((token) => {
      if (needle.startsWith('*') && needle.endsWith('*')) return token.includes(bare);
      if (needle.startsWith('*')) return token.endsWith(bare);
      if (needle.endsWith('*')) return token.startsWith(bare);
      return token === bare;
    });
}

/** One sort; ties by id. Without a sort, by creation. */
function sortFound(portal: Portal, type: ObjectType, found: IndexedRecord[], sorts: unknown): void {
  if (sorts !== undefined && !Array.isArray(sorts)) throw badRequest('sorts must be a list');
  const list = (sorts ?? []) as unknown[];
  if (list.length > 1) throw badRequest('Only one sort is allowed');
  const byId = (a: IndexedRecord, b: IndexedRecord): number =>
    Number(a.record.id) - Number(b.record.id);
  const sort = list[0];
  if (sort === undefined) {
    found.sort((a, b) => a.record.createdAt - b.record.createdAt || byId(a, b));
    return;
  }
  const { propertyName, direction } =
    typeof sort === 'string'
      ? {
          propertyName: sort.replace(/^-/, ''),
          direction: sort.startsWith('-') ? 'DESCENDING' : 'ASCENDING',
        }
      : (sort as { propertyName?: unknown; direction?: unknown });
  const definition =
    typeof propertyName === 'string' ? portal.properties.find(type.name, propertyName) : undefined;
  if (!definition)
    throw badRequest(
      `There was a problem with the request: no sort property ${String(propertyName)}`,
    );
  if (direction !== undefined && direction !== 'ASCENDING' && direction !== 'DESCENDING') {
    throw badRequest('direction must be ASCENDING or DESCENDING');
  }
  const sign = direction === 'DESCENDING' ? -1 : 1;
  const keyed = found.map((entry) => {
    const value = indexed(type, entry, definition.name);
    return { entry, key: value === '' ? null : keyOf(type, entry, definition, value) };
  });
  keyed.sort((a, b) => compareKeys(a.key, b.key, sign) || byId(a.entry, b.entry));
  for (const [at, { entry }] of keyed.entries()) found[at] = entry;
}

/** Records without a value come last. */
function compareKeys(a: number | string | null, b: number | string | null, sign: number): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return a < b ? -sign : a > b ? sign : 0;
}
