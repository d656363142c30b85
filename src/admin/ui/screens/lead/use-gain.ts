import { useEffect, useRef, useState } from 'react';
import type { ExplainedScore } from '../../../api/contract/lead-shapes.js';
import { keyReasons } from '../../lib/reasons.js';

export interface Gain {
  /** Changes with every gain, so that the same points fly in again. */
  readonly id: number;
  readonly points: number;
}

export interface Gained {
  /** The largest rise, or null before the first. */
  readonly gain: Gain | null;
  /** Keys of all lines that have just risen; empty again after a while. */
  readonly fresh: ReadonlySet<string>;
}

const NONE: Gained = { gain: null, fresh: new Set() };
const FRESH_MS = 3200;

/** What the newest lines have that the ones before had not; of another moment than now (`still`) nothing. */
export function useGain(lines: ExplainedScore['lines'], still: boolean): Gained {
  const former = useRef<ReadonlyMap<string, number> | null>(null);
  const [gained, setGained] = useState(NONE);

  useEffect(() => {
    if (still) return;
    const now = new Map(keyReasons(lines).map(({ key, reason }) => [key, reason.points]));
    const before = former.current;
    former.current = now;
    if (before === null) return;
    const risen = [...now]
      .map(([key, points]) => ({ key, points: points - (before.get(key) ?? 0) }))
      .filter(({ points }) => points >= 1)
      .sort((one, other) => other.points - one.points);
    const largest = risen[0];
    if (!largest) return;
    setGained((last) => ({
      gain: { id: (last.gain?.id ?? 0) + 1, points: largest.points },
      fresh: new Set(risen.map(({ key }) => key)),
    }));
  }, [lines, still]);

  useEffect(() => {
    if (gained.fresh.size === 0) return;
    const timer = window.setTimeout(
      () => setGained(({ gain }) => ({ gain, fresh: NONE.fresh })),
      FRESH_MS,
    );
    return () => window.clearTimeout(timer);
  }, [gained.fresh]);

  return still ? NONE : gained;
}
