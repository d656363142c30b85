import { sheetBytes } from '../../scoring/sheet/file.js';
import { writeSheet } from '../../scoring/sheet/write.js';
import { type Io, UsageError, write } from '../io.js';
import { loadModelFile, readText } from '../model-file.js';
import { putFile, refuseOverwrite } from './put-file.js';

export interface ExportSheetOptions {
  /** `.csv` or `.xlsx`; CSV to standard output without it. */
  readonly out?: string;
  readonly force: boolean;
}

/** Writes the rules over acts of a model as a sheet that `model import-sheet` reads. */
export async function exportSheet(
  file: string,
  options: ExportSheetOptions,
  io: Io,
): Promise<number> {
  const { out } = options;
  if (out !== undefined && !/\.(csv|xlsx)$/i.test(out)) {
    throw new UsageError(`--out ${out}: name a file that ends in .csv or .xlsx.`);
  }
  refuseOverwrite(out, options.force);
  loadModelFile(file);
  const sheet = writeSheet(readText(file));
  if (out === undefined) await write(io.stdout, String(await sheetBytes(sheet, '.csv')));
  else putFile(out, await sheetBytes(sheet, out));
  io.stderr.write(`${sheet.lines.length} rules written.\n`);
  if (sheet.left.length > 0) {
    const names = sheet.left.map((label) => `"${label}"`).join(', ');
    io.stderr.write(`Not about one act, only in the model: ${names}.\n`);
  }
  return 0;
}
