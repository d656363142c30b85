/** How near (in hundredths) a size must be to a half to count as that half. */
const HALF = 0.5 - 1e-7;

/**
 * Points as whole hundredths, half away from zero. The rounding is one of decimals: 2.125 is a half
 * although its binary neighbours may lie a little below.
 */
export function toHundredths(points: number): number {
  const size = Math.abs(points) * 100;
  const whole = Math.floor(size);
  const rounded = size - whole >= HALF ? whole + 1 : whole;
  return points < 0 && rounded > 0 ? -rounded : rounded;
}

/** Whole hundredths as whole points, half away from zero. */
export function toWhole(hundredths: number): number {
  const whole = Math.floor((Math.abs(hundredths) + 50) / 100);
  return hundredths < 0 && whole > 0 ? -whole : whole;
}

/** Bounds in whole hundredths; without one there is none. */
export interface Bounds {
  readonly floor: number;
  readonly cap: number;
}

export function boundsOf(from: {
  readonly floor?: number | undefined;
  readonly cap?: number | undefined;
}): Bounds {
  return {
    floor: from.floor === undefined ? Number.NEGATIVE_INFINITY : toHundredths(from.floor),
    cap: from.cap === undefined ? Number.POSITIVE_INFINITY : toHundredths(from.cap),
  };
}

export function clamp(value: number, { floor, cap }: Bounds): number {
  return value < floor ? floor : value > cap ? cap : value;
}
