/** A preview's run over all leads of a workspace: a random sample first, then everybody. */
import { DAY } from '../../lib/clock.js';
import { countAlertsToday } from '../../store/alerts.js';
import { countScoredLeads, scoredLeadsAfter } from '../../store/preview-leads.js';
import { sampleScoredLeads } from '../../store/scored-leads.js';
import { type FigureSetting, figuresOf, type PreviewFigures } from './figures.js';
import type { PreviewDependencies, PreviewGround } from './ground.js';
import { previewPage } from './page.js';
import { Tally } from './tally.js';

/** Leads of a page: enough to make statements worth their way, few enough to let others have a turn. */
const PAGE = 500;
/** Ids read ahead at once. */
const AHEAD = 10_000;
/** One line of pages computes while the database works for the others. */
const LINES = 3;
/** Leads of the sample: tells one in fifty to one in a hundred apart. */
const SAMPLE = 2_000;

export interface PreviewProgress {
  readonly done: number;
  readonly of: number;
  /** By the sample until all have been looked at; null before. */
  readonly figures: PreviewFigures | null;
}

export interface PreviewRun {
  readonly figures: PreviewFigures;
  readonly tally: Tally;
}

/** Pages of ids, one after another, whoever asks. */
function pagesOf(read: () => Promise<readonly number[]>): () => Promise<readonly number[]> {
  let waiting: readonly number[] = [];
  let ended = false;
  let turn: Promise<unknown> = Promise.resolve();
  const next = async (): Promise<readonly number[]> => {
    if (waiting.length === 0 && !ended) {
      waiting = await read();
      ended = waiting.length === 0;
    }
    const page = waiting.slice(0, PAGE);
    waiting = waiting.slice(PAGE);
    return page;
  };
  return () => {
    const own = turn.then(next);
    turn = own.catch(() => {});
    return own;
  };
}

/**
 * Evaluates every scored lead of the workspace in memory; nothing is stored. `told` hears how far it is.
 * An aborted signal ends it with its reason.
 */
export async function runPreview(
  deps: PreviewDependencies,
  ground: PreviewGround,
  told: (progress: PreviewProgress) => void,
  signal: AbortSignal,
): Promise<PreviewRun> {
  const { pool } = deps;
  const { workspace } = ground;
  const of = await countScoredLeads(pool, workspace);
  const counts = await countAlertsToday(pool, workspace, ground.setting.now - DAY);
  const scored = ground.setting.models[ground.index];
  if (!scored) throw new Error(`${ground.model} is not scored`);
  const setting: FigureSetting = {
    of,
    model: scored.model,
    accounts: ground.sources,
    connectors: deps.connectors,
    tasksPerOwnerPerDay: deps.tasksPerOwnerPerDay,
    streams: ground.streams,
    today: (owner) => counts.get(owner ?? '') ?? 0,
  };
  const tally = new Tally();
  let done = 0;
  let sampled: PreviewFigures | null = null;
  const work = async (next: () => Promise<readonly number[]>): Promise<void> => {
    for (;;) {
      signal.throwIfAborted();
      const ids = await next();
      if (ids.length === 0) return;
      const { outcomes, failed } = await previewPage(deps, ground, ids);
      for (const outcome of outcomes) tally.add(outcome);
      tally.failed += failed;
      done += ids.length;
      told({ done, of, figures: sampled });
    }
  };
  const all = async (read: () => Promise<readonly number[]>): Promise<void> => {
    const next = pagesOf(read);
    const lines = Array.from({ length: LINES }, () => work(next));
    for (const line of await Promise.allSettled(lines)) {
      if (line.status === 'rejected') throw line.reason;
    }
  };

  const { ids } = await sampleScoredLeads(pool, workspace, SAMPLE);
  let asked = false;
  await all(async () => {
    const sample = asked ? [] : ids;
    asked = true;
    return sample;
  });
  sampled = figuresOf(tally, setting);
  told({ done, of, figures: sampled });
  const seen = new Set(ids);
  let after = 0;
  await all(async () => {
    for (;;) {
      const list = await scoredLeadsAfter(pool, workspace, after, AHEAD);
      after = list.at(-1) ?? after;
      const fresh = list.filter((id) => !seen.has(id));
      // A part that the sample holds whole is no end.
      if (fresh.length > 0 || list.length === 0) return fresh;
    }
  });
  // Leads may come and go meanwhile: whoever was met is all.
  const exact = { ...setting, of: tally.leads + tally.failed };
  return { figures: figuresOf(tally, exact), tally };
}
