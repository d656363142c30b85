import { parseQuery, type Query, type Subquery } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from './definition-types.js';
import type { OrgCore } from './org-core.js';
import { malformed, noType, QueryRefusal } from './query-refusal.js';
import type { QueryOptions, QueryRows } from './query-rows.js';
import type { OrgRecord } from './records.js';
import { aggregateRows, isAggregate, isBareCount } from './soql-aggregate.js';
import { resolvePath, type Viewer } from './soql-fields.js';
import { compileFilter } from './soql-filter.js';
import { findRecords, limited, order, subselectOf, visible } from './soql-rows.js';
import { type Column, compileSelect } from './soql-select.js';
import { whereTree } from './soql-where.js';
import type { FieldValues } from './values.js';

const MOST_TEXT = 100_000;
const MOST_OFFSET = 2000;

/** Runs a query. @throws QueryRefusal as Salesforce refuses it. */
export function runQuery(org: OrgCore, text: string, options: QueryOptions): QueryRows {
  if (text.length > MOST_TEXT)
    throw malformed('SOQL statements cannot be longer than 100000 characters');
  const viewer: Viewer = { org, user: options.user, all: options.all };
  const query = parse(text);
  const object = org.access.object(options.user, query.sObject ?? '');
  if (!object) throw noType(query.sObject ?? '');
  const fields = query.fields ?? [];
  checkForm(query);
  const found = findRecords(viewer, object, query, query.sObjectAlias);
  if (isBareCount(fields)) {
    return {
      object: object.name,
      totalSize: found.length,
      length: 0,
      render: () => [],
      columns: [],
      cells: () => [],
      nested: true,
      records: [],
    };
  }
  if (isAggregate(query)) return aggregateRows(viewer, object, query, found);
  const ordered = limited(query, order(viewer, object, query, found));
  const selection = compileSelect(viewer, object, fields, query.sObjectAlias, (subquery, parent) =>
    childRows(viewer, parent, subquery),
  );
  const columns: readonly Column[] = selection.columns;
  return {
    object: object.name,
    totalSize: ordered.length,
    length: ordered.length,
    render: (from, to, version) =>
      ordered.slice(from, to).map((record) => selection.render(record, version)),
    columns: columns.map((column) => column.name),
    cells: (row) => {
      const record = ordered[row];
      return record ? columns.map((column) => column.read(record)) : [];
    },
    nested: selection.nested,
    records: ordered,
  };
}

/** The test of a bare condition such as `Rating = 'Hot' AND Phone = null`, over a record's values. */
export function compileCondition(
  org: OrgCore,
  object: string,
  condition: string,
  user: string,
): (values: FieldValues) => boolean {
  const definition = org.definitions.object(object);
  if (!definition) throw noType(object);
  const { where } = parse(`SELECT Id FROM ${definition.name} WHERE ${condition}`);
  if (!where) throw malformed('a condition is needed');
  const viewer: Viewer = { org, user, all: true };
  const { test } = compileFilter(
    { viewer, object: definition, alias: undefined, subselect: subselectOf(viewer) },
    whereTree(where),
  );
  return (values) => test({ object: definition.name, id: String(values.Id ?? ''), values });
}

function parse(text: string): Query {
  try {
    return parseQuery(text);
  } catch (thrown) {
    const [first = ''] = (thrown instanceof Error ? thrown.message : '').split('\n');
    throw malformed(`unexpected token: ${first.slice(0, 300)}`);
  }
}

function checkForm(query: Query): void {
  if (query.having || query.withDataCategory || query.usingScope) {
    throw malformed('the simulator knows no HAVING, WITH DATA CATEGORY and USING SCOPE');
  }
  if ((query.offset ?? 0) > MOST_OFFSET) {
    throw new QueryRefusal('NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  }
  const all = query.fields?.some(
    (item) => item.type === 'FieldFunctionExpression' && item.functionName === 'FIELDS',
  );
  if (all && (query.limit === undefined || query.limit > 200)) {
    throw malformed('The SOQL FIELDS function must have a LIMIT of at most 200');
  }
}

/** The rows of `(SELECT … FROM Contacts)` below a parent. */
function childRows(viewer: Viewer, parent: ObjectDefinition, subquery: Subquery) {
  const wanted = subquery.relationshipName.toLowerCase();
  const relation = viewer.org.definitions
    .children(parent)
    .find((child) => child.name.toLowerCase() === wanted);
  if (!relation) {
    throw new QueryRefusal(
      'INVALID_TYPE',
      `Didn't understand relationship '${subquery.relationshipName}' in FROM part of query call.`,
    );
  }
  const { object, field } = relation;
  resolvePath(viewer, object, [field.name]);
  viewer.org.records.index(object.name, field.name);
  const selection = compileSelect(viewer, object, subquery.fields ?? [], undefined, () => {
    throw malformed('a child query below a child query is not supported');
  });
  const filter =
    subquery.where &&
    compileFilter(
      { viewer, object, alias: undefined, subselect: subselectOf(viewer) },
      whereTree(subquery.where),
    );
  return (record: OrgRecord) => {
    const found = viewer.org.records
      .by(object.name, field.name, record.id)
      .filter((child) => child.values[field.name] === record.id)
      .filter((child) => visible(viewer, child) && (!filter || filter.test(child)));
    return limited(subquery, order(viewer, object, subquery, found)).map((child) => ({
      render: (version: string) => selection.render(child, version),
    }));
  };
}
