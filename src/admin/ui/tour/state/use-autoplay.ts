import { useCallback, useEffect, useRef, useState } from 'react';
import { pause } from '../../lib/motion.js';

export type Autoplay =
  | { readonly state: 'off' }
  /** Nobody has touched the page yet. */
  | { readonly state: 'waiting'; readonly secondsLeft: number }
  /** `number` counts from 1. */
  | { readonly state: 'playing'; readonly number: number };

export interface AutoplayOptions {
  /** False until there is something to play. */
  readonly ready: boolean;
  /** How long nobody must have touched the page; 0 turns waiting off. */
  readonly idleMs: number;
  /** Between two acts, for reading. */
  readonly pauseMs: number;
  readonly acts: readonly ((signal: AbortSignal) => Promise<void>)[];
}

const INTERACTIONS = ['pointerdown', 'keydown', 'wheel', 'touchstart'] as const;

/** Plays the acts one after another when the page is left alone; any interaction stops it for good. */
export function useAutoplay({ ready, idleMs, pauseMs, acts }: AutoplayOptions) {
  const [autoplay, setAutoplay] = useState<Autoplay>(
    idleMs > 0 ? { state: 'waiting', secondsLeft: Math.ceil(idleMs / 1000) } : { state: 'off' },
  );
  const abort = useRef<AbortController | null>(null);
  const newest = useRef(acts);
  newest.current = acts;

  const stop = useCallback(() => {
    abort.current?.abort();
    abort.current = null;
    setAutoplay({ state: 'off' });
  }, []);

  const start = useCallback(async (): Promise<void> => {
    abort.current?.abort();
    const controller = new AbortController();
    abort.current = controller;
    const { signal } = controller;
    for (let index = 0; index < newest.current.length && !signal.aborted; index++) {
      setAutoplay({ state: 'playing', number: index + 1 });
      await newest.current[index]?.(signal);
      await pause(pauseMs, signal);
    }
    if (!signal.aborted) setAutoplay({ state: 'off' });
  }, [pauseMs]);

  useEffect(() => {
    for (const event of INTERACTIONS) {
      window.addEventListener(event, stop, { capture: true, passive: true });
    }
    return () => {
      for (const event of INTERACTIONS) {
        window.removeEventListener(event, stop, { capture: true });
      }
    };
  }, [stop]);

  const waiting = autoplay.state === 'waiting';
  useEffect(() => {
    if (!waiting || !ready) return;
    const end = performance.now() + idleMs;
    const timer = window.setInterval(
      () => {
        const left = end - performance.now();
        if (left > 0) setAutoplay({ state: 'waiting', secondsLeft: Math.ceil(left / 1000) });
        else void start();
      },
      Math.min(500, idleMs),
    );
    return () => window.clearInterval(timer);
  }, [waiting, ready, idleMs, start]);

  useEffect(() => () => abort.current?.abort(), []);

  return { autoplay, start, stop };
}
