import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { ActName } from '../../../api/contract.js';
import { pause, reveal } from '../../lib/motion.js';
import type { Act } from '../components/act-buttons.js';
import { texts } from '../texts.js';
import type { Demo } from './use-demo.js';
import type { Later } from './use-later.js';
import type { WhatIfState } from './use-what-if.js';

const DAYS = 30;
const READ_MS = 3500;

type Script = (signal: AbortSignal) => Promise<void>;

export interface Acts {
  readonly acts: readonly Act[];
  /** The same acts for playing by themselves; each resolves when its outcome stands. */
  readonly scripts: readonly Script[];
  readonly places: {
    readonly score: RefObject<HTMLElement | null>;
    readonly record: RefObject<HTMLElement | null>;
    readonly list: RefObject<HTMLElement | null>;
  };
  /** Why the last act could not be played, or null. */
  readonly problem: string | null;
  readonly dismiss: () => void;
  readonly cancelWhatIf: () => void;
}

/** The four acts: what each does, where its outcome shows, and when it can be played. */
export function useActs(demo: Demo, later: Later, whatIf: WhatIfState): Acts {
  const score = useRef<HTMLElement>(null);
  const record = useRef<HTMLElement>(null);
  const list = useRef<HTMLElement>(null);
  const [pending, setPending] = useState<ActName | null>(null);
  const [ahead, setAhead] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);

  const guard = useCallback(async (work: () => Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
    } catch (thrown) {
      setProblem(thrown instanceof Error ? thrown.message : String(thrown));
    }
  }, []);

  const { play } = demo;
  const { setDays, run: runDays } = later;
  const send = useCallback(
    (act: ActName): Promise<void> =>
      guard(async () => {
        setDays(0);
        setPending(act);
        reveal(score.current);
        try {
          const run = await play(act);
          if (run.problem) setProblem(run.problem);
        } finally {
          setPending(null);
        }
      }),
    [guard, play, setDays],
  );

  const wait = useCallback(
    async (signal: AbortSignal): Promise<void> => {
      reveal(score.current);
      setAhead(true);
      await runDays(DAYS, signal);
      setAhead(false);
    },
    [runDays],
  );

  const { start, cancel } = whatIf;
  const scripts = useMemo<readonly Script[]>(
    () => [
      () => send('demo-request'),
      wait,
      () => send('repeat-and-kill'),
      (signal) =>
        guard(async () => {
          await start(false);
          reveal(list.current);
          await pause(READ_MS, signal);
          if (!signal.aborted) cancel();
        }),
    ],
    [send, wait, guard, start, cancel],
  );

  const running = (act: ActName): boolean => pending === act || demo.runs[act]?.state === 'running';
  const busy = running('demo-request') || running('repeat-and-kill');
  const notReady = demo.story === null || demo.connection === 'lost';
  const name = demo.story?.record.name.split(/\s+/)[0] ?? '';

  const acts: Act[] = [
    {
      id: 'demo-request',
      title: texts.acts.ask.title(name),
      sentence: texts.acts.ask.sentence,
      running: running('demo-request'),
      done: demo.runs['demo-request']?.state === 'done',
      blocked: busy || notReady,
      play: () => void send('demo-request'),
    },
    {
      id: 'wait',
      title: texts.acts.wait.title,
      sentence: texts.acts.wait.sentence,
      running: ahead,
      done: later.days > 0,
      blocked: notReady || ahead,
      play: () => void wait(new AbortController().signal),
    },
    {
      id: 'repeat-and-kill',
      title: texts.acts.repeat.title,
      sentence: texts.acts.repeat.sentence,
      running: running('repeat-and-kill'),
      done: demo.runs['repeat-and-kill']?.state === 'done',
      blocked: busy || notReady,
      play: () => void send('repeat-and-kill'),
    },
    {
      id: 'what-if',
      title: texts.acts.whatIf.title,
      sentence: texts.acts.whatIf.sentence,
      running: false,
      done: whatIf.open,
      blocked: notReady,
      play: () =>
        void guard(async () => {
          await start(true);
          reveal(list.current);
        }),
    },
  ];

  const cancelWhatIf = useCallback(() => {
    cancel();
    // The field that had the focus is gone: give it to the button that opened it.
    document.querySelector<HTMLElement>('[data-act="what-if"]')?.focus({ preventScroll: true });
  }, [cancel]);

  return {
    acts,
    scripts,
    places: { score, record, list },
    problem,
    dismiss: () => setProblem(null),
    cancelWhatIf,
  };
}
