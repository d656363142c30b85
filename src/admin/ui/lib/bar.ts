/** The score as a bar: positive lines side by side, negative ones laid back over their end. */

export interface BarSegment {
  readonly index: number;
  readonly points: number;
  /** Where it starts and how wide it is, in percent of the bar. */
  readonly left: number;
  readonly width: number;
}

export interface Bar {
  readonly segments: readonly BarSegment[];
  /** Points at the right end. */
  readonly scale: number;
  /** Position in percent of a number of points. */
  readonly at: (points: number) => number;
}

/**
 * Positive lines stand from left to right in their order; negative ones end where the line before
 * them ended and go left, so the last negative one ends at the total.
 */
export function layOutBar(points: readonly number[], cap: number): Bar {
  const gained = points.reduce((sum, value) => sum + Math.max(value, 0), 0);
  const scale = Math.max(cap, gained, 1);
  const percent = (value: number): number => (value / scale) * 100;
  let right = 0;
  let end = gained;
  const segments: BarSegment[] = [];
  points.forEach((value, index) => {
    if (value === 0) return;
    if (value > 0) {
      segments.push({ index, points: value, left: percent(right), width: percent(value) });
      right += value;
      return;
    }
    const start = Math.max(end + value, 0);
    segments.push({ index, points: value, left: percent(start), width: percent(end - start) });
    end = start;
  });
  const at = (value: number): number => Math.min(Math.max(percent(value), 0), 100);
  return { segments, scale, at };
}
