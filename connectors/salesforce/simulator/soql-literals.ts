import { DAY } from '../../../src/lib/clock.js';
import type { FieldDefinition } from './definition-types.js';
import { readId } from './ids.js';
import { malformed, QueryRefusal } from './query-refusal.js';
import { dateText, dateTimeText, type FieldValue, parseDate, parseDateTime } from './values.js';

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  "'": "'",
  '"': '"',
  '\\': '\\',
};

/** The text of a quoted literal. `forLike` keeps `\_` and `\%` for the pattern. */
export function unquote(literal: string, forLike = false): string {
  if (literal.length < 2 || !literal.startsWith("'") || !literal.endsWith("'")) {
    throw malformed(`unexpected token: '${literal}'`);
  }
  return literal.slice(1, -1).replace(/\\(u[0-9A-Fa-f]{4}|[\s\S]?)/g, (_whole, code: string) => {
    if (code.length === 5) return String.fromCharCode(Number.parseInt(code.slice(1), 16));
    if (forLike && (code === '_' || code === '%' || code === '\\')) return `\\${code}`;
    const plain = ESCAPES[code];
    if (plain === undefined) throw malformed(`Illegal escape sequence \\${code} in a string`);
    return plain;
  });
}

const NUMBERS = new Set(['int', 'double', 'currency', 'percent']);

/** The value of one literal, as the field stores it. @throws QueryRefusal when it does not fit the field. */
export function literalValue(
  field: FieldDefinition,
  literal: string,
  type: string,
  forLike = false,
): FieldValue {
  if (type === 'NULL') return null;
  if (field.type === 'boolean') {
    if (type === 'BOOLEAN') return literal.toUpperCase() === 'TRUE';
    throw wrongType(field, 'boolean', true);
  }
  if (NUMBERS.has(field.type)) {
    if (type === 'INTEGER' || type === 'DECIMAL') return Number(literal);
    throw wrongType(field, field.type === 'int' ? 'int' : 'double', true);
  }
  if (field.type === 'datetime') {
    const ms = type === 'DATETIME' ? parseDateTime(literal) : undefined;
    if (ms === undefined) throw wrongType(field, 'dateTime', true);
    return dateTimeText(ms);
  }
  if (field.type === 'date') {
    const date = type === 'DATE' ? parseDate(literal) : undefined;
    if (date === undefined) throw wrongType(field, 'date', true);
    return date;
  }
  if (type !== 'STRING') throw wrongType(field, 'string', false);
  const text = unquote(literal, forLike);
  if (field.type !== 'id' && field.type !== 'reference') return text;
  // An empty text never is an id, and matches nothing set.
  const id = readId(text);
  if (id === undefined) {
    throw new QueryRefusal('INVALID_QUERY_FILTER_OPERATOR', `invalid ID field: ${text}`);
  }
  return id;
}

function wrongType(field: FieldDefinition, type: string, bare: boolean): QueryRefusal {
  return new QueryRefusal(
    'INVALID_FIELD',
    `value of filter criterion for field '${field.name}' must be of type ${type} and should ${bare ? 'not ' : ''}be enclosed in quotes`,
  );
}

/** The span of a date literal in ms: from (included) to (excluded), days of UTC. */
export function dateSpan(
  word: string,
  variable: number | undefined,
  now: number,
): [number, number] {
  const today = Math.floor(now / DAY) * DAY;
  const name = word.toUpperCase().replace(/:.*$/, '');
  const date = new Date(today);
  const month = (offset: number) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + offset, 1);
  const year = (offset: number) => Date.UTC(date.getUTCFullYear() + offset, 0, 1);
  const count = variable ?? 0;
  switch (name) {
    case 'TODAY':
      return [today, today + DAY];
    case 'YESTERDAY':
      return [today - DAY, today];
    case 'TOMORROW':
      return [today + DAY, today + 2 * DAY];
    case 'LAST_N_DAYS':
      return [today - count * DAY, today + DAY];
    case 'NEXT_N_DAYS':
      return [today + DAY, today + (count + 1) * DAY];
    case 'N_DAYS_AGO':
      return [today - count * DAY, today - (count - 1) * DAY];
    case 'LAST_90_DAYS':
      return [today - 90 * DAY, today + DAY];
    case 'THIS_MONTH':
      return [month(0), month(1)];
    case 'LAST_MONTH':
      return [month(-1), month(0)];
    case 'THIS_YEAR':
      return [year(0), year(1)];
    case 'LAST_YEAR':
      return [year(-1), year(0)];
    default:
      throw malformed(`unexpected token: '${word}'`);
  }
}

/** A moment in the stored form of a date or date-time field. */
export function momentText(field: FieldDefinition, ms: number): string {
  return field.type === 'date' ? dateText(ms) : dateTimeText(ms);
}
