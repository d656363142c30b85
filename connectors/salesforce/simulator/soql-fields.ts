import { field as define } from './definition-fields.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import type { OrgCore } from './org-core.js';
import { noColumn, QueryRefusal } from './query-refusal.js';
import type { OrgRecord } from './records.js';
import type { FieldValue } from './values.js';

/** Whose eyes a query has. */
export interface Viewer {
  readonly org: OrgCore;
  readonly user: string;
  /** Deleted and archived records too. */
  readonly all: boolean;
}

/** What a path starts from: an object, or null for a parent that may be of several objects. */
export type Scope = ObjectDefinition | null;

export interface Relation {
  readonly name: string;
  readonly scope: Scope;
  parent(record: OrgRecord): OrgRecord | undefined;
}

export interface ResolvedField {
  readonly field: FieldDefinition;
  /** True when the field is the queried record's own. */
  readonly own: boolean;
  read(record: OrgRecord): FieldValue;
}

/** Fields that every possible parent of a polymorphic reference offers. */
const NAME_FIELDS = new Map(
  [
    define('id', 'Id'),
    ...['Name', 'Type', 'FirstName', 'LastName', 'Title', 'Username', 'Alias'].map((name) =>
      define('string', name),
    ),
    define('email', 'Email'),
    define('phone', 'Phone'),
    define('boolean', 'IsActive'),
    define('reference', 'ProfileId', { referenceTo: ['Profile'] }),
    define('reference', 'UserRoleId', { referenceTo: ['UserRole'] }),
  ].map((entry) => [entry.name.toLowerCase(), entry]),
);

/** @throws QueryRefusal INVALID_FIELD for a name that is unknown or hidden from the viewer. */
export function resolveField(viewer: Viewer, scope: Scope, name: string): ResolvedField {
  if (scope === null) {
    const found = NAME_FIELDS.get(name.toLowerCase());
    if (!found) throw noColumn(name, 'Name');
    return { field: found, own: true, read: (record) => nameValue(viewer.org, record, found.name) };
  }
  const found = scope.fields.get(name.toLowerCase());
  if (!found || !viewer.org.access.canRead(viewer.user, scope, found)) {
    throw noColumn(name, scope.name);
  }
  const key = found.name;
  return { field: found, own: true, read: (record) => record.values[key] ?? null };
}

function nameValue(org: OrgCore, record: OrgRecord, name: string): FieldValue {
  if (name === 'Type') {
    return record.object === 'Group' ? String(record.values.Type) : record.object;
  }
  return org.definitions.field(record.object, name) ? (record.values[name] ?? null) : null;
}

/** @throws QueryRefusal INVALID_FIELD for a relationship that is unknown or hidden. */
export function resolveRelation(viewer: Viewer, scope: Scope, name: string): Relation {
  const wanted = name.toLowerCase();
  const reference =
    scope &&
    [...scope.fields.values()].find((entry) => entry.relationshipName?.toLowerCase() === wanted);
  if (!scope || !reference || !viewer.org.access.canRead(viewer.user, scope, reference)) {
    throw new QueryRefusal(
      'INVALID_FIELD',
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  }
  const { org, user } = viewer;
  const [only] = reference.referenceTo;
  const single = reference.referenceTo.length === 1 && only ? org.access.object(user, only) : null;
  if (single === undefined) throw noColumn(name, scope.name);
  return {
    name: reference.relationshipName ?? name,
    scope: single,
    parent: (record) => {
      const id = record.values[reference.name];
      if (typeof id !== 'string') return undefined;
      const object = single ?? org.definitions.objectOfId(id);
      return object && org.living(object.name, id);
    },
  };
}

/** A dotted path such as `Account.Owner.Name`; the queried object's own name or alias may lead it. */
export function resolvePath(
  viewer: Viewer,
  object: ObjectDefinition,
  path: readonly string[],
  alias?: string,
): ResolvedField {
  const [first = '', ...rest] = path;
  const ownName = first.toLowerCase() === (alias ?? object.name).toLowerCase();
  const names = rest.length > 0 && ownName ? rest : path;
  if (names.length > 6) {
    throw new QueryRefusal('MALFORMED_QUERY', 'a path may go through at most 5 relationships');
  }
  let scope: Scope = object;
  const relations: Relation[] = [];
  for (const name of names.slice(0, -1)) {
    const relation = resolveRelation(viewer, scope, name);
    relations.push(relation);
    scope = relation.scope;
  }
  const last = resolveField(viewer, scope, names.at(-1) ?? '');
  if (relations.length === 0) return last;
  return {
    field: last.field,
    own: false,
    read: (record) => {
      let at: OrgRecord | undefined = record;
      for (const relation of relations) at = at && relation.parent(at);
      return at ? last.read(at) : null;
    },
  };
}
