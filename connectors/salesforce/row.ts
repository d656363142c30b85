import { parse } from 'csv-parse/sync';
import { cleanText } from '../../src/lib/text.js';
import type { JsonObject } from '../kit/json.js';
import { objectOf, textOf, timeOf } from '../kit/json.js';
import { recordIdOf } from './ids.js';

/** A record as read, by REST or as a line of a CSV: a field by its path. */
export type Row = (path: string) => unknown;

/** Parents nest in REST: `Campaign: { Type }`. Names are spelled as the org spells them. */
export function rowOfRecord(record: JsonObject): Row {
  return (path) => {
    let value: unknown = record;
    for (const part of path.split('.')) value = objectOf(value)[part];
    return value;
  };
}

/** The lines of a CSV with a header. */
export function rowsOfCsv(csv: string): Row[] {
  const [header, ...lines] = parse(csv, { bom: true, skip_empty_lines: true }) as string[][];
  const columns = new Map((header ?? []).map((name, index) => [name.toLowerCase(), index]));
  return lines.map((line) => rowOfLine(columns, line));
}

/** In a CSV a path is the name of a column, in whatever case it was asked for. */
function rowOfLine(columns: ReadonlyMap<string, number>, line: readonly string[]): Row {
  return (path) => {
    const index = columns.get(path.toLowerCase());
    return index === undefined ? undefined : line[index];
  };
}

export const idIn = (row: Row, path: string): string | undefined => recordIdOf(row(path));

export const timeIn = (row: Row, path: string): number | undefined => timeOf(row(path));

export const isTrue = (row: Row, path: string): boolean => String(row(path)) === 'true';

const NUMBERS = new Set(['int', 'long', 'double', 'currency', 'percent']);

/**
 * A value as text, the same from REST and from a CSV: numbers without needless noughts, moments in UTC,
 * ids of 18 characters; an empty value and none are null.
 */
export function valueIn(row: Row, path: string, type: string): string | null {
  const value = row(path);
  if (value === null || value === undefined || value === '' || typeof value === 'object') {
    return null;
  }
  const text = cleanText(textOf(value) ?? String(value));
  if (NUMBERS.has(type)) {
    const number = Number(text);
    return Number.isFinite(number) ? String(number) : text;
  }
  if (type === 'datetime') {
    const at = timeOf(text);
    return at === undefined ? text : new Date(at).toISOString();
  }
  if (type === 'reference' || type === 'id') return recordIdOf(text) ?? text;
  return text;
}
