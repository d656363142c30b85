import type { ObjectDefinition } from './definition-types.js';
import { malformed, QueryRefusal } from './query-refusal.js';
import type { OrgRecord } from './records.js';
import { type ResolvedField, resolvePath, type Viewer } from './soql-fields.js';
import { dateSpan, literalValue, momentText } from './soql-literals.js';
import type { Leaf, Tree } from './soql-where.js';
import type { FieldValue } from './values.js';

export type Test = (record: OrgRecord) => boolean;

export interface Filter {
  readonly test: Test;
  /** Equal values of one of the record's own fields, one of which a match must have. */
  readonly narrow?: { readonly field: string; readonly values: readonly FieldValue[] } | undefined;
}

/** Values of the single field of a sub-query. */
export type Subselect = (leaf: Extract<Leaf, { valueQuery: unknown }>) => readonly FieldValue[];

interface Compiler {
  readonly viewer: Viewer;
  readonly object: ObjectDefinition;
  readonly alias: string | undefined;
  readonly subselect: Subselect;
}

/** The test that a where clause is. @throws QueryRefusal for fields, operators and values that do not fit. */
export function compileFilter(compiler: Compiler, tree: Tree, nested = false): Filter {
  if (tree.kind === 'leaf') {
    if ('valueQuery' in tree.leaf && nested) {
      throw malformed(
        'Semi join sub-selects are only allowed at the top level WHERE expressions and not in nested WHERE expressions.',
      );
    }
    return compileLeaf(compiler, tree.leaf);
  }
  if (tree.kind === 'not') {
    const { test } = compileFilter(compiler, tree.of, true);
    return { test: (record) => !test(record) };
  }
  const parts = tree.list.map((part) =>
    compileFilter(compiler, part, nested || tree.kind === 'or'),
  );
  const tests = parts.map((part) => part.test);
  if (tree.kind === 'or') return { test: (record) => tests.some((test) => test(record)) };
  return {
    test: (record) => tests.every((test) => test(record)),
    narrow: parts.find((part) => part.narrow)?.narrow,
  };
}

function compileLeaf(compiler: Compiler, leaf: Leaf): Filter {
  const { viewer, object, alias } = compiler;
  const resolved = resolvePath(viewer, object, leaf.field.split('.'), alias);
  const { field } = resolved;
  if (!field.filterable) {
    throw new QueryRefusal(
      'INVALID_FIELD',
      `field '${field.name}' can not be filtered in a query call`,
    );
  }
  const operator = leaf.operator.toUpperCase();
  if ('valueQuery' in leaf) {
    return listFilter(resolved, operator, compiler.subselect(leaf));
  }
  const literals = Array.isArray(leaf.value) ? leaf.value : [leaf.value];
  const types = Array.isArray(leaf.literalType) ? leaf.literalType : [leaf.literalType];
  const typeAt = (at: number): string => String(types[at] ?? types[0] ?? 'STRING');
  if (typeAt(0).startsWith('DATE_')) {
    const variable = 'dateLiteralVariable' in leaf ? leaf.dateLiteralVariable : undefined;
    const span = dateSpan(
      literals[0] as string,
      Array.isArray(variable) ? variable[0] : variable,
      viewer.org.clock.now(),
    );
    return { test: spanTest(resolved, operator, span) };
  }
  const values = literals.map((literal, at) =>
    literalValue(field, literal as string, typeAt(at), operator === 'LIKE'),
  );
  if (['IN', 'NOT IN', 'INCLUDES', 'EXCLUDES'].includes(operator)) {
    return listFilter(resolved, operator, values);
  }
  return valueFilter(resolved, operator, values[0] ?? null);
}

/** How two values are compared: texts without case, ids and dates as they are. */
function keyOf({ field }: ResolvedField): (value: FieldValue) => FieldValue {
  const exact = field.type === 'id' || field.type === 'reference' || field.type === 'datetime';
  return (value) => (typeof value === 'string' && !exact ? value.toLowerCase() : value);
}

