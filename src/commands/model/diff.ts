import type { LeadMove, ScoreComparison } from '../../scoring/compare.js';
import { compileModel } from '../../scoring/compile.js';
import { compareScores, comparisonWords, diffModels, diffWords } from '../../scoring/diff.js';
import type { Model } from '../../scoring/schema.js';
import type { Score } from '../../scoring/types.js';
import { type Io, UsageError, write } from '../io.js';
import { loadModelFile } from '../model-file.js';
import { createProgress } from '../progress.js';
import { momentOf } from '../time.js';
import { readLeads } from './leads.js';

export interface DiffOptions {
  readonly leads?: string;
  readonly at?: string;
  /** Movers shown; JSON has all. */
  readonly top: number;
  readonly json: boolean;
}

interface Compared {
  readonly comparison: ScoreComparison;
  readonly bad: number;
}

/** Scores the same leads with both models at one moment. */
async function compareLeads(
  path: string,
  before: Model,
  after: Model,
  now: number,
  io: Io,
): Promise<Compared> {
  const [old, fresh] = [compileModel(before), compileModel(after)];
  const scores: [Score[], Score[]] = [[], []];
  const progress = createProgress(io.stderr);
  let bad = 0;
  const told = (line: number, reason: string): void => {
    progress.done();
    bad += 1;
    io.stderr.write(`line ${line} ${reason}\n`);
  };
  for await (const input of readLeads(path, io, told)) {
    scores[0].push(old.totals(input, now));
    scores[1].push(fresh.totals(input, now));
    progress.update(`${scores[0].length} leads scored`);
  }
  progress.done();
  return { comparison: compareScores(...scores), bad };
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function moveRow({ id, before, after, gained, lost }: LeadMove): string[] {
  const arrow = (then: string, now: string) => (then === now ? now : `${then} -> ${now}`);
  return [
    id,
    arrow(String(before.total ?? 'outside'), String(after.total ?? 'outside')),
    arrow(before.band ?? 'no band', after.band ?? 'no band'),
    [...gained.map((name) => `+${name}`), ...lost.map((name) => `-${name}`)].join(' '),
  ];
}

function printMoves(comparison: ScoreComparison, top: number): string {
  const { moved } = comparison;
  if (moved.length === 0) return `\n${comparisonWords(comparison)}`;
  const rows = [['lead', 'total', 'band', 'thresholds'], ...moved.slice(0, top).map(moveRow)];
  const more = moved.length - top;
  const lines = [
    ...(top > 0 ? table(rows) : []),
    ...(more > 0 ? [`and ${more} more; --top or --json shows them`] : []),
  ];
  return `\n${comparisonWords(comparison)}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/**
 * Says what changed between two model files and, with leads, who would move between bands and thresholds.
 * @returns the exit code: 1 when a line of the leads was bad.
 */
export async function diffFiles(
  before: string,
  after: string,
  options: DiffOptions,
  io: Io,
): Promise<number> {
  if (options.leads === undefined && options.at !== undefined) {
    throw new UsageError('--at says when leads are scored; give them with --leads.');
  }
  const now = options.at === undefined ? Date.now() : momentOf(options.at);
  const [old, fresh] = [loadModelFile(before).model, loadModelFile(after).model];
  const changes = diffModels(old, fresh);
  const compared =
    options.leads === undefined
      ? undefined
      : await compareLeads(options.leads, old, fresh, now, io);
  const text = options.json
    ? `${JSON.stringify({ changes, leads: compared?.comparison ?? null }, null, 2)}\n`
    : diffWords(changes) + (compared ? printMoves(compared.comparison, options.top) : '');
  await write(io.stdout, text);
  return (compared?.bad ?? 0) === 0 ? 0 : 1;
}
