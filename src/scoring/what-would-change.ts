import type { Model } from './schema.js';
import type { Score, ScoreInput, Scorer } from './types.js';
import { disqualifyWords } from './words/entries.js';
import { predicateWords } from './words/predicate.js';
import { candidatesFor } from './would-change/candidates.js';
import { type Goal, goalsOf, reachesGoal } from './would-change/goals.js';
import { type Proposal, proposalOf } from './would-change/proposal.js';
import { changed, Search } from './would-change/search.js';

export type { Goal } from './would-change/goals.js';
export type { LineChange, Proposal } from './would-change/proposal.js';
export type { ActivityChange, Change, FieldChange } from './would-change/types.js';

/** Proposals for one goal. */
const PROPOSALS = 3;

export interface GoalAnswer {
  readonly goal: Goal;
  /** The best first; empty when nothing was found. */
  readonly proposals: readonly Proposal[];
  /** The most points that the changes tried come to; null when there are proposals. */
  readonly most: number | null;
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
    const proposals = all.slice(0, PROPOSALS).map(({ chosen }) => {
      const changes = chosen.map(({ change }) => change);
      return proposalOf(changes, score, scorer.explain(changed(input, chosen, now), now));
    });
    const most = proposals.length > 0 ? null : search(true).best;
    return { goal, proposals, most, words: goalWords(goal, proposals, most) };
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

function goalWords(goal: Goal, proposals: readonly Proposal[], most: number | null): string {
  const name = `${goal.name} (${goal.from})`;
  const [first] = proposals;
  if (first) return `For ${name}: ${first.words}.`;
  return `For ${name}: nothing found within three changes; the most they come to is ${most}.`;
}
