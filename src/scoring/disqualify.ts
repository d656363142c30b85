import type { Model } from './schema.js';

/** The entries that take a lead out of the running, first match first. */
export interface Disqualify {
  readonly ids: readonly string[];
  readonly labels: readonly string[];
  /** Rules (by index) whose being 0 or not decides something. */
  readonly watched: readonly number[];
  /** Called at every edge: asks predicates and windows. */
  prepare(): void;
  /** The index of the first entry that holds for these lines, or -1. */
  find(lines: Float64Array): number;
}

/** `inForce` tells whether an entry's window is open and its predicate, where it has one, is true. */
export function compileDisqualify(model: Model, inForce: (index: number) => boolean): Disqualify {
  const documents = model.disqualify ?? [];
  const place = new Map(model.rules.map((rule, index) => [rule.id, index]));
  const entries = documents.map(({ rules }) => ({
    all: (rules?.all ?? []).map((id) => place.get(id) ?? -1),
    any: rules?.any?.map((id) => place.get(id) ?? -1),
  }));
  const open = documents.map(() => false);
  return {
    ids: documents.map(({ id }) => id),
    labels: documents.map(({ label }) => label),
    watched: [...new Set(entries.flatMap(({ all, any }) => [...all, ...(any ?? [])]))],
    prepare: () => {
      for (let index = 0; index < open.length; index++) open[index] = inForce(index);
    },
    find: (lines) => {
      for (let index = 0; index < open.length; index++) {
        if (!open[index]) continue;
        const { all, any } = entries[index] as (typeof entries)[number];
        if (all.some((rule) => lines[rule] === 0)) continue;
        if (any && !any.some((rule) => lines[rule] !== 0)) continue;
        return index;
      }
      return -1;
    },
  };
}
