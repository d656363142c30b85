/** A count over time: from each moment on (milliseconds, ascending) it has the value beside it, 0 before. */
export interface Steps {
  readonly at: Float64Array;
  readonly value: Int32Array;
}

export function valueAt({ at, value }: Steps, now: number): number {
  const place = placeOf(at, now);
  return place < 0 ? 0 : (value[place] as number);
}

/**
 * The first moment after `now` at which the count comes to compare differently with one of the operands;
 * Infinity when it never does. Moments at which it only moves between them are passed over.
 */
export function turnOf(steps: Steps, operands: ReadonlySet<number>, now: number): number {
  if (operands.size === 0) return Number.POSITIVE_INFINITY;
  const { at, value } = steps;
  const present = sideOf(valueAt(steps, now), operands);
  for (let place = placeOf(at, now) + 1; place < at.length; place++) {
    if (sideOf(value[place] as number, operands) !== present) return at[place] as number;
  }
  return Number.POSITIVE_INFINITY;
}

/** Where a number stands among the operands. */
function sideOf(value: number, operands: ReadonlySet<number>): number {
  let side = 0;
  for (const operand of operands) side += value > operand ? 2 : value === operand ? 1 : 0;
  return side;
}

/** The last step that is not after `now`, or -1. */
function placeOf(at: Float64Array, now: number): number {
  let low = 0;
  let high = at.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((at[middle] as number) <= now) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** The stretches in which somebody counts as active for a span after each time: what overlaps is one. */
export function joined(times: readonly number[], span: number): [from: number, to: number][] {
  const stretches: [number, number][] = [];
  for (const at of [...times].sort((a, b) => a - b)) {
    const last = stretches.at(-1);
    if (last && at <= last[1]) last[1] = at + span;
    else stretches.push([at, at + span]);
  }
  return stretches;
}

/** How many of the stretches hold at each moment; the end of one belongs to it no more. */
export function stepsOf(stretches: readonly (readonly [from: number, to: number])[]): Steps {
  const changes = new Map<number, number>();
  const add = (at: number, change: number) => changes.set(at, (changes.get(at) ?? 0) + change);
  for (const [from, to] of stretches) {
    add(from, 1);
    add(to, -1);
  }
  const at = Float64Array.from(changes.keys()).sort();
  const value = new Int32Array(at.length);
  let sum = 0;
  for (let place = 0; place < at.length; place++) {
    sum += changes.get(at[place] as number) as number;
    value[place] = sum;
  }
  return { at, value };
}
