import { useCallback, useEffect, useState } from 'react';
import { WHAT_IF_MAX_POINTS, type WhatIf } from '../../../api/contract/demo.js';
import { readWhatIf } from '../api/client.js';

export interface WhatIfState {
  readonly open: boolean;
  /** True when a person opened it, who then wants to type. */
  readonly takesFocus: boolean;
  /** What stands in the field; text while it is no number. */
  readonly pricing: number | string;
  readonly valid: boolean;
  /** The newest preview; an older one stays while the next is computed. */
  readonly preview: WhatIf | null;
  readonly computing: boolean;
  /** Why the newest preview could not be made, or null. */
  readonly problem: unknown;
  /** Opens with today's points doubled. */
  readonly start: (takesFocus: boolean) => Promise<void>;
  readonly change: (pricing: number | string) => void;
  readonly cancel: () => void;
}

const TYPING_MS = 150;

/** A preview of other points for the pricing rule: nothing is stored, Cancel forgets it. */
export function useWhatIf(): WhatIfState {
  const [open, setOpen] = useState(false);
  const [takesFocus, setTakesFocus] = useState(false);
  const [pricing, setPricing] = useState<number | string>('');
  const [preview, setPreview] = useState<WhatIf | null>(null);
  const [computing, setComputing] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const valid = typeof pricing === 'number' && pricing >= 0 && pricing <= WHAT_IF_MAX_POINTS;

  useEffect(() => {
    if (!open || !valid) return;
    const abort = new AbortController();
    setComputing(true);
    const timer = window.setTimeout(() => {
      readWhatIf(pricing, abort.signal)
        .then((answer) => {
          setPreview(answer);
          setProblem(null);
        })
        .catch((thrown: unknown) => {
          if (!abort.signal.aborted) setProblem(thrown);
        })
        .finally(() => {
          if (!abort.signal.aborted) setComputing(false);
        });
    }, TYPING_MS);
    return () => {
      window.clearTimeout(timer);
      abort.abort();
    };
  }, [open, valid, pricing]);

  const start = useCallback(async (byPerson: boolean): Promise<void> => {
    const today = await readWhatIf(null, new AbortController().signal);
    setPreview(today);
    setPricing(Math.min(today.rule.points * 2, WHAT_IF_MAX_POINTS));
    setProblem(null);
    setTakesFocus(byPerson);
    setOpen(true);
  }, []);

  const cancel = useCallback(() => {
    setOpen(false);
    setPreview(null);
    setPricing('');
    setComputing(false);
  }, []);

  return {
    open,
    takesFocus,
    pricing,
    valid,
    preview,
    computing,
    problem,
    start,
    change: setPricing,
    cancel,
  };
}
