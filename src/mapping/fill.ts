/** How full a property is and what stands in it, over a sample of records. Pure. */
import type { RawValues } from './lead-fields.js';

export interface Fill {
  /** Records of the sample that have a value. */
  readonly filled: number;
  /** Different values among them. */
  readonly different: number;
  /** The commonest first, cut to what a table can show. */
  readonly samples: readonly string[];
}

const SAMPLES = 5;
const LONGEST = 80;

export function isFilled(value: string | null | undefined): value is string {
  return value !== null && value !== undefined && value.trim() !== '';
}

export function fillOf(records: readonly RawValues[], property: string): Fill {
  const counts = new Map<string, number>();
  for (const values of records) {
    const value = Object.hasOwn(values, property) ? values[property] : null;
    if (isFilled(value)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  const samples = [...counts]
    .sort(([, a], [, b]) => b - a)
    .slice(0, SAMPLES)
    .map(([value]) => (value.length > LONGEST ? `${value.slice(0, LONGEST - 1)}…` : value));
  const filled = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { filled, different: counts.size, samples };
}
