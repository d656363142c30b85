import type { Engine } from './engine.js';
import { toHundredths } from './rounding.js';
import type { LineDetail } from './types.js';

/** How the rule lines of the last run came about; lines of 0 are left out, as in the reasons. */
export function detailsOf(engine: Engine, now: number): LineDetail[] {
  const { lines, variant } = engine;
  return variant.rules.flatMap((rule, index) => {
    const line = lines[index] as number;
    if (!rule || line === 0) return [];
    const found = rule.occurrences?.(now) ?? [];
    // A rule that counts nothing has what it gives from the start.
    if (found.length === 0) {
      return [{ rule: rule.id, raw: line / 100, faded: 0, bounded: 0, occurrences: [] }];
    }
    const sum = (of: (one: (typeof found)[number]) => number): number =>
      toHundredths(found.reduce((all, one) => all + of(one), 0));
    const raw = sum((one) => one.raw);
    const left = sum((one) => one.points);
    const occurrences = found.map(({ at, raw: full, points }) => ({
      at,
      raw: full,
      points: toHundredths(points) / 100,
      left: full === 0 ? 1 : points / full,
    }));
    const [faded, bounded] = [(left - raw) / 100, (line - left) / 100];
    return [{ rule: rule.id, raw: raw / 100, faded, bounded, occurrences }];
  });
}
