/** Models made of sheets and of interviews. */
import { PlumblineError } from '../../lib/errors.js';
import { loadModel } from '../../scoring/load.js';
import { baseFor, ORIGINS, STARTER } from '../../scoring/sheet/base.js';
import { readSheetBytes } from '../../scoring/sheet/file.js';
import { entriesOfAnswers } from '../../scoring/sheet/interview.js';
import { knownIn, putSheet } from '../../scoring/sheet/into.js';
import { readSheet } from '../../scoring/sheet/read.js';
import type { RowNote, Unit } from '../../scoring/sheet/types.js';

export interface SheetUpload {
  /** The file's name, for messages. */
  readonly file: string;
  readonly bytes: Buffer;
  /** Of a workbook; the first that is shown without it. */
  readonly sheet?: string | undefined;
  /** What plain numbers are. */
  readonly unit?: Unit | undefined;
  readonly dimension?: string | undefined;
  /** The model to put it into; a new one from the starter without it. */
  readonly into?: string | undefined;
  /** Of a new model. */
  readonly name: string;
}

export interface MadeModel {
  /** Null when not one row could be read. */
  readonly text: string | null;
  /** Which part of the file was read, and how its numbers were understood. */
  readonly what: string;
  readonly decision: string;
  readonly columns: {
    readonly asset: string;
    readonly stage: string | null;
    readonly worth: string;
  };
  readonly unused: readonly string[];
  readonly read: number;
  /** Rows that were not read, each with why. */
  readonly troubles: readonly RowNote[];
  /** Rows that were read with a doubt. */
  readonly notes: readonly RowNote[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly kept: readonly string[];
}

export type ReadText = (path: string) => string;

/** What cannot be read is the sender's to correct. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PlumblineError) || error.status !== 500) throw error;
    const { code, message, details } = error;
    throw new PlumblineError(code, message, { status: 422, details: { ...details }, cause: error });
  }
}

/**
 * Reads a sheet of assets into rules. @throws PlumblineError (422): `sheet-unit` when `unit` must be told,
 * `no-dimension` when `dimension` must be, `no-sheet` and others when the file cannot be read
 */
export function importSheet(upload: SheetUpload, readText: ReadText): Promise<MadeModel> {
  return refusing(async () => {
    const { file, bytes, sheet, unit, into, name } = upload;
    if (into !== undefined) loadModel(into, `${name}.yaml`, { readList: readText });
    const opened = await readSheetBytes(file, bytes, sheet);
    const known = into === undefined ? undefined : knownIn(into);
    const found = readSheet(opened.rows, file, unit, known);
    const { columns } = found;
    const column = (index: number | undefined) =>
      index === undefined ? null : (columns.names[index] ?? null);
    const about = {
      what: opened.what,
      decision: found.decision,
      columns: {
        asset: column(columns.asset) ?? '',
        stage: column(columns.stage),
        worth: column(columns.worth) ?? '',
      },
      unused: found.unused,
    };
    const unread = [...opened.troubles, ...found.troubles];
    if (found.entries.length === 0) {
      const none = { read: 0, notes: found.notes, added: [], changed: [], kept: [] };
      return { ...about, ...none, text: null, troubles: sorted(unread) };
    }
    const base = into ?? baseFor(readText(STARTER), found.entries, { name, origin: ORIGINS.sheet });
    const put = putSheet(base, found.entries, { dimension: upload.dimension });
    loadModel(put.text, `${name}.yaml`, { readList: readText });
    return {
      ...about,
      text: put.text,
      read: found.entries.length - put.troubles.length,
      troubles: sorted([...unread, ...put.troubles]),
      notes: sorted([...found.notes, ...put.notes]),
      added: put.added,
      changed: put.changed,
      kept: put.kept,
    };
  });
}

function sorted(notes: readonly RowNote[]): RowNote[] {
  return [...notes].sort((a, b) => a.row - b.row);
}

/**
 * The model that the answers of an interview make: percent of a sales-ready lead by question.
 * @throws PlumblineError (422) when no act was given a percent
 */
export function interviewModel(
  answers: Readonly<Record<string, number>>,
  name: string,
  readText: ReadText,
): { readonly text: string; readonly rules: number } {
  const entries = entriesOfAnswers(answers);
  if (entries.length === 0) {
    throw new PlumblineError('no-answers', 'No act was given a percent: answer one at least.', {
      status: 422,
    });
  }
  const base = baseFor(readText(STARTER), entries, { name, origin: ORIGINS.interview });
  const { text } = putSheet(base, entries);
  loadModel(text, `${name}.yaml`, { readList: readText });
  return { text, rules: entries.length };
}
