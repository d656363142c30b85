import type { Model } from './schema.js';
import type { Score, ScoreInput, Scorer } from './types.js';
import { disqualifyWords } from './words/entries.js';
import { listed, signed } from './words/plain.js';
import { predicateWords } from './words/predicate.js';
import { candidatesFor } from './would-change/candidates.js';
import { changed, type Found, Search } from './would-change/search.js';
import type { Change } from './would-change/types.js';

export type { ActivityChange, Change, FieldChange } from './would-change/types.js';

/** Proposals for one goal, and changes in one of them (three, by the search). */
const PROPOSALS = 3;

/** The next band or threshold above the total. */
export interface Goal {
  readonly kind: 'band' | 'threshold';
  readonly name: string;
  readonly from: number;
}

export interface Proposal {
  /** One to three; the same change may be needed twice. */
  readonly changes: readonly Change[];
  /** What the lead would have at once. */
  readonly total: number;
  readonly band: string | null;
  /** The lines of the breakdown that would differ, with the difference. */
  readonly lines: readonly LineChange[];
  /** `asks for a demo: +50 -> 94, hot` */
  readonly words: string;
}

export interface LineChange {
  /** Null for bounds, weights and rounding. */
  readonly rule: string | null;
  readonly label: string;
  readonly points: number;
}

export interface GoalAnswer {
  readonly goal: Goal;
  /** The best first; empty when nothing was found. */
  readonly proposals: readonly Proposal[];
  /** One sentence, also when nothing was found. */
  readonly words: string;
}

/** What stands in the way of any points. */
export interface Hindrance {
  readonly kind: 'disqualified' | 'outside';
  /** The disqualification's id, `include` or `exclude`. */
  readonly id: string;
  readonly words: string;
}

export interface WouldChange {
  readonly total: number | null;
  readonly band: string | null;
  readonly hindrance: Hindrance | null;
  /** Empty with a hindrance, and when there is nothing above. */
  readonly goals: readonly GoalAnswer[];
}

/**
 * The smallest changes that lift a lead to its next band and its next threshold, each found by scoring the
 * changed lead. No part of a proposal reaches the goal alone. Known values stay as they are unless nothing
 * else helps, and facts such as country or e-mail stay in any case. Bounds: three changes; every change is
 * tried alone, 24 in twos, 14 in threes, so at most some 900 scorings beside the single ones, twice over.
 */
export function whatWouldChange(
  model: Model,
  scorer: Scorer,
  input: ScoreInput,
  now: number,
): WouldChange {
  const score = scorer.explain(input, now);
  const { total, band } = score;
  const hindrance = hindranceOf(model, score);
  if (hindrance || total === null) return { total, band, hindrance, goals: [] };
  const searches: Search[] = [];
  const search = (known: boolean): Search => {
    const place = known ? 1 : 0;
    searches[place] ??= new Search(scorer, input, now, candidatesFor(model, input, now, known));
    return searches[place];
  };
  const goals = goalsOf(model, score).map((goal) => {
    const reaches = (after: Score): boolean => reachesGoal(model, goal, after);
    const found = search(false).minimal(reaches, PROPOSALS);
    const all = found.length > 0 ? found : search(true).minimal(reaches, PROPOSALS);
    const proposals = all.slice(0, PROPOSALS).map((one) => {
      const after = scorer.explain(changed(input, one.chosen, now), now);
      return proposalOf(one, score, after);
    });
    return { goal, proposals, words: goalWords(goal, proposals, () => search(true).best) };
  });
  return { total, band, hindrance, goals };
}

function hindranceOf(model: Model, score: Score): Hindrance | null {
  if (score.outside !== null) {
    const predicate = model.population?.[score.outside];
    const words = predicate ? predicateWords(predicate, model.lists) : '';
    const inside =
      score.outside === 'include'
        ? `scored are only leads for which ${words}`
        : `not scored are leads for which ${words}`;
    return { kind: 'outside', id: score.outside, words: `Not scored at all: ${inside}.` };
  }
  const entry = model.disqualify?.find(({ id }) => id === score.disqualified);
  if (!entry) return null;
  const words = `Out of the running, whatever the points: ${entry.label} (${disqualifyWords(entry, model)}).`;
  return { kind: 'disqualified', id: entry.id, words };
}

function goalsOf(model: Model, { total, band, segment, thresholds }: Score): Goal[] {
  const next = (kind: Goal['kind'], table: Readonly<Record<string, number>>): Goal[] =>
    Object.entries(table)
      .map(([name, from]) => ({ kind, name, from }))
      .filter(({ from }) => from > (total ?? 0))
      .sort((a, b) => a.from - b.from)
      .slice(0, 1);
  const bands = bandsFor(model, segment);
  // A total below every band has the lowest one already.
  if (band !== null) delete bands[band];
  return [...next('band', bands), ...next('threshold', thresholds ?? {})];
}

function bandsFor(model: Model, segment: string | null): Record<string, number> {
  const own = model.segments?.find(({ id }) => id === segment)?.bands;
  const bands = Object.entries(own ?? model.bands ?? {});
  return Object.fromEntries(
    bands.map(([name, band]) => [name, typeof band === 'number' ? band : band.from]),
  );
}

/** A change may move the lead into a segment: then that segment's tables count. */
function reachesGoal(model: Model, goal: Goal, { total, disqualified, ...score }: Score): boolean {
  if (total === null || disqualified !== null) return false;
  const table = goal.kind === 'band' ? bandsFor(model, score.segment) : (score.thresholds ?? {});
  const from = table[goal.name];
  return from !== undefined && total >= from;
}

function proposalOf({ chosen, score }: Found, before: Score, after: Score): Proposal {
  const total = score.total ?? 0;
  const changes = chosen.map(({ change }) => change);
  const band = score.band === null ? '' : `, ${score.band}`;
  const gain = signed(total - (before.total ?? 0));
  const words = `${changesWords(changes)}: ${gain} -> ${total}${band}`;
  return { changes, total, band: score.band, lines: lineChanges(before, after), words };
}

function lineChanges(before: Score, after: Score): LineChange[] {
  const lines = new Map<string, { rule: string | null; label: string; hundredths: number }>();
  for (const [reasons, sign] of [
    [before.reasons, -1],
    [after.reasons, 1],
  ] as const) {
    for (const { rule, label, hundredths } of reasons) {
      const key = JSON.stringify([rule, label]);
      const line = lines.get(key) ?? { rule, label, hundredths: 0 };
      line.hundredths += sign * hundredths;
      lines.set(key, line);
    }
  }
  return [...lines.values()]
    .filter(({ hundredths }) => hundredths !== 0)
    .map(({ rule, label, hundredths }) => ({ rule, label, points: hundredths / 100 }));
}

const TIMES = ['', '', ' twice', ' three times'];

function changesWords(changes: readonly Change[]): string {
  const counts = new Map<string, number>();
  for (const { words } of changes) counts.set(words, (counts.get(words) ?? 0) + 1);
  return listed(
    [...counts].map(([words, count]) => `${words}${TIMES[count] ?? ''}`),
    'and',
  );
}

function goalWords(goal: Goal, proposals: readonly Proposal[], best: () => number): string {
  const name = `${goal.name} (${goal.from})`;
  const [first] = proposals;
  if (first) return `For ${name}: ${first.words}.`;
  return `For ${name}: nothing found within three changes; the most they come to is ${best()}.`;
}
