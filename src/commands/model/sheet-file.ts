/** Sheets as files: CSV as spreadsheets write it, and XLSX. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import type { Cell, RowNote, SheetRow, Worth } from '../../scoring/sheet/types.js';
import type { WrittenSheet } from '../../scoring/sheet/write.js';
import type { Io } from '../io.js';
import { openCsv } from '../try/csv.js';

export interface SheetFile {
  readonly rows: readonly SheetRow[];
  /** Rows that are no rows, as one with another number of cells. */
  readonly troubles: readonly RowNote[];
  /** Which part of the file was read, for the report. */
  readonly what: string;
}

/** A list of assets is small; a larger file is not one. */
const MAX_BYTES = 20 * 1024 * 1024;
const ZIP = Buffer.from('PK');
/** Workbooks of Excel before 2007. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads a CSV (`-` is standard input) or a sheet of a workbook: the one named, else the first that is shown.
 * @throws PlumblineError when it cannot be read, with the way out
 */
export async function readSheetFile(
  path: string,
  sheet: string | undefined,
  io: Io,
): Promise<SheetFile> {
  if (path === '-') return readCsv(path, io);
  const bytes = readBytes(path);
  if (bytes.subarray(0, OLE.length).equals(OLE)) {
    throw new PlumblineError(
      'old-workbook',
      `${path} is protected by a password or a workbook of Excel before 2007: save it as .xlsx without one, or as CSV.`,
    );
  }
  if (bytes.subarray(0, ZIP.length).equals(ZIP)) return readWorkbook(path, bytes, sheet);
  return readCsv(path, io);
}

function readBytes(path: string): Buffer {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= MAX_BYTES) return bytes;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing ? 'there is no such file' : messageOf(error);
    throw new PlumblineError('cannot-read', `Cannot read ${path}: ${why}.`, { cause: error });
  }
  throw new PlumblineError(
    'too-large',
    `${path} is larger than 20 MB: leave only the list of assets in it.`,
  );
}

async function readCsv(path: string, io: Io): Promise<SheetFile> {
  const file = await openCsv(path, io.stdin);
  const cells = (texts: readonly string[]): Cell[] => texts.map((text) => ({ text }));
  const rows: SheetRow[] = [{ row: 1, cells: cells(file.headers) }];
  const troubles: RowNote[] = [];
  const bad = (row: number, message: string) => troubles.push({ row, message });
  for await (const row of file.rows(bad)) rows.push({ row: row.row, cells: cells(row.cells) });
  return { rows, troubles, what: `${file.separator}-separated, ${file.encoding}` };
}

/** Whether a format of numbers shows them times 100: `0.0 %`, but not a percent sign in quotes. */
function showsPercent(format: string | undefined): boolean {
  return format?.replace(/"[^"]*"|\\./g, '').includes('%') ?? false;
}

async function readWorkbook(
  path: string,
  bytes: Uint8Array,
  wanted: string | undefined,
): Promise<SheetFile> {
  const { readXlsx } = await import('hucre/xlsx');
  const { sheets } = await readXlsx(bytes, { readStyles: true }).catch((error: unknown) => {
    throw new PlumblineError(
      'bad-workbook',
      `${path} is no workbook that can be read (${messageOf(error)}): save it anew as .xlsx, or as CSV.`,
      { cause: error },
    );
  });
  const shown = sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden);
  const sheet = wanted === undefined ? shown[0] : sheets.find(({ name }) => name === wanted);
  if (!sheet) {
    const names = sheets.map(({ name }) => `"${name}"`).join(', ');
    throw new PlumblineError(
      'no-sheet',
      `${path} has no sheet ${wanted === undefined ? 'that is shown' : `"${wanted}"`}. It has ${names}; choose with --sheet.`,
    );
  }
  const rows = sheet.rows.map((values, row) => ({
    row: row + 1,
    cells: values.map((value, column): Cell => {
      if (typeof value !== 'number') return { text: value === null ? '' : String(value) };
      const format = sheet.cells?.get(`${row},${column}`)?.style?.numFmt;
      return { text: String(value), number: value, percent: showsPercent(format) };
    }),
  }));
  const others = shown.length > 1 ? `, the first of ${shown.length}` : '';
  return { rows, troubles: [], what: `sheet "${sheet.name}"${wanted === undefined ? others : ''}` };
}

/** The bytes of a sheet in the format that the file's name asks for. */
export async function sheetBytes(sheet: WrittenSheet, path: string): Promise<Uint8Array | string> {
  return extname(path).toLowerCase() === '.xlsx' ? workbookOf(sheet) : csvOf(sheet);
}

const worthText = (worth: Worth): string =>
  'percent' in worth ? `${worth.percent} %` : String(worth.points);

const quoted = (cell: string): string =>
  /[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;

function csvOf({ header, lines }: WrittenSheet): string {
  const rows = lines.map(({ asset, stage, worth, activity, comment }) => [
    asset,
    stage,
    worthText(worth),
    activity,
    comment,
  ]);
  // With the mark, spreadsheets read it as UTF-8.
  return `\uFEFF${[header, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join('')}`;
}

async function workbookOf({ header, lines }: WrittenSheet): Promise<Uint8Array> {
  const { writeXlsx } = await import('hucre/xlsx');
  const rows = lines.map(({ asset, stage, worth, activity, comment }) => {
    const value = 'percent' in worth ? Number((worth.percent / 100).toPrecision(12)) : worth.points;
    return [asset, stage, value, activity, comment];
  });
  const cells = new Map<string, { style: { numFmt?: string; font?: { bold: boolean } } }>();
  for (const column of header.keys()) cells.set(`0,${column}`, { style: { font: { bold: true } } });
  for (const [index, { worth }] of lines.entries()) {
    if (!('percent' in worth)) continue;
    const numFmt = Number.isInteger(worth.percent) ? '0%' : '0.0#%';
    cells.set(`${index + 1},2`, { style: { numFmt } });
  }
  return writeXlsx({
    sheets: [
      {
        name: 'Assets',
        columns: [32, 20, 18, 40, 40].map((width) => ({ width })),
        rows: [[...header], ...rows],
        cells,
      },
    ],
  });
}
