/** Leads by steps of the total. Pure. */

export interface Distribution {
  /** Where the first step begins, and how wide each is, in points. */
  readonly from: number;
  readonly width: number;
  /** The highest total of the last step, which may be one point wider than the others. */
  readonly to: number;
  /** Leads by step. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const STEPS = 20;
const WIDTHS = [5, 10, 20, 25, 50, 100, 250, 500, 1000];

/** Total -> leads. */
type Totals = ReadonlyMap<number, number>;

/**
 * Steps of a round width over all totals, twenty at most. They end at the cap, where there is one and no
 * total of now lies above it; else at a hundred, or at the highest total. `factor` scales a sample.
 */
export function distribution(
  before: Totals,
  after: Totals,
  factor: number,
  { cap = 100 }: { readonly cap?: number | undefined },
): Distribution {
  const totals = [...before.keys(), ...after.keys()];
  const least = Math.min(...totals, 0);
  const to = Math.max(...totals, Math.ceil(cap));
  const span = Math.max(1, to - least);
  const width = WIDTHS.find((one) => span / one <= STEPS) ?? Math.ceil(span / STEPS);
  const from = Math.floor(least / width) * width;
  // A step of one point, the highest, is part of the one before it.
  const count = Math.max(1, Math.ceil((to - from) / width));
  const steps = (counts: Totals): number[] => {
    const list = new Array<number>(count).fill(0);
    for (const [total, leads] of counts) {
      const index = Math.min(count - 1, Math.floor((total - from) / width));
      list[index] = (list[index] ?? 0) + leads;
    }
    return list.map((leads) => Math.round(leads * factor));
  };
  return { from, width, to, before: steps(before), after: steps(after) };
}
