import { type Bounds, boundsOf, clamp, toHundredths, toWhole } from './rounding.js';
import type { Model } from './schema.js';
import type { Reason } from './types.js';

interface Group {
  readonly name: string;
  readonly dimension: number;
  readonly bounds: Bounds;
}

interface Dimension {
  readonly name: string;
  readonly bounds: Bounds;
  readonly weight: number;
}

/**
 * From rule lines to the total, in whole hundredths: rules -> group bound -> dimension bound -> sum or
 * weighted sum -> total bound. One object is used again and again; results stand in its fields.
 */
export class Sums {
  readonly dimensions: readonly Dimension[];
  /** Dimension values after their bounds. */
  readonly values: Float64Array;
  total = 0;
  readonly #groups: readonly Group[];
  /** Where each rule adds to: a group's index, or dimensions counted after the groups. */
  readonly #target: Int32Array;
  /** Group sums, then dimension sums, before bounds. */
  readonly #sums: Float64Array;
  readonly #weighted: boolean;
  readonly #totalBounds: Bounds;
  #unbounded = 0;

  constructor(model: Model) {
    const names = Object.keys(model.dimensions);
    const weights = model.total?.weights ?? {};
    this.dimensions = names.map((name) => ({
      name,
      bounds: boundsOf(model.dimensions[name] ?? {}),
      weight: weights[name] ?? 0,
    }));
    this.#groups = Object.entries(model.groups ?? {}).map(([name, group]) => ({
      name,
      dimension: names.indexOf(group.dimension),
      bounds: boundsOf(group),
    }));
    const groups = this.#groups.map((group) => group.name);
    this.#target = Int32Array.from(model.rules, (rule) =>
      rule.group === undefined
        ? groups.length + names.indexOf(rule.dimension ?? '')
        : groups.indexOf(rule.group),
    );
    this.#sums = new Float64Array(groups.length + names.length);
    this.values = new Float64Array(names.length);
    this.#weighted = model.total?.method === 'weighted';
    this.#totalBounds = boundsOf(model.total ?? {});
  }

  /** The points of a disqualified lead. */
  get floor(): number {
    return Number.isFinite(this.#totalBounds.floor) ? this.#totalBounds.floor : 0;
  }

  run(lines: Float64Array): void {
    const sums = this.#sums;
    const groups = this.#groups;
    sums.fill(0);
    for (let index = 0; index < lines.length; index++) {
      const line = lines[index] as number;
      if (line !== 0) (sums[this.#target[index] as number] as number) += line;
    }
    for (let index = 0; index < groups.length; index++) {
      const { dimension, bounds } = groups[index] as Group;
      (sums[groups.length + dimension] as number) += clamp(sums[index] as number, bounds);
    }
    let total = 0;
    for (let index = 0; index < this.dimensions.length; index++) {
      const { bounds, weight } = this.dimensions[index] as Dimension;
      const value = clamp(sums[groups.length + index] as number, bounds);
      this.values[index] = value;
      if (!this.#weighted) total += value;
      // Weighted in points and not in hundredths, as rounding expects it.
      else if (weight !== 0) total += (weight * value) / 100;
    }
    this.#unbounded = this.#weighted ? toHundredths(total) : total;
    this.total = clamp(this.#unbounded, this.#totalBounds);
  }

  /** The lines that lead from the rules' lines to the total, of the last run. Zero lines are left out. */
  reasons(): Reason[] {
    const reasons: Reason[] = [];
    const groups = this.#groups;
    for (const [index, { name, bounds }] of groups.entries()) {
      boundLine(reasons, this.#sums[index] as number, bounds, { group: name });
    }
    for (const [index, { name, bounds }] of this.dimensions.entries()) {
      boundLine(reasons, this.#sums[groups.length + index] as number, bounds, { dimension: name });
    }
    if (this.#weighted) this.#weightLines(reasons);
    boundLine(reasons, this.#unbounded, this.#totalBounds, { total: true });
    return reasons;
  }

  #weightLines(reasons: Reason[]): void {
    let rest = this.#unbounded;
    for (const value of this.values) rest -= value;
    const last = this.dimensions.length - 1;
    for (const [index, { name, weight }] of this.dimensions.entries()) {
      const value = this.values[index] as number;
      const line = index === last ? rest : toHundredths((weight * value) / 100) - value;
      rest -= line;
      if (line !== 0) reasons.push({ rule: null, label: `${name} x ${weight}`, hundredths: line });
    }
  }
}

/** The line between a sum and its bounded value. */
function boundLine(
  reasons: Reason[],
  sum: number,
  bounds: Bounds,
  evidence: Readonly<Record<string, unknown>>,
): void {
  const line = clamp(sum, bounds) - sum;
  if (line === 0) return;
  const label = line < 0 ? `capped at ${bounds.cap / 100}` : `not below ${bounds.floor / 100}`;
  reasons.push({ rule: null, label, hundredths: line, evidence });
}

/** The line that makes whole points of a total. */
export function roundingLine(total: number): Reason | undefined {
  const line = toWhole(total) * 100 - total;
  return line === 0 ? undefined : { rule: null, label: 'rounding', hundredths: line };
}
