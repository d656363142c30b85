/**
 * SOQL is made here and nowhere else: names are checked by a pattern, every value is a literal that it
 * cannot leave.
 */
import { CrmError } from '../../src/lead/crm-error.js';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=';

export type SoqlCondition =
  | {
      readonly field: string;
      readonly is: Operator;
      readonly value: string | number | boolean | null | Date;
    }
  | { readonly field: string; readonly in: readonly string[] };

export interface Select {
  /** API names, reached through relationships by dots: `Campaign.Type`. */
  readonly fields: readonly string[];
  readonly from: string;
  /** All of them hold. */
  readonly where?: readonly SoqlCondition[];
  readonly order?: readonly string[];
  readonly limit?: number;
}

/** `SELECT …`; throws a `CrmError` of kind `refused` for a name that is none. */
export function select(query: Select): string {
  if (query.fields.length === 0) throw notSoql('a query without fields');
  return clauses(query.fields.map(fieldName).join(','), query);
}

/** `SELECT COUNT() …`: the number is the answer's `totalSize`. */
export function count(query: Pick<Select, 'from' | 'where'>): string {
  return clauses('COUNT()', query);
}

function clauses(what: string, query: Omit<Select, 'fields'>): string {
  const { where = [], order = [], limit } = query;
  return [
    `SELECT ${what} FROM ${objectName(query.from)}`,
    ...(where.length > 0 ? [`WHERE ${where.map(condition).join(' AND ')}`] : []),
    ...(order.length > 0 ? [`ORDER BY ${order.map(fieldName).join(',')}`] : []),
    ...(limit === undefined ? [] : [`LIMIT ${wholeNumber(limit)}`]),
  ].join(' ');
}

function condition(one: SoqlCondition): string {
  const field = fieldName(one.field);
  if ('in' in one) {
    if (one.in.length === 0) throw notSoql('an empty list');
    return `${field} IN (${one.in.map(quoted).join(',')})`;
  }
  return `${field} ${one.is} ${literal(one.value)}`;
}

function literal(value: string | number | boolean | null | Date): string {
  if (value instanceof Date) {
    if (!Number.isFinite(value.getTime())) throw notSoql('a date that is none');
    return value.toISOString();
  }
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw notSoql('a number that is none');
    return String(value);
  }
  return String(value);
}

const ESCAPED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/** A text literal. */
export function quoted(value: string): string {
  const escaped = value
    .replaceAll(/[\\'"\n\r\t\b\f]/g, (character) => ESCAPED[character] ?? '')
    .replaceAll(
      /[\p{Cc}\p{Zl}\p{Zp}]/gu,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return `'${escaped}'`;
}

const NAME = /^[A-Za-z]\w{0,79}$/;
const REACH = 5;

/** Throws for what is no API name of a field, with at most five relationships before it. */
export function fieldName(name: string): string {
  if (!isFieldName(name)) throw notSoql(`the field ${JSON.stringify(name.slice(0, 100))}`);
  return name;
}

/** Whether a name could be a field's: what a document names need not. */
export function isFieldName(name: string): boolean {
  const parts = name.split('.');
  return parts.length <= REACH + 1 && parts.every((part) => NAME.test(part));
}

export function objectName(name: string): string {
  if (!NAME.test(name)) throw notSoql(`the object ${JSON.stringify(name.slice(0, 100))}`);
  return name;
}

function wholeNumber(value: number): string {
  if (!Number.isSafeInteger(value) || value < 1) throw notSoql('a limit that is none');
  return String(value);
}

function notSoql(what: string): CrmError {
  return new CrmError(
    'refused',
    `Salesforce cannot be asked for ${what}: use the API name that Setup shows, letters, digits and underscores.`,
  );
}
