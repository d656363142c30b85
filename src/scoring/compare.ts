import type { Score } from './types.js';
import { listed } from './words/plain.js';

/** A lead whose band or stage differs, or which reaches a threshold on one side alone. */
export interface LeadMove {
  readonly id: string;
  readonly before: Standing;
  readonly after: Standing;
  /** Names of thresholds reached after and not before, and the other way round. */
  readonly gained: readonly string[];
  readonly lost: readonly string[];
}

/** Null figures: outside the population. */
export interface Standing {
  readonly total: number | null;
  readonly band: string | null;
  /** Where stages are compared. */
  readonly stage?: string;
}

export interface BandMove {
  readonly from: string | null;
  readonly to: string | null;
  readonly leads: number;
}

export interface StageMove {
  readonly from: string;
  readonly to: string;
  readonly leads: number;
}

export interface ThresholdMove {
  readonly before: number;
  readonly after: number;
  readonly gained: number;
  readonly lost: number;
}

export interface ScoreComparison {
  /** Leads scored on both sides. */
  readonly leads: number;
  readonly totalsChanged: number;
  /** The most frequent first. */
  readonly bands: readonly BandMove[];
  /** The most frequent first; absent where stages are not compared. */
  readonly stages?: readonly StageMove[];
  readonly thresholds: Readonly<Record<string, ThresholdMove>>;
  /** In the order of the leads. */
  readonly moved: readonly LeadMove[];
  /** Leads that only one side has. */
  readonly unmatched: number;
}

/**
 * Who moves between bands and over thresholds when the same leads are scored otherwise. Leads are matched
 * by id, the second of an id with the second. A threshold is reached when the total is at least that of the
 * lead's own segment. With `stageOf`, the stage that follows from each of the scores, stages are compared, too.
 */
export function compareScores(
  before: Iterable<Score>,
  after: Iterable<Score>,
  stageOf?: (score: Score) => string,
): ScoreComparison {
  const standing = (score: Score): Standing => {
    const { total, band } = score;
    return { total, band, ...(stageOf && { stage: stageOf(score) }) };
  };
  const waiting = new Map<string, Score[]>();
  for (const score of before) {
    const same = waiting.get(score.id);
    if (same) same.push(score);
    else waiting.set(score.id, [score]);
  }
  const bands = new Moves<string | null>();
  const stages = new Moves<string>();
  const thresholds: Record<string, Record<keyof ThresholdMove, number>> = {};
  const moved: LeadMove[] = [];
  let [leads, totalsChanged, unmatched] = [0, 0, 0];
  for (const now of after) {
    const then = waiting.get(now.id)?.shift();
    if (!then) {
      unmatched++;
      continue;
    }
    leads++;
    if (then.total !== now.total) totalsChanged++;
    const [had, has] = [reached(then), reached(now)];
    const gained = has.filter((name) => !had.includes(name));
    const lost = had.filter((name) => !has.includes(name));
    for (const name of [...namesOf(then), ...namesOf(now)]) {
      thresholds[name] ??= { before: 0, after: 0, gained: 0, lost: 0 };
    }
    const count = (names: readonly string[], key: keyof ThresholdMove): void => {
      for (const name of names) {
        const counts = thresholds[name];
        if (counts) counts[key]++;
      }
    };
    count(had, 'before');
    count(has, 'after');
    count(gained, 'gained');
    count(lost, 'lost');
    const [was, is] = [standing(then), standing(now)];
    const changes = bands.add(was.band, is.band);
    const enters = stageOf !== undefined && stages.add(stageOf(then), stageOf(now));
    if (!changes && !enters && gained.length + lost.length === 0) continue;
    moved.push({ id: now.id, before: was, after: is, gained, lost });
  }
  for (const left of waiting.values()) unmatched += left.length;
  return {
    leads,
    totalsChanged,
    bands: bands.all(),
    ...(stageOf && { stages: stages.all() }),
    thresholds,
    moved,
    unmatched,
  };
}

/** How many go from where to where. */
class Moves<T> {
  readonly #moves = new Map<string, { from: T; to: T; leads: number }>();

  /** @returns whether it is a move at all. */
  add(from: T, to: T): boolean {
    if (from === to) return false;
    const key = JSON.stringify([from, to]);
    const move = this.#moves.get(key) ?? { from, to, leads: 0 };
    move.leads++;
    this.#moves.set(key, move);
    return true;
  }

  /** The most frequent first. */
  all(): { from: T; to: T; leads: number }[] {
    return [...this.#moves.values()].sort((a, b) => b.leads - a.leads);
  }
}

/** The comparison as a text, one fact a line. */
export function comparisonWords(comparison: ScoreComparison): string {
  const { leads, totalsChanged, bands, stages, thresholds, unmatched } = comparison;
  const moves = bands.map(
    ({ from, to, leads: count }) => `${from ?? 'no band'} -> ${to ?? 'no band'}: ${count}`,
  );
  const reach = Object.entries(thresholds).map(
    ([name, { before, after, gained, lost }]) =>
      `${name} reached by ${before} -> ${after} (${gained} more, ${lost} fewer)`,
  );
  const entries = (stages ?? []).map(({ from, to, leads: count }) => `${from} -> ${to}: ${count}`);
  const stageLine =
    entries.length === 0 ? 'nobody changes stage' : `stages: ${listed(entries, 'and')}`;
  const lines = [
    `${leads} leads compared, ${totalsChanged} with another total`,
    moves.length === 0 ? 'nobody changes band' : `bands: ${listed(moves, 'and')}`,
    ...(stages ? [stageLine] : []),
    ...reach,
    ...(unmatched > 0 ? [`${unmatched} leads stand on one side only`] : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function namesOf({ thresholds }: Score): string[] {
  return Object.keys(thresholds ?? {});
}

function reached({ total, thresholds }: Score): string[] {
  if (total === null) return [];
  return Object.entries(thresholds ?? {}).flatMap(([name, from]) => (total >= from ? [name] : []));
}
