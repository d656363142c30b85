/** What goes into a bulk job and what comes out of it, as CSV. */
import type { WriteOutcome } from '../connector.js';
import { recordIdOf } from './ids.js';
import type { TypedRow } from './push-rows.js';
import { type Row, rowsOfCsv } from './row.js';
import { isBarred, outcomeOfFaults } from './row-outcome.js';

/** A bulk job's word for null. An empty cell leaves a field as it is. */
const NULL = '#N/A';

/** Alerts of duplicate rules cannot be passed by in a bulk job, unlike in a collection. */
const DUPLICATE = 'DUPLICATES_DETECTED';

/** Whether a CSV can say it: some texts mean something else there. */
const canTell = (value: unknown): boolean => value !== '' && value !== NULL;

/** Every cell is quoted: separators, line breaks and leading signs are text like any other. */
const cell = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const line = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\n`;

/**
 * The rows as the CSV of a job, each with the columns of all; rows that a CSV cannot tell are left out.
 * Undefined when none remains.
 */
export function ingestCsv(rows: readonly TypedRow[]): string | undefined {
  const told = rows.filter(({ values }) => Object.values(values).every(canTell));
  if (told.length === 0) return undefined;
  const fields = [...new Set(told.flatMap(({ values }) => Object.keys(values)))].sort();
  const textOf = (value: unknown): string => {
    if (value === undefined) return '';
    return value === null ? NULL : String(value);
  };
  const lines = told.map(({ record, values }) =>
    line([record, ...fields.map((field) => textOf(values[field]))]),
  );
  return line(['Id', ...fields]) + lines.join('');
}

/** Records of `successfulResults`. */
export function writtenIn(csv: string): WriteOutcome[] {
  return rowsOfCsv(csv).flatMap((row) => {
    const record = recordOf(row);
    return record === undefined ? [] : [{ record, status: 'written' }];
  });
}

/** Records of `failedResults`; those that a collection may still write are left out. */
export function failedIn(csv: string): WriteOutcome[] {
  return rowsOfCsv(csv).flatMap((row) => {
    const record = recordOf(row);
    const fault = faultOf(String(row('sf__Error') ?? ''));
    // Whether it is the record or the object that is closed to us, a collection finds out.
    if (record === undefined || fault.code === DUPLICATE || isBarred([fault])) return [];
    return [outcomeOfFaults(record, [fault])];
  });
}

/** A row that failed may have no `sf__Id`; what was sent stands in it all the same. */
const recordOf = (row: Row): string | undefined =>
  recordIdOf(row('Id')) ?? recordIdOf(row('sf__Id'));

/** `CODE:message:Field, Field --`, the fields where Salesforce names any. */
function faultOf(error: string) {
  const parts = /^([A-Z][A-Z0-9_]*):([\s\S]*)$/.exec(error);
  if (!parts) return { code: '', message: error, fields: [] };
  const [, code = '', rest = ''] = parts;
  const end = /^([\s\S]*?):([\w, ]*)--$/.exec(rest.trim());
  const fields = (end?.[2] ?? '').split(',').map((name) => name.trim());
  return { code, message: end?.[1] ?? rest, fields: fields.filter((name) => name !== '') };
}
