import { useCallback, useEffect, useRef } from 'react';
import { pause, prefersLessMotion } from '../../lib/motion.js';

const DAY_MS = 86_400_000;
const STEPS = 6;
const STEP_MS = 350;
/** Nobody waits for an answer longer than this. */
const ANSWER_MS = 15_000;

export type OnMoment = (at: string, options?: { push?: boolean }) => void;

/**
 * Moves the page's own moment into the future, step by step, and resolves when the page is of that day
 * or an answer takes too long; an aborted one stays where it is. `at` is the moment of the page.
 */
export function useAhead(
  at: string,
  onMoment: OnMoment,
): (days: number, signal: AbortSignal) => Promise<void> {
  const shown = useRef({ at, tell: (_at: string) => {} });
  shown.current.at = at;
  useEffect(() => shown.current.tell(at), [at]);
  const move = useRef(onMoment);
  move.current = onMoment;

  return useCallback(async (days, signal) => {
    const from = Date.now();
    const momentOf = (part: number) => new Date(from + days * DAY_MS * part).toISOString();
    if (!prefersLessMotion()) {
      for (let step = 1; step < STEPS && !signal.aborted; step++) {
        move.current(momentOf(step / STEPS), { push: step === 1 });
        await pause(STEP_MS, signal);
      }
    }
    if (signal.aborted) return;
    const target = momentOf(1);
    const arrived = new Promise<void>((resolve) => {
      shown.current.tell = (moment) => {
        if (moment === target) resolve();
      };
    });
    move.current(target, { push: prefersLessMotion() });
    await Promise.race([arrived, pause(ANSWER_MS, signal)]);
  }, []);
}
