import { parse } from 'csv-parse/sync';
import type { FieldValue } from './values.js';

export const DELIMITERS: Readonly<Record<string, string>> = {
  COMMA: ',',
  TAB: '\t',
  SEMICOLON: ';',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
};
export const LINE_ENDINGS: Readonly<Record<string, string>> = { LF: '\n', CRLF: '\r\n' };

/** What a file of a job looks like. */
export interface CsvForm {
  /** A key of `DELIMITERS`. */
  readonly columnDelimiter: string;
  /** A key of `LINE_ENDINGS`. */
  readonly lineEnding: string;
}

const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/;

/** One line; every value is quoted, nothing is an empty pair of quotes, date-times end in `Z`. */
export function csvLine(values: readonly FieldValue[], form: CsvForm): string {
  const cells = values.map((value) => {
    if (value === null) return '""';
    const text = String(value);
    const shown = DATE_TIME.test(text) ? text.replace('+0000', 'Z') : text;
    return `"${shown.replaceAll('"', '""')}"`;
  });
  return cells.join(DELIMITERS[form.columnDelimiter]) + (LINE_ENDINGS[form.lineEnding] ?? '\n');
}

/** A file's header and rows. @throws Error when it cannot be read. */
export function readCsv(text: string, form: CsvForm): { header: string[]; rows: string[][] } {
  const [header = [], ...rows] = parse(text, {
    bom: true,
    delimiter: DELIMITERS[form.columnDelimiter] ?? ',',
    record_delimiter: LINE_ENDINGS[form.lineEnding] ?? '\n',
    skip_empty_lines: true,
  }) as string[][];
  return { header, rows };
}
