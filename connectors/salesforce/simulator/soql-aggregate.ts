import type { FieldType, Query } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from './definition-types.js';
import { malformed } from './query-refusal.js';
import type { QueryRows } from './query-rows.js';
import type { OrgRecord } from './records.js';
import { resolvePath, type Viewer } from './soql-fields.js';
import type { FieldValue } from './values.js';

/** `SELECT COUNT() FROM …`: a size without rows. */
export function isBareCount(fields: readonly FieldType[]): boolean {
  const [only, ...more] = fields;
  return (
    more.length === 0 &&
    only?.type === 'FieldFunctionExpression' &&
    /^count$/i.test(only.functionName) &&
    (only.parameters?.length ?? 0) === 0
  );
}

export function isAggregate(query: Query): boolean {
  return (
    query.groupBy !== undefined ||
    (query.fields ?? []).some((item) => 'isAggregateFn' in item && item.isAggregateFn === true)
  );
}

interface Cell {
  readonly name: string;
  read(group: readonly OrgRecord[]): FieldValue;
}

/** Rows of GROUP BY, or the one row of aggregates over everything. */
export function aggregateRows(
  viewer: Viewer,
  object: ObjectDefinition,
  query: Query,
  records: readonly OrgRecord[],
): QueryRows {
  const groups = groupRecords(viewer, object, query, records);
  const cells = cellsOf(viewer, object, query);
  const rows = groups.slice(query.offset ?? 0, (query.offset ?? 0) + (query.limit ?? 2000));
  const rowOf = (group: readonly OrgRecord[]): Record<string, unknown> => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(cells.map((cell) => [cell.name, cell.read(group)])),
  });
  return {
    object: 'AggregateResult',
    totalSize: rows.length,
    length: rows.length,
    render: (from, to) => rows.slice(from, to).map(rowOf),
    columns: cells.map((cell) => cell.name),
    cells: (row) => cells.map((cell) => cell.read(rows[row] ?? [])),
    nested: true,
    records: [],
  };
}

function groupNames(query: Query): string[] {
  const list = query.groupBy === undefined ? [] : [query.groupBy].flat();
  return list.map((entry) => {
    if (!('field' in entry)) throw malformed('functions are not supported in GROUP BY');
    return entry.field;
  });
}

function groupRecords(
  viewer: Viewer,
  object: ObjectDefinition,
  query: Query,
  records: readonly OrgRecord[],
): (readonly OrgRecord[])[] {
  const keys = groupNames(query).map((name) => {
    const resolved = resolvePath(viewer, object, name.split('.'), query.sObjectAlias);
    if (!resolved.field.groupable) {
      throw malformed(`field '${resolved.field.name}' can not be grouped in a query call`);
    }
    return resolved;
  });
  if (keys.length === 0) return [records];
  const groups = new Map<string, OrgRecord[]>();
  for (const record of records) {
    const key = JSON.stringify(keys.map(({ read }) => read(record)));
    const group = groups.get(key);
    if (group) group.push(record);
    else groups.set(key, [record]);
  }
  return [...groups.values()];
}

function cellsOf(viewer: Viewer, object: ObjectDefinition, query: Query): Cell[] {
  const grouped = new Set(groupNames(query).map((name) => name.toLowerCase()));
  let unnamed = 0;
  return (query.fields ?? []).map((item): Cell => {
    if (item.type === 'Field' || item.type === 'FieldRelationship') {
      const path = item.type === 'Field' ? [item.field] : [...item.relationships, item.field];
      if (!grouped.has(path.join('.').toLowerCase())) {
        throw malformed(`Field must be grouped or aggregated: ${path.join('.')}`);
      }
      const { field, read } = resolvePath(viewer, object, path, query.sObjectAlias);
      const name = ('alias' in item && item.alias) || field.name;
      return { name, read: ([first]) => (first ? read(first) : null) };
    }
    if (item.type !== 'FieldFunctionExpression' || !item.isAggregateFn) {
      throw malformed('only fields and aggregates may be selected beside aggregates');
    }
    const name = item.alias ?? `expr${unnamed}`;
    if (item.alias === undefined) unnamed += 1;
    return { name, read: aggregate(viewer, object, item.functionName, item.parameters, query) };
  });
}

function aggregate(
  viewer: Viewer,
  object: ObjectDefinition,
  functionName: string,
  parameters: readonly unknown[] | undefined,
  query: Query,
): Cell['read'] {
  const word = functionName.toUpperCase();
  const [path] = parameters ?? [];
  if (typeof path !== 'string') throw malformed(`unexpected token: '${functionName}'`);
  const { field, read } = resolvePath(viewer, object, path.split('.'), query.sObjectAlias);
  if (!field.filterable) throw malformed(`field ${field.name} does not support aggregates`);
  const values = (group: readonly OrgRecord[]) =>
    group.map(read).filter((value): value is string | number | boolean => value !== null);
  const sum = (list: readonly FieldValue[]) =>
    list.reduce<number>((all, one) => all + Number(one), 0);
  switch (word) {
    case 'COUNT':
      return (group) => values(group).length;
    case 'COUNT_DISTINCT':
      return (group) => new Set(values(group)).size;
    case 'MIN':
      return (group) =>
        values(group).reduce<FieldValue>((a, b) => (a === null || b < a ? b : a), null);
    case 'MAX':
      return (group) =>
        values(group).reduce<FieldValue>((a, b) => (a === null || b > a ? b : a), null);
    case 'SUM':
      return (group) => sum(values(group));
    case 'AVG':
      return (group) => {
        const list = values(group);
        return list.length === 0 ? null : sum(list) / list.length;
      };
    default:
      throw malformed(`unexpected token: '${functionName}'`);
  }
}
