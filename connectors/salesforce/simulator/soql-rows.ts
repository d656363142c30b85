import type { OrderByClause, QueryBase } from '@jetstreamapp/soql-parser-js';
import type { ObjectDefinition } from './definition-types.js';
import type { OrgCore } from './org-core.js';
import { malformed, noType } from './query-refusal.js';
import type { OrgRecord } from './records.js';
import { resolvePath, type Viewer } from './soql-fields.js';
import { compileFilter, type Filter, type Subselect } from './soql-filter.js';
import { whereTree } from './soql-where.js';
import type { FieldValue } from './values.js';

/** The records that a where clause leaves. */
export function findRecords(
  viewer: Viewer,
  object: ObjectDefinition,
  query: QueryBase,
  alias: string | undefined,
): OrgRecord[] {
  const filter = query.where
    ? compileFilter(
        { viewer, object, alias, subselect: subselectOf(viewer) },
        whereTree(query.where),
      )
    : undefined;
  const found: OrgRecord[] = [];
  for (const record of candidates(viewer.org, object, filter)) {
    if (visible(viewer, record) && (!filter || filter.test(record))) found.push(record);
  }
  return found;
}

/** Deleted and archived records are seen by queryAll alone. */
export function visible({ all }: Viewer, { values }: OrgRecord): boolean {
  return all || (values.IsDeleted !== true && values.IsArchived !== true);
}

function candidates(
  org: OrgCore,
  object: ObjectDefinition,
  filter: Filter | undefined,
): Iterable<OrgRecord> {
  const narrow = filter?.narrow;
  if (narrow?.field === 'Id') {
    return [...new Set(narrow.values)].flatMap((id) => org.get(object.name, String(id)) ?? []);
  }
  if (narrow && org.records.isIndexed(object.name, narrow.field) && !narrow.values.includes(null)) {
    const { field, values } = narrow;
    const keys = new Set(values.map((value) => String(value).toLowerCase()));
    return [...keys].flatMap((value) => org.records.by(object.name, field, value));
  }
  return org.records.all(object.name).values();
}

/** Answers sub-queries of a filter. */
export function subselectOf(viewer: Viewer): Subselect {
  return ({ valueQuery }) => {
    const object = viewer.org.access.object(viewer.user, valueQuery.sObject ?? '');
    if (!object) throw noType(valueQuery.sObject ?? '');
    const [only, ...more] = valueQuery.fields ?? [];
    if (only?.type !== 'Field' || more.length > 0) {
      throw malformed('a semi join selects exactly one field');
    }
    const resolved = resolvePath(viewer, object, [only.field]);
    if (resolved.field.type !== 'id' && resolved.field.type !== 'reference') {
      throw malformed(`The selected field '${only.field}' in the subquery must be an ID field`);
    }
    return findRecords(viewer, object, valueQuery, valueQuery.sObjectAlias)
      .map(resolved.read)
      .filter((value) => value !== null);
  };
}

/** A query's own page: OFFSET and LIMIT. */
export function limited(query: QueryBase, records: OrgRecord[]): OrgRecord[] {
  const from = query.offset ?? 0;
  const to = query.limit === undefined ? undefined : from + query.limit;
  return from === 0 && to === undefined ? records : records.slice(from, to);
}

/** Sorted by ORDER BY; in the order of creation without it. */
export function order(
  viewer: Viewer,
  object: ObjectDefinition,
  query: QueryBase,
  records: OrgRecord[],
): OrgRecord[] {
  const clauses: OrderByClause[] =
    query.orderBy === undefined
      ? []
      : Array.isArray(query.orderBy)
        ? query.orderBy
        : [query.orderBy];
  const keys = clauses.map((clause) => {
    if (!('field' in clause)) throw malformed('functions are not supported in ORDER BY');
    const { field, read } = resolvePath(viewer, object, clause.field.split('.'));
    if (!field.sortable) throw malformed(`field '${field.name}' can not be sorted in a query call`);
    const exact = ['id', 'reference', 'datetime', 'date'].includes(field.type);
    return {
      read: (record: OrgRecord): FieldValue => {
        const value = read(record);
        return typeof value === 'string' && !exact ? value.toLowerCase() : value;
      },
      sign: clause.order === 'DESC' ? -1 : 1,
      nulls: clause.nulls === 'LAST' ? 1 : -1,
    };
  });
  if (keys.length === 0) return records;
  return records.sort((a, b) => {
    for (const { read, sign, nulls } of keys) {
      const [left, right] = [read(a), read(b)];
      if (left === right) continue;
      if (left === null) return nulls;
      if (right === null) return -nulls;
      return left < right ? -sign : sign;
    }
    return 0;
  });
}
