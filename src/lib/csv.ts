/** Rows of a CSV file as spreadsheets and CRMs write it: encoding and separator are found out. */
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { fileTrouble, PlumblineError } from './errors.js';

export interface CsvRow {
  /** As a spreadsheet counts: the header is row 1. */
  readonly row: number;
  readonly cells: readonly string[];
}

export interface CsvFile {
  readonly headers: readonly string[];
  readonly separator: string;
  readonly encoding: 'UTF-8' | 'UTF-16' | 'Windows-1252';
  /** Rows after the header, blank ones left out; bad ones are told and left out. */
  rows(bad: (row: number, reason: string) => void): AsyncGenerator<CsvRow>;
}

/** As much of a file as decides its encoding, bytes. */
const HEAD = 64 * 1024;
const MAX_ROW = 4 * 1024 * 1024;

const SEPARATORS: Readonly<Record<string, string>> = {
  ',': 'comma',
  ';': 'semicolon',
  '\t': 'tab',
  '|': 'bar',
};

function encodingOf(head: Uint8Array): { label: string; encoding: CsvFile['encoding'] } {
  if (head[0] === 0xff && head[1] === 0xfe) return { label: 'utf-16le', encoding: 'UTF-16' };
  if (head[0] === 0xfe && head[1] === 0xff) return { label: 'utf-16be', encoding: 'UTF-16' };
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true });
    return { label: 'utf-8', encoding: 'UTF-8' };
  } catch {
    return { label: 'windows-1252', encoding: 'Windows-1252' };
  }
}

/** @throws PlumblineError for a workbook and whatever else is no text: it would be scored as nonsense. */
function refuseBinary(path: string, head: Uint8Array, encoding: CsvFile['encoding']): void {
  const start = Buffer.from(head.subarray(0, 4)).toString('hex');
  // ZIP, which .xlsx and .ods are, and the format of .xls.
  const workbook = start === '504b0304' || start === 'd0cf11e0';
  if (!workbook && (encoding === 'UTF-16' || !head.includes(0))) return;
  const what = workbook ? 'is a workbook or an archive' : 'is no text';
  throw new PlumblineError(
    'not-csv',
    `${path} ${what}; expected CSV. In a spreadsheet: save as CSV (UTF-8).`,
  );
}

/** The separator that stands most often outside quotes in the first line. */
function separatorOf(text: string): string {
  const counts = new Map(Object.keys(SEPARATORS).map((separator) => [separator, 0]));
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && (character === '\n' || character === '\r')) break;
    if (!quoted && counts.has(character)) counts.set(character, (counts.get(character) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  return best && best[1] > 0 ? best[0] : ',';
}

function uniqueHeaders(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, index) => {
    const header = cell.trim() || `column ${index + 1}`;
    const count = (seen.get(header) ?? 0) + 1;
    seen.set(header, count);
    return count === 1 ? header : `${header} (${count})`;
  });
}

async function* chunksOf(
  path: string,
  source: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) yield chunk;
  } catch (error) {
    throw new PlumblineError('cannot-read', `Cannot read ${path}: ${fileTrouble(error)}.`, {
      cause: error,
    });
  }
}

async function* decoded(
  head: readonly Uint8Array[],
  rest: AsyncGenerator<Uint8Array>,
  label: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(label);
  for (const chunk of head) yield decoder.decode(chunk, { stream: true });
  for await (const chunk of rest) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

const isBlank = (cells: readonly string[]): boolean => cells.every((cell) => cell.trim() === '');

function misfit(cells: readonly string[], width: number): string | undefined {
  const short = cells.length < width;
  if (!short && isBlank(cells.slice(width))) return undefined;
  return `has ${cells.length} cell${cells.length === 1 ? '' : 's'}, the header has ${width}`;
}

/**
 * Opens a CSV (`-` is standard input) and reads its header.
 * @throws PlumblineError when the file cannot be read, is no text or has no header
 */
export function openCsv(path: string, stdin: Readable): Promise<CsvFile> {
  return openCsvSource(path, path === '-' ? stdin : createReadStream(path));
}

/** The same from bytes that are there already or come from elsewhere; messages call them `path`. */
export async function openCsvSource(
  path: string,
  bytesOf: AsyncIterable<Uint8Array>,
): Promise<CsvFile> {
  const chunks = chunksOf(path, bytesOf);
  const head: Uint8Array[] = [];
  for (let size = 0; size < HEAD; ) {
    const next = await chunks.next();
    if (next.done) break;
    head.push(next.value);
    size += next.value.length;
  }
  const bytes = Buffer.concat(head);
  const { label, encoding } = encodingOf(bytes);
  refuseBinary(path, bytes, encoding);
  const separator = separatorOf(new TextDecoder(label).decode(bytes));
  const unreadable: string[] = [];
  const parser = parse({
    delimiter: separator,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_ROW,
    skip_records_with_error: true,
    on_skip: (error) => {
      if (error) unreadable.push(error.message);
      return undefined;
    },
  });
  const source = Readable.from(decoded(head, chunks, label));
  source.on('error', (error) => parser.destroy(error));
  const records: AsyncIterator<string[]> = source.pipe(parser)[Symbol.asyncIterator]();

  let row = 0;
  const next = async (): Promise<string[] | null> => {
    const record = await records.next();
    row += 1;
    return record.done ? null : record.value;
  };
  let header = await next();
  while (header !== null && isBlank(header)) header = await next();
  if (header === null) {
    throw new PlumblineError(
      'empty-file',
      `${path} has no header: the first row names the columns.`,
    );
  }
  const headers = uniqueHeaders(header);
  return {
    headers,
    separator: SEPARATORS[separator] ?? separator,
    encoding,
    async *rows(bad) {
      for (let cells = await next(); cells !== null; cells = await next()) {
        if (isBlank(cells)) continue;
        const reason = misfit(cells, headers.length);
        if (reason === undefined) yield { row, cells };
        else bad(row, reason);
      }
      for (const reason of unreadable) {
        const quote = /quote/i.test(reason);
        bad(row, quote ? 'opens a quote that is never closed' : reason);
        row += 1;
      }
    },
  };
}
