import type { LeadMove, ScoreComparison } from '../../scoring/compare.js';
import { compileModel } from '../../scoring/compile.js';
import { compareScores, comparisonWords, diffModels, diffWords } from '../../scoring/diff.js';
import type { Model } from '../../scoring/schema.js';
import type { Score } from '../../scoring/types.js';
import { type Io, UsageError, write } from '../io.js';
import { loadModelFile } from '../model-file.js';
import { createProgress } from '../progress.js';
import { momentOf } from '../time.js';
import { createUnreadNames } from '../unread-names.js';
import { loadStagers } from './diff-stages.js';
import { readLeads } from './leads.js';

export interface DiffOptions {
  readonly leads?: string;
  /** A lifecycle document; the shipped one without it. */
  readonly lifecycle?: string;
  readonly at?: string;
  /** Movers shown; JSON has all. */
  readonly top: number;
  readonly json: boolean;
}

interface Compared {
  readonly comparison: ScoreComparison;
  readonly bad: number;
}

/** Scores the same leads with both models at one moment, and finds the stages that follow. */
async function compareLeads(
  path: string,
  lifecycle: string | undefined,
  before: Model,
  after: Model,
  now: number,
  io: Io,
): Promise<Compared> {
  const [old, fresh] = [compileModel(before), compileModel(after)];
  const stagers = loadStagers(
    lifecycle,
    [
      [before, old],
      [after, fresh],
    ],
    io,
  );
  const scores: [Score[], Score[]] = [[], []];
  const stages = new Map<Score, string>();
  const progress = createProgress(io.stderr);
  let bad = 0;
  const told = (line: number, reason: string): void => {
    progress.done();
    bad += 1;
    io.stderr.write(`line ${line} ${reason}\n`);
  };
  const unread = createUnreadNames();
  for await (const input of readLeads(path, io, told)) {
    unread.look(input);
    for (const [side, scorer] of [old, fresh].entries()) {
      const score = scorer.totals(input, now);
      scores[side]?.push(score);
      const stage = stagers?.[side]?.(input, score, now);
      if (stage) stages.set(score, stage);
    }
    progress.update(`${scores[0].length} leads scored`);
  }
  progress.done();
  await unread.tell(io.stderr);
  const stageOf = stagers ? (score: Score) => stages.get(score) ?? '' : undefined;
  return { comparison: compareScores(...scores, stageOf), bad };
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
    ...(before.stage === undefined ? [] : [arrow(before.stage, after.stage ?? '')]),
    [...gained.map((name) => `+${name}`), ...lost.map((name) => `-${name}`)].join(' '),
  ];
}

function printMoves(comparison: ScoreComparison, top: number): string {
  const { moved, stages } = comparison;
  if (moved.length === 0) return `\n${comparisonWords(comparison)}`;
  const head = ['lead', 'total', 'band', ...(stages ? ['stage'] : []), 'thresholds'];
  const rows = [head, ...moved.slice(0, top).map(moveRow)];
  const more = moved.length - top;
  const lines = [
    ...(top > 0 ? table(rows) : []),
    ...(more > 0 ? [`and ${more} more; --top or --json shows them`] : []),
  ];
  return `\n${comparisonWords(comparison)}\n${lines.map((line) => `${line}\n`).join('')}`;
}

/**
 * Says what changed between two model files and, with leads, who would move between bands, stages and
 * thresholds.
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
  if (options.leads === undefined && options.lifecycle !== undefined) {
    throw new UsageError('--lifecycle decides about leads; give them with --leads.');
  }
  const now = options.at === undefined ? Date.now() : momentOf(options.at);
  const [old, fresh] = [loadModelFile(before).model, loadModelFile(after).model];
  const changes = diffModels(old, fresh);
  const compared =
    options.leads === undefined
      ? undefined
      : await compareLeads(options.leads, options.lifecycle, old, fresh, now, io);
  const text = options.json
    ? `${JSON.stringify({ changes, leads: compared?.comparison ?? null }, null, 2)}\n`
    : diffWords(changes) + (compared ? printMoves(compared.comparison, options.top) : '');
  await write(io.stdout, text);
  return (compared?.bad ?? 0) === 0 ? 0 : 1;
}
