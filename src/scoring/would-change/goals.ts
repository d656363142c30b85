import type { Model } from '../schema.js';
import type { Score } from '../types.js';

/** The next band or threshold above the total. */
export interface Goal {
  readonly kind: 'band' | 'threshold';
  readonly name: string;
  readonly from: number;
}

/** What a lead may reach next. */
export function goalsOf(model: Model, { total, band, segment, thresholds }: Score): Goal[] {
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
export function reachesGoal(
  model: Model,
  goal: Goal,
  { total, disqualified, ...score }: Score,
): boolean {
  if (total === null || disqualified !== null) return false;
  const table = goal.kind === 'band' ? bandsFor(model, score.segment) : (score.thresholds ?? {});
  const from = table[goal.name];
  return from !== undefined && total >= from;
}
