import { PlumblineError } from '../../lib/errors.js';
import { checkExamples } from '../../scoring/check-examples.js';
import { ORIGINS } from '../../scoring/sheet/base.js';
import type { SheetFile } from '../../scoring/sheet/file.js';
import { knownIn, putSheet } from '../../scoring/sheet/into.js';
import { type ReadSheet, readSheet } from '../../scoring/sheet/read.js';
import type { RowNote, Unit } from '../../scoring/sheet/types.js';
import { type Io, UsageError, write } from '../io.js';
import { loadModelFile, loadModelText, printWarnings, readText } from '../model-file.js';
import { createProgress } from '../progress.js';
import { baseModel } from './base-model.js';
import { putFile, refuseOverwrite } from './put-file.js';
import { readSheetFile } from './sheet-file.js';

export interface ImportOptions {
  /** The model to put the sheet into; a new one from the starter without it. */
  readonly into?: string;
  /** Standard output without it. */
  readonly out?: string;
  readonly force: boolean;
  /** What plain numbers are. */
  readonly percent: boolean;
  readonly points: boolean;
  readonly dimension?: string;
  /** Of a workbook. */
  readonly sheet?: string;
}

function unitOf({ percent, points }: ImportOptions): Unit | undefined {
  if (percent && points) throw new UsageError('Give either --percent or --points.');
  return percent ? 'percent' : points ? 'points' : undefined;
}

const noteLines = (notes: readonly RowNote[], more = ''): string =>
  notes.map(({ row, message }) => `row ${row}: ${message}${more}\n`).join('');

/** What was taken for what, and every row with a doubt. */
function report(
  path: string,
  file: SheetFile,
  read: ReadSheet,
  troubles: readonly RowNote[],
): string {
  const { columns, decision, entries, notes, unused } = read;
  const unread = [...troubles].sort((a, b) => a.row - b.row);
  const rows = new Set([...entries, ...unread].map(({ row }) => row)).size;
  const name = (index: number | undefined) =>
    index === undefined ? 'not there' : `"${columns.names[index]}"`;
  return [
    `${path}: ${file.what}; ${rows - unread.length} of ${rows} rows read\n`,
    `columns: asset ${name(columns.asset)}, journey stage ${name(columns.stage)}, worth ${decision}\n`,
    ...(unused.length === 0 ? [] : [`not used: ${unused.map((one) => `"${one}"`).join(', ')}\n`]),
    noteLines(unread, '; not read'),
    noteLines(notes),
  ].join('');
}

const listed = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/**
 * Makes a model of a sheet (asset, journey stage, percent or points), or puts the sheet into one. Rows that
 * cannot be read are told by number and reason.
 * @returns the exit code: 1 when a row could not be read
 */
export async function importSheet(path: string, options: ImportOptions, io: Io): Promise<number> {
  const { into, out } = options;
  const told = unitOf(options);
  refuseOverwrite(out, options.force);
  if (into !== undefined) loadModelFile(into);
  const model = into === undefined ? undefined : readText(into);
  const progress = createProgress(io.stderr);
  const file = await progress.during(`Reading ${path}`, readSheetFile(path, options.sheet, io));
  const read = readSheet(file.rows, path, told, model === undefined ? undefined : knownIn(model));
  if (read.entries.length === 0) {
    await write(io.stderr, report(path, file, read, [...file.troubles, ...read.troubles]));
    throw new PlumblineError('no-rows', `${path}: not one row could be read; nothing was made.`);
  }
  const base = model ?? baseModel(read.entries, { name: 'assets', origin: ORIGINS.sheet });
  progress.update(`${read.entries.length} rows read; making the rules`);
  const put = putSheet(base, read.entries, options);
  progress.done();
  const { text, added, changed, kept } = put;
  const troubles = [...file.troubles, ...read.troubles, ...put.troubles];
  await write(io.stderr, report(path, file, read, troubles));
  await write(io.stderr, noteLines(put.notes));
  const loaded = loadModelText(text, into ?? out ?? 'the model made');
  printWarnings(io.stderr, loaded);
  for (const { name, key, expected, found } of checkExamples(loaded.model, Date.now())) {
    const was = JSON.stringify(expected);
    const is = JSON.stringify(found);
    io.stderr.write(
      `warning: pinned lead "${name}" expects ${key} ${was} and now has ${is}: correct it there\n`,
    );
  }
  const same = read.entries.length - put.troubles.length - added.length - changed.length;
  const counts = [
    `${added.length} rules added`,
    ...(into === undefined ? [] : [`${changed.length} changed`, `${same} as they were`]),
  ];
  io.stderr.write(`${counts.join(', ')}.\n`);
  if (into !== undefined && kept.length > 0) {
    io.stderr.write(`Not in the sheet, kept: ${listed(kept)}.\n`);
  }
  if (out === undefined) await write(io.stdout, text);
  else putFile(out, text);
  return troubles.length === 0 ? 0 : 1;
}
