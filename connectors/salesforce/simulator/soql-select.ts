import type { FieldType, Subquery } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from './definition-types.js';
import { malformed } from './query-refusal.js';
import type { OrgRecord } from './records.js';
import {
  type Relation,
  resolveField,
  resolvePath,
  resolveRelation,
  type Scope,
  type Viewer,
} from './soql-fields.js';
import type { FieldValue } from './values.js';

/** Reads one part of a row as JSON. */
type Part = (record: OrgRecord, version: string) => unknown;

interface Node {
  readonly scope: Scope;
  readonly parts: Map<string, Part>;
  readonly parents: Map<string, { readonly relation: Relation; readonly node: Node }>;
}

/** A plain column, for results that are tables. */
export interface Column {
  /** As the query spells it, with the names of describe. */
  readonly name: string;
  read(record: OrgRecord): FieldValue;
}

export interface Selection {
  render(record: OrgRecord, version: string): Record<string, unknown>;
  readonly columns: readonly Column[];
  /** True when something cannot be a column: a child query or a compound field. */
  readonly nested: boolean;
}

/** Rows of a child query below one parent. */
export type ChildRows = (
  subquery: Subquery,
  object: ObjectDefinition,
) => (parent: OrgRecord) => readonly { render(version: string): unknown }[];

/** What a select list reads. @throws QueryRefusal for unknown or hidden fields and unsupported forms. */
export function compileSelect(
  viewer: Viewer,
  object: ObjectDefinition,
  fields: readonly FieldType[],
  alias: string | undefined,
  childRows: ChildRows,
): Selection {
  const root = nodeOf(object);
  const columns: Column[] = [];
  let nested = false;
  const add = (path: readonly string[]): void => {
    const ownName = (alias ?? object.name).toLowerCase();
    const names = path.length > 1 && path[0]?.toLowerCase() === ownName ? path.slice(1) : path;
    const spelled = addPath(viewer, root, names);
    const resolved = resolvePath(viewer, object, names, alias);
    if (resolved.field.type === 'address') nested = true;
    else columns.push({ name: spelled.join('.'), read: resolved.read });
  };
  for (const item of fields) {
    if (item.type === 'Field') add([item.field]);
    else if (item.type === 'FieldRelationship') add([...item.relationships, item.field]);
    else if (item.type === 'FieldSubquery') {
      nested = true;
      const rows = childRows(item.subquery, object);
      root.parts.set(item.subquery.relationshipName, (record, version) => {
        const found = rows(record);
        if (found.length === 0) return null;
        return {
          totalSize: found.length,
          done: true,
          records: found.map((row) => row.render(version)),
        };
      });
    } else if (item.type === 'FieldFunctionExpression' && item.functionName === 'FIELDS') {
      for (const field of viewer.org.access.fields(viewer.user, object)) {
        const kind = String(item.parameters?.[0]).toUpperCase();
        if (kind === 'ALL' || (kind === 'CUSTOM') === field.custom) add([field.name]);
      }
    } else if (
      item.type === 'FieldFunctionExpression' &&
      /^(toLabel|format|convertCurrency)$/i.test(item.functionName)
    ) {
      // Labels equal values here, and amounts are in the currency of the user.
      add(String(item.parameters?.[0]).split('.'));
    } else {
      throw malformed(`unexpected token: '${'rawValue' in item ? item.rawValue : item.type}'`);
    }
  }
  return { render: (record, version) => renderNode(root, record, version), columns, nested };
}

function nodeOf(scope: Scope): Node {
  return { scope, parts: new Map(), parents: new Map() };
}

/** Enters a path and returns it in the spelling of describe. */
function addPath(viewer: Viewer, node: Node, path: readonly string[]): string[] {
  const [name = '', ...rest] = path;
  if (rest.length > 0) {
    const relation = resolveRelation(viewer, node.scope, name);
    let parent = node.parents.get(relation.name);
    if (!parent) {
      parent = { relation, node: nodeOf(relation.scope) };
      node.parents.set(relation.name, parent);
      const { node: inner } = parent;
      node.parts.set(relation.name, (record, version) => {
        const found = relation.parent(record);
        return found ? renderNode(inner, found, version) : null;
      });
    }
    return [relation.name, ...addPath(viewer, parent.node, rest)];
  }
  const { field, read } = resolveField(viewer, node.scope, name);
  if (node.parts.has(field.name)) throw malformed(`duplicate field selected: ${field.name}`);
  node.parts.set(
    field.name,
    field.type === 'address' ? (record) => addressOf(record, field.name) : read,
  );
  return [field.name];
}

function renderNode(node: Node, record: OrgRecord, version: string): Record<string, unknown> {
  const row: Record<string, unknown> = {
    attributes: {
      type: node.scope === null ? 'Name' : record.object,
      url: `/services/data/v${version}/sobjects/${record.object}/${record.id}`,
    },
  };
  for (const [name, part] of node.parts) row[name] = part(record, version);
  return row;
}

/** A compound address from its parts; null when all are empty. */
export function addressOf({ values }: OrgRecord, name: string): Record<string, FieldValue> | null {
  const prefix = name.replace(/Address$/, '');
  const part = (field: string): FieldValue => values[`${prefix}${field}`] ?? null;
  const address = {
    city: part('City'),
    country: part('Country'),
    geocodeAccuracy: null,
    latitude: null,
    longitude: null,
    postalCode: part('PostalCode'),
    state: part('State'),
    street: part('Street'),
  };
  return Object.values(address).some((value) => value !== null) ? address : null;
}
