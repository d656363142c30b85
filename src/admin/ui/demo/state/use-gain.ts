import { useEffect, useRef, useState } from 'react';
import type { LeadScore } from '../../../api/contract.js';
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

const NONE: ReadonlySet<string> = new Set();
const FRESH_MS = 3200;

/** What the newest score has that the one before had not. */
export function useGain(score: LeadScore): Gained {
  const former = useRef(score);
  const [gained, setGained] = useState<Gained>({ gain: null, fresh: NONE });

  useEffect(() => {
    const before = new Map(
      keyReasons(former.current.reasons).map(({ key, reason }) => [key, reason.points]),
    );
    former.current = score;
    const risen = keyReasons(score.reasons)
      .map(({ key, reason }) => ({ key, points: reason.points - (before.get(key) ?? 0) }))
      .filter((line) => line.points >= 1)
      .sort((one, other) => other.points - one.points);
    const largest = risen[0];
    if (!largest) return;
    setGained((last) => ({
      gain: { id: (last.gain?.id ?? 0) + 1, points: largest.points },
      fresh: new Set(risen.map((line) => line.key)),
    }));
  }, [score]);

  useEffect(() => {
    if (gained.fresh.size === 0) return;
    const timer = window.setTimeout(
      () => setGained((last) => ({ gain: last.gain, fresh: NONE })),
      FRESH_MS,
    );
    return () => window.clearTimeout(timer);
  }, [gained.fresh]);

  return gained;
}