function listFilter(
  resolved: ResolvedField,
  operator: string,
  values: readonly FieldValue[],
): Filter {
  const { field, read, own } = resolved;
  const key = keyOf(resolved);
  if (operator === 'INCLUDES' || operator === 'EXCLUDES') {
    if (field.type !== 'multipicklist') throw badOperator(field.name, operator);
    const wanted = values.map((value) => String(value).split(';'));
    return {
      test: (record) => {
        const chosen = String(read(record) ?? '').split(';');
        const hit = wanted.some((all) => all.every((one) => chosen.includes(one)));
        return hit === (operator === 'INCLUDES');
      },
    };
  }
  if (operator !== 'IN' && operator !== 'NOT IN') throw badOperator(field.name, operator);
  const set = new Set(values.map(key));
  if (operator === 'NOT IN') return { test: (record) => !set.has(key(read(record))) };
  return {
    test: (record) => set.has(key(read(record))),
    narrow: own ? { field: field.name, values } : undefined,
  };
}

function valueFilter(resolved: ResolvedField, operator: string, value: FieldValue): Filter {
  const { field, read, own } = resolved;
  const key = keyOf(resolved);
  const wanted = key(value);
  const boolean = field.type === 'boolean';
  const get = (record: OrgRecord): FieldValue => {
    const found = read(record);
    return boolean && found === null ? false : key(found);
  };
  switch (operator) {
    case '=':
      return {
        test: (record) => get(record) === wanted,
        narrow: own && value !== null ? { field: field.name, values: [value] } : undefined,
      };
    case '!=':
    case '<>':
      return { test: (record) => get(record) !== wanted };
    case 'LIKE':
      return { test: likeTest(resolved, value) };
  }
  if (value === null || boolean || field.type === 'multipicklist') {
    throw badOperator(field.name, operator);
  }
  const compare = COMPARE[operator];
  if (!compare) throw badOperator(field.name, operator);
  return {
    test: (record) => {
      const found = get(record);
      return found !== null && compare(found, wanted as string | number);
    },
  };
}

type Comparable = string | number | boolean;
const COMPARE: Readonly<Record<string, (a: Comparable, b: Comparable) => boolean>> = {
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

function likeTest({ field, read }: ResolvedField, pattern: FieldValue): Test {
  const texts = ['string', 'email', 'phone', 'url', 'picklist', 'combobox', 'textarea'];
  if (!texts.includes(field.type) || typeof pattern !== 'string')
    throw badOperator(field.name, 'LIKE');
  const source = pattern.replace(/\\([_%\\])|[_%]|[.*+?^${}()|[\]\\]/g, (whole, kept?: string) => {
    if (kept !== undefined) return kept === '\\' ? '\\\\' : kept;
    if (whole === '%') return '[\\s\\S]*';
    return whole === '_' ? '[\\s\\S]' : `\\${whole}`;
  });
  const regex = new RegExp(`^${source}$`, 'iu');
  return (record) => {
    const value = read(record);
    return typeof value === 'string' && regex.test(value);
  };
}

function spanTest({ field, read }: ResolvedField, operator: string, span: [number, number]): Test {
  if (field.type !== 'date' && field.type !== 'datetime') throw badOperator(field.name, operator);
  const from = momentText(field, span[0]);
  const to = momentText(field, span[1]);
  const tests: Readonly<Record<string, (value: string) => boolean>> = {
    '=': (value) => value >= from && value < to,
    '!=': (value) => value < from || value >= to,
    '<': (value) => value < from,
    '<=': (value) => value < to,
    '>': (value) => value >= to,
    '>=': (value) => value >= from,
  };
  const test = tests[operator];
  if (!test) throw badOperator(field.name, operator);
  return (record) => {
    const value = read(record);
    return typeof value === 'string' && test(value);
  };
}

function badOperator(field: string, operator: string): QueryRefusal {
  return new QueryRefusal(
    'INVALID_QUERY_FILTER_OPERATOR',
    `invalid operator ${operator.toLowerCase()} on field '${field}'`,
  );
}
