/** Counts what would become of leads, one after another. */
import { Movers } from './movers.js';
import type { Outcome, PlannedTask, Standing } from './page.js';

/** What a lead may change. */
export const CHANGES = ['score', 'grade', 'band', 'stage'] as const;
export type ChangeKind = (typeof CHANGES)[number];

const KEYS: Readonly<Record<ChangeKind, keyof Standing>> = {
  score: 'total',
  grade: 'grade',
  band: 'band',
  stage: 'stage',
};

/** Whether a lead changes in this way; a first score is a change of all but the stage. */
export function differs(before: Standing | null, after: Standing, change: ChangeKind): boolean {
  if (before === null) return change !== 'stage';
  return before[KEYS[change]] !== after[KEYS[change]];
}

export interface Move {
  readonly from: string | null;
  readonly to: string | null;
  readonly leads: number;
}

class Moves {
  readonly #counts = new Map<string, { from: string | null; to: string | null; leads: number }>();

  add(from: string | null, to: string | null): void {
    const key = JSON.stringify([from, to]);
    const move = this.#counts.get(key) ?? { from, to, leads: 0 };
    this.#counts.set(key, move);
    move.leads += 1;
  }

  /** The most frequent first. */
  list(): Move[] {
    return [...this.#counts.values()].map((one) => ({ ...one })).sort((a, b) => b.leads - a.leads);
  }
}

/** Leads now and then under each of some names; a lead may stand under several. */
class Sides {
  readonly #counts = new Map<string | null, { before: number; after: number }>();

  add(name: string | null, side: 'before' | 'after'): void {
    const counts = this.#counts.get(name) ?? { before: 0, after: 0 };
    this.#counts.set(name, counts);
    counts[side] += 1;
  }

  /** The names given first, in their order, also those without a lead; no name comes last. */
  list(order: readonly string[]): { name: string | null; before: number; after: number }[] {
    const met = [...this.#counts.keys()].filter((name) => name !== null);
    const names: (string | null)[] = [...new Set([...order, ...met])];
    if (this.#counts.has(null)) names.push(null);
    return names.map((name) => ({ name, ...(this.#counts.get(name) ?? { before: 0, after: 0 }) }));
  }
}

export interface AccountCount {
  writes: number;
  /** Of them those that the CRM tells us of in turn. */
  events: number;
}

export class Tally {
  leads = 0;
  failed = 0;
  any = 0;
  risen = 0;
  fallen = 0;
  readonly changed: Record<ChangeKind, number> = { score: 0, grade: 0, band: 0, stage: 0 };
  /** Total -> leads. */
  readonly before = new Map<number, number>();
  readonly after = new Map<number, number>();
  readonly reached = new Sides();
  readonly standing = new Sides();
  readonly bands = new Moves();
  readonly grades = new Moves();
  readonly stages = new Moves();
  readonly accounts = new Map<number, AccountCount>();
  readonly tasks: PlannedTask[] = [];
  readonly movers = new Movers();

  add(outcome: Outcome): void {
    const { before, after } = outcome;
    this.leads += 1;
    if (before?.total != null) count(this.before, before.total);
    if (after.total !== null) count(this.after, after.total);
    if (before?.total != null && after.total !== null) {
      if (after.total > before.total) this.risen += 1;
      if (after.total < before.total) this.fallen += 1;
    }
    let moves = false;
    for (const change of CHANGES) {
      if (!differs(before, after, change)) continue;
      this.changed[change] += 1;
      moves = true;
    }
    for (const side of ['before', 'after'] as const) {
      for (const name of outcome.reached[side]) this.reached.add(name, side);
      this.standing.add(outcome[side]?.band ?? null, side);
    }
    this.bands.add(before?.band ?? null, after.band);
    this.grades.add(before?.grade ?? null, after.grade);
    this.stages.add(before?.stage ?? null, after.stage);
    for (const { account, event } of outcome.writes) {
      const one = this.accounts.get(account) ?? { writes: 0, events: 0 };
      this.accounts.set(account, one);
      one.writes += 1;
      if (event) one.events += 1;
    }
    this.tasks.push(...outcome.tasks);
    if (!moves) return;
    this.any += 1;
    this.movers.add(outcome);
  }
}

function count(counts: Map<number, number>, key: number): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
