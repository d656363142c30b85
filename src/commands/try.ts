import { type CsvRow, openCsv } from '../lib/csv.js';
import { compileModel } from '../scoring/compile.js';
import { type Io, UsageError, write } from './io.js';
import { loadDefaultModel, loadModelFile } from './model-file.js';
import { createProgress } from './progress.js';
import { momentOf } from './time.js';
import { readCorrections } from './try/corrections.js';
import { type Column, guessColumns, type Sample } from './try/guess.js';
import { printJson, printText } from './try/print.js';
import { createRowReader } from './try/row-reader.js';
import { cellOf } from './try/shapes.js';
import type { Tried, TriedLead, Trouble } from './try/tried.js';

export interface TryOptions {
  readonly model?: string;
  /** `Column=field` */
  readonly map: readonly string[];
  readonly at?: string;
  readonly top: number;
  readonly json: boolean;
}

/** Rows that are looked at before the columns are guessed. */
const SAMPLE = 500;
const SHOWN_ROWS = 5;

class Troubles {
  readonly #byWhat = new Map<string, Trouble>();

  add(what: string, row: number): void {
    const known = this.#byWhat.get(what) ?? { what, count: 0, rows: [] };
    known.count += 1;
    if (known.rows.length < SHOWN_ROWS) known.rows.push(row);
    this.#byWhat.set(what, known);
  }

  list(): Trouble[] {
    return [...this.#byWhat.values()].sort((a, b) => b.count - a.count);
  }
}

/** The best leads seen so far, at most `size`; of equal ones the earlier row. */
class Best {
  readonly leads: TriedLead[] = [];
  readonly #size: number;

  constructor(size: number) {
    this.#size = size;
  }

  /** `whole` makes the score with its reasons: only of those that are among the best. */
  add(total: number | null, whole: () => TriedLead): void {
    const rank = total ?? Number.NEGATIVE_INFINITY;
    const at = this.leads.findIndex((one) => (one.score.total ?? Number.NEGATIVE_INFINITY) < rank);
    const place = at === -1 ? this.leads.length : at;
    if (place >= this.#size) return;
    this.leads.splice(place, 0, whole());
    if (this.leads.length > this.#size) this.leads.pop();
  }
}

/** Whether a model can make anything of a column; only one of your own knows your own fields. */
function isUseful({ meaning }: Column, ownModel: boolean): boolean {
  if (meaning.kind === 'ignored' || meaning.kind === 'id') return false;
  return ownModel || meaning.kind !== 'field' || !meaning.field.startsWith('custom.');
}

/** The first few headers, cut short: a file that is no CSV may have any text there. */
function listed(headers: readonly string[]): string {
  const some = headers.slice(0, 5).map((header) => JSON.stringify(header.slice(0, 40)));
  return headers.length > some.length ? `${some.join(', ')}, …` : some.join(', ');
}

function samplesOf(headers: readonly string[], rows: readonly CsvRow[]): Sample[] {
  return headers.map((header, index) => ({
    header,
    values: rows.map(({ cells }) => cellOf(cells[index])).filter((cell) => cell !== null),
  }));
}

/**
 * Guesses what the columns of a CSV mean, scores its rows and shows the best with their reasons. Nothing is
 * stored or sent, and no database is started.
 * @returns the exit code: 1 when not one row could be read.
 */
export async function tryFile(path: string, options: TryOptions, io: Io): Promise<number> {
  const now = options.at === undefined ? Date.now() : momentOf(options.at);
  const { model } = options.model === undefined ? loadDefaultModel() : loadModelFile(options.model);
  const scorer = compileModel(model);
  const file = await openCsv(path, io.stdin);
  const badRows = new Troubles();
  const values = new Troubles();
  const rows = file.rows((row, reason) => badRows.add(reason, row));

  const first: CsvRow[] = [];
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    first.push(next.value);
    if (first.length >= SAMPLE) break;
  }
  const samples = samplesOf(file.headers, first);
  const columns = guessColumns(samples, readCorrections(options.map, samples));
  if (
    first.length > 0 &&
    !columns.some((column) => isUseful(column, options.model !== undefined))
  ) {
    throw new UsageError(
      `Nothing in ${path === '-' ? 'standard input' : path} tells who a lead is or what it did: no column was recognised (${listed(file.headers)}). Say what a column means with --map 'Column=field'; docs/cli.md lists the names.`,
    );
  }
  const reader = createRowReader(columns);
  const best = new Best(options.top);
  const bands = new Map<string, number>();
  const progress = createProgress(io.stderr);
  let count = 0;
  let newest: number | null = null;
  const take = ({ row, cells }: CsvRow): void => {
    const { input, name, problems } = reader.read(cells, row, now);
    for (const { column, message } of problems) values.add(`${column}: ${message}`, row);
    const { band: scored, outside, total } = scorer.totals(input, now);
    const band = outside === null ? (scored ?? 'scored') : 'outside';
    bands.set(band, (bands.get(band) ?? 0) + 1);
    best.add(total, () => ({ row, name, score: scorer.score(input, now) }));
    for (const { occurredAt: at } of input.activities) {
      if (at <= now && (newest === null || at > newest)) newest = at;
    }
    count += 1;
  };
  for (const row of first) take(row);
  for await (const row of rows) {
    take(row);
    progress.update(`${count} rows scored`);
  }
  progress.done();

  const lists = Object.entries(model.lists).filter(([, entries]) => entries.length === 0);
  const tried: Tried = {
    file: path === '-' ? 'standard input' : path,
    separator: file.separator,
    encoding: file.encoding,
    columns,
    rows: count,
    badRows: badRows.list(),
    values: values.list(),
    best: best.leads,
    bands,
    model: model.model,
    version: model.version,
    action: (band) => scorer.action(band),
    emptyLists: lists.map(([name]) => name),
    newest,
    now,
  };
  for (const { what, count: times, rows: where } of tried.badRows) {
    const more = times > where.length ? ` and ${times - where.length} more` : '';
    await write(io.stderr, `row ${where.join(', ')}${more}: ${what}; left out\n`);
  }
  if (count === 0 && tried.badRows.length === 0) {
    await write(io.stderr, `${tried.file} has a header and no rows: there is nothing to score.\n`);
  }
  await write(io.stdout, options.json ? printJson(tried) : printText(tried, io.stdout));
  return count === 0 ? 1 : 0;
}
