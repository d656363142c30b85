/** Sheets as files on this machine. */
import { readFileSync } from 'node:fs';
import { messageOf, PlumblineError } from '../../lib/errors.js';
import { readSheetBytes, readSheetCsv, type SheetFile } from '../../scoring/sheet/file.js';
import type { Io } from '../io.js';

/** A list of assets is small; a larger file is not one. */
const MAX_BYTES = 20 * 1024 * 1024;

/**
 * Reads a CSV (`-` is standard input) or a sheet of a workbook: the one named, else the first that is shown.
 * @throws PlumblineError when it cannot be read, with the way out
 */
export async function readSheetFile(
  path: string,
  sheet: string | undefined,
  io: Io,
): Promise<SheetFile> {
  return path === '-' ? readSheetCsv(path, io.stdin) : readSheetBytes(path, readBytes(path), sheet);
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
