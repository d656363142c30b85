import { messageOf } from '../lib/errors.js';
import { compileModel } from '../scoring/compile.js';
import { scoreToJson } from '../scoring/json.js';
import { parseScoreLine } from '../scoring/ndjson.js';
import type { Scorer } from '../scoring/types.js';
import { type Io, UsageError, write } from './io.js';
import { type Line, readLines } from './lines.js';
import { loadModelFile, printWarnings } from './model-file.js';
import { createProgress } from './progress.js';
import { momentOf } from './time.js';
import { createUnreadNames, type UnreadNames } from './unread-names.js';

export interface ScoreOptions {
  readonly model?: string;
  readonly at?: string;
  /** Leads of the database instead of those from standard input. */
  readonly stored?: boolean;
  readonly lead?: readonly string[];
}

/** One lead with all its activities. Longer lines are refused instead of filling the memory. */
const MAX_LINE = 32 * 1024 * 1024;

type Scored = { readonly json: string } | { readonly reason: string };

function scoreLine(scorer: Scorer, { text }: Line, now: number, unread: UnreadNames): Scored {
  if (text === null) return { reason: `is longer than ${MAX_LINE} bytes` };
  const parsed = parseScoreLine(text);
  if (!parsed.ok) return { reason: parsed.reason };
  unread.look(parsed.input);
  try {
    return { json: JSON.stringify(scoreToJson(scorer.score(parsed.input, now))) };
  } catch (error) {
    return { reason: `cannot be scored: ${messageOf(error)}` };
  }
}

/**
 * Scores leads from standard input to standard output, one JSON object a line, in the same order.
 * A bad line is told on standard error by its number and does not stop the rest; names that no rule can read
 * are told at the end. No database is started, unless stored leads are asked for.
 * @returns the exit code: 1 when a line was bad.
 */
export async function score(
  { model, at, stored = false, lead = [] }: ScoreOptions,
  io: Io,
): Promise<number> {
  const now = at === undefined ? Date.now() : momentOf(at);
  if (stored) {
    return (await import('./score-stored.js')).scoreStored({ model, at: now, lead }, io);
  }
  if (lead.length > 0) throw new UsageError('--lead names a stored lead: add --stored.');
  if (model === undefined) throw new UsageError('--model FILE is missing: the scoring model.');
  const loaded = loadModelFile(model);
  printWarnings(io.stderr, loaded);
  const scorer = compileModel(loaded.model);
  const progress = createProgress(io.stderr);
  const unread = createUnreadNames();
  let scored = 0;
  let bad = 0;
  for await (const lines of readLines(io.stdin, MAX_LINE)) {
    let good = '';
    let wrong = '';
    for (const line of lines) {
      const result = scoreLine(scorer, line, now, unread);
      if ('json' in result) good += `${result.json}\n`;
      else wrong += `line ${line.number} ${result.reason}\n`;
      if ('json' in result) scored += 1;
      else bad += 1;
    }
    if (wrong !== '') progress.done();
    await write(io.stderr, wrong);
    await write(io.stdout, good);
    progress.update(`${scored} leads scored`);
  }
  progress.done();
  await unread.tell(io.stderr);
  return bad === 0 ? 0 : 1;
}
