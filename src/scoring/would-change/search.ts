import type { Activity } from '../../lead/activity.js';
import type { Score, ScoreInput, Scorer } from '../types.js';
import type { Candidate } from './types.js';

/** Changes in one set. */
const SIZES = [1, 2, 3] as const;
/** Candidates that are combined in twos and in threes: at most 300 pairs and 560 triples are scored. */
const MOST = { 2: { helping: 18, waiting: 6 }, 3: { helping: 10, waiting: 4 } };

/** A set of changes and the score that it leads to. */
export interface Found {
  readonly chosen: readonly Candidate[];
  readonly effort: number;
  readonly score: Score;
}

interface TriedSet {
  /** Places of its candidates in the pool, in order. */
  readonly places: readonly number[];
  readonly found: Found;
}

/** What a lead's score would be under sets of up to three changes. Sets are scored when they are asked for. */
export class Search {
  readonly #scorer: Scorer;
  readonly #input: ScoreInput;
  readonly #now: number;
  readonly #candidates: readonly Candidate[];
  /** The candidates that are worth combining: those that help alone, then those that may. */
  #pool: readonly Candidate[] = [];
  #helping = 0;
  /** Sets of one, two and three changes, as far as they have been scored. */
  readonly #sets: (readonly TriedSet[])[] = [];

  constructor(scorer: Scorer, input: ScoreInput, now: number, candidates: readonly Candidate[]) {
    this.#scorer = scorer;
    this.#input = input;
    this.#now = now;
    this.#candidates = candidates;
  }

  /** The highest total of all sets. */
  get best(): number {
    return SIZES.flatMap((size) => this.#setsOf(size)).reduce(
      (most, { found }) => Math.max(most, found.score.total ?? most),
      this.#score([]).total ?? 0,
    );
  }

  /** The sets that reach a goal and of which no part does, the best first; at least so many if there are. */
  minimal(reaches: (score: Score) => boolean, enough: number): Found[] {
    const minimal: TriedSet[] = [];
    for (const size of SIZES) {
      if (minimal.length >= enough) break;
      const smaller = [...minimal];
      for (const set of this.#setsOf(size)) {
        if (!reaches(set.found.score)) continue;
        if (!smaller.some(({ places }) => isPart(places, set.places))) minimal.push(set);
      }
    }
    return minimal.map(({ found }) => found).sort(bestFirst);
  }

  #setsOf(size: (typeof SIZES)[number]): readonly TriedSet[] {
    this.#sets[size] ??= size === 1 ? this.#single() : this.#combined(size);
    return this.#sets[size];
  }

  /** Scores every candidate alone and puts those into the pool that lower nothing. */
  #single(): TriedSet[] {
    const base = this.#score([]).total ?? 0;
    const seen = new Set<string>();
    const helping: Candidate[] = [];
    const waiting: Candidate[] = [];
    const gains = new Map<Candidate, number>();
    for (const candidate of this.#candidates) {
      const { total, dimensions, segment } = this.#score([candidate]);
      const gain = total === null ? -1 : total - base;
      if (gain < 0) continue;
      gains.set(candidate, gain);
      // Of changes for one rule's sake that come to the same, one is enough.
      const { rule } = candidate.change;
      const effect = JSON.stringify([candidate.slot ?? rule, total, dimensions, segment]);
      if (gain === 0) waiting.push(candidate);
      else if (!seen.has(effect)) helping.push(candidate);
      seen.add(effect);
    }
    const gain = (candidate: Candidate): number => gains.get(candidate) ?? 0;
    helping.sort((a, b) => gain(b) - gain(a) || a.effort - b.effort);
    waiting.sort((a, b) => b.promise - a.promise || a.effort - b.effort);
    this.#pool = [...helping, ...waiting];
    this.#helping = helping.length;
    return this.#pool.map((_, place) => this.#try([place])).filter((set) => set !== undefined);
  }

  #combined(size: 2 | 3): TriedSet[] {
    this.#setsOf(1);
    const most = MOST[size];
    const places = this.#pool
      .map((_, place) => place)
      .filter((place) =>
        place < this.#helping ? place < most.helping : place - this.#helping < most.waiting,
      );
    return [...multisets(places, size)].flatMap((set) => this.#try(set) ?? []);
  }

  /** Undefined for a set that gives one field two values. */
  #try(places: readonly number[]): TriedSet | undefined {
    const chosen = places.map((place) => this.#pool[place] as Candidate);
    const slots = chosen.map(({ slot }) => slot).filter((slot) => slot !== null);
    if (new Set(slots).size < slots.length) return undefined;
    const effort = chosen.reduce((sum, candidate) => sum + candidate.effort, 0);
    return { places, found: { chosen, effort, score: this.#score(chosen) } };
  }

  #score(chosen: readonly Candidate[]): Score {
    return this.#scorer.totals(changed(this.#input, chosen, this.#now), this.#now);
  }
}

/** A lead after some changes, all of them now. */
export function changed(input: ScoreInput, chosen: readonly Candidate[], now: number): ScoreInput {
  const fields = { ...input.fields };
  const acts: Activity[] = [];
  // Of activities at one moment the id says which came first.
  for (const { change } of [...chosen].sort((a, b) => a.step - b.step)) {
    if (change.kind === 'field') fields[change.field] = change.value;
    else {
      const { type, attributes } = change;
      acts.unshift({ id: `\uffff${acts.length}`, type, occurredAt: now, attributes });
    }
  }
  return { ...input, fields, activities: [...acts, ...input.activities], arranged: false };
}

/** All choices of so many entries, in order, each as often as one likes. */
function* multisets(entries: readonly number[], size: number, from = 0): Generator<number[]> {
  if (size === 0) yield [];
  else {
    for (let index = from; index < entries.length; index++) {
      for (const rest of multisets(entries, size - 1, index))
        yield [entries[index] as number, ...rest];
    }
  }
}

/** Whether every entry of a choice stands, as often, in a larger one. */
function isPart(part: readonly number[], whole: readonly number[]): boolean {
  const left = [...whole];
  return part.every((place) => {
    const at = left.indexOf(place);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
}

function bestFirst(a: Found, b: Found): number {
  return (
    a.chosen.length - b.chosen.length ||
    a.effort - b.effort ||
    (b.score.total ?? 0) - (a.score.total ?? 0)
  );
}
