/** Sheets as bytes: CSV as spreadsheets write it, and XLSX. */
import { extname } from 'node:path';
import { openCsvSource } from '../../lib/csv.js';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import type { Cell, RowNote, SheetRow, Worth } from './types.js';
import type { WrittenSheet } from './write.js';

export interface SheetFile {
  readonly rows: readonly SheetRow[];
  /** Rows that are no rows, as one with another number of cells. */
  readonly troubles: readonly RowNote[];
  /** Which part of the file was read, for the report. */
  readonly what: string;
}

const ZIP = Buffer.from('PK');
/** Workbooks of Excel before 2007. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/**
 * Reads a CSV or a sheet of a workbook: the one named, else the first that is shown.
 * @throws PlumblineError (422) when it cannot be read, with the way out
 */
export async function readSheetBytes(
  name: string,
  bytes: Buffer,
  sheet: string | undefined,
): Promise<SheetFile> {
  if (bytes.subarray(0, OLE.length).equals(OLE)) {
    throw new PlumblineError(
      'old-workbook',
      `${name} is protected by a password or a workbook of Excel before 2007: save it as .xlsx without one, or as CSV.`,
      { status: 422 },
    );
  }
  if (bytes.subarray(0, ZIP.length).equals(ZIP)) return readWorkbook(name, bytes, sheet);
  return readSheetCsv(
    name,
    (async function* () {
      yield bytes;
    })(),
  );
}

/** Reads a CSV as it comes. @throws PlumblineError when it is no text or has no header */
export async function readSheetCsv(
  name: string,
  source: AsyncIterable<Uint8Array>,
): Promise<SheetFile> {
  const file = await openCsvSource(name, source);
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
  name: string,
  bytes: Uint8Array,
  wanted: string | undefined,
): Promise<SheetFile> {
  const { readXlsx } = await import('hucre/xlsx');
  const { sheets } = await readXlsx(bytes, { readStyles: true }).catch((error: unknown) => {
    throw new PlumblineError(
      'bad-workbook',
      `${name} is no workbook that can be read (${messageOf(error)}): save it anew as .xlsx, or as CSV.`,
      { cause: error, status: 422 },
    );
  });
  const shown = sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden);
  const sheet = wanted === undefined ? shown[0] : sheets.find((one) => one.name === wanted);
  if (!sheet) {
    const names = sheets.map((one) => `"${one.name}"`).join(', ');
    throw new PlumblineError(
      'no-sheet',
      `${name} has no sheet ${wanted === undefined ? 'that is shown' : `"${wanted}"`}. It has ${names}; choose with --sheet.`,
      { status: 422, details: { sheets: shown.map((one) => one.name) } },
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
