import { useCallback, useEffect, useRef, useState } from 'react';
import type { LeadScore } from '../../../api/contract.js';
import { pause, prefersLessMotion } from '../../lib/motion.js';
import { readScoreAt } from '../api/client.js';

export interface Later {
  /** 0 is today. */
  readonly days: number;
  /** The score on that day; null for today and until the first answer. */
  readonly score: LeadScore | null;
  readonly problem: string | null;
  readonly setDays: (days: number) => void;
  /**
   * Moves the slider from today to `days`, step by step, and resolves when that day's score is there or
   * could not be had; an aborted one stays where it is.
   */
  readonly run: (days: number, signal: AbortSignal) => Promise<void>;
}

const STEPS = 10;
const STEP_MS = 220;

/** The story lead's score on a later day. No clock is moved: the server computes it for that day. */
export function useLater(): Later {
  const [days, setDays] = useState(0);
  const [score, setScore] = useState<LeadScore | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const answered = useRef(0);
  const arrived = useRef<() => unknown>(() => {});

  useEffect(() => {
    setProblem(null);
    if (days === 0) {
      answered.current = 0;
      setScore(null);
      return;
    }
    const abort = new AbortController();
    readScoreAt(days, abort.signal)
      .then((answer) => setScore(answer.score))
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted) setProblem(thrown instanceof Error ? thrown.message : null);
      })
      .finally(() => {
        if (abort.signal.aborted) return;
        answered.current = days;
        arrived.current();
      });
    return () => abort.abort();
  }, [days]);

  const run = useCallback(async (target: number, signal: AbortSignal): Promise<void> => {
    if (!prefersLessMotion()) {
      for (let step = 1; step < STEPS && !signal.aborted; step++) {
        setDays(Math.round((target * step) / STEPS));
        await pause(STEP_MS, signal);
      }
    }
    if (signal.aborted || answered.current === target) return;
    await new Promise<void>((resolve) => {
      arrived.current = () => answered.current === target && resolve();
      signal.addEventListener('abort', () => resolve());
      setDays(target);
    });
  }, []);

  return { days, score, problem, setDays, run };
}
