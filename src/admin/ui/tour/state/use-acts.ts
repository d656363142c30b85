import { type RefObject, useCallback, useMemo, useRef, useState } from 'react';
import type { ActName } from '../../../api/contract/demo.js';
import { pause, reveal } from '../../lib/motion.js';
import { useTexts } from '../../texts/index.js';
import type { Act } from '../components/act-buttons.js';
import type { Tour } from './use-story.js';
import type { WhatIfState } from './use-what-if.js';

const DAYS = 30;
const READ_MS = 3500;
/** What cannot be done twice. */
const ONCE: ReadonlySet<ActName> = new Set<ActName>(['conversion']);

type Script = (signal: AbortSignal) => Promise<void>;

/** The page that the acts are played on. */
export interface Stage {
  /** True while the page is of a moment to come. */
  readonly ahead: boolean;
  /** Moves the page so many days ahead. */
  readonly goAhead: (days: number, signal: AbortSignal) => Promise<void>;
  readonly goBack: () => void;
}

export interface Acts {
  readonly acts: readonly Act[];
  /** The same acts for playing by themselves; each resolves when its outcome stands. */
  readonly scripts: readonly Script[];
  /** Where the acts that are sent show. */
  readonly place: RefObject<HTMLDivElement | null>;
  /** Why the last act could not be played, or null. */
  readonly problem: unknown;
  readonly dismiss: () => void;
  readonly cancelWhatIf: () => void;
}

/** The four acts: what each does, where its outcome shows, and when it can be played. */
export function useActs(tour: Tour, page: Stage, whatIf: WhatIfState): Acts {
  const texts = useTexts().tour.acts;
  const [first, second] = tour.story?.acts ?? [];
  const place = useRef<HTMLDivElement>(null);
  const [pending, setPending] = useState<ActName | null>(null);
  const [moving, setMoving] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  const guard = useCallback(async (work: () => Promise<void>): Promise<void> => {
    setProblem(null);
    try {
      await work();
    } catch (thrown) {
      setProblem(thrown);
    }
  }, []);

  const { play } = tour;
  const stage = useRef(page);
  stage.current = page;
  const send = useCallback(
    (act: ActName): Promise<void> =>
      guard(async () => {
        if (stage.current.ahead) stage.current.goBack();
        setPending(act);
        reveal(place.current);
        try {
          await play(act);
        } finally {
          setPending(null);
        }
      }),
    [guard, play],
  );

  const wait = useCallback(async (signal: AbortSignal): Promise<void> => {
    reveal(place.current);
    setMoving(true);
    await stage.current.goAhead(DAYS, signal);
    setMoving(false);
  }, []);

  const { start, cancel } = whatIf;
  const scripts = useMemo<readonly Script[]>(
    () => [
      () => (first ? send(first) : Promise.resolve()),
      wait,
      () => (second ? send(second) : Promise.resolve()),
      (signal) =>
        guard(async () => {
          await start(false);
          await pause(READ_MS, signal);
          if (!signal.aborted) cancel();
        }),
    ],
    [first, second, send, wait, guard, start, cancel],
  );

  const running = (act: ActName): boolean => pending === act || tour.runs[act]?.state === 'running';
  const busy = [first, second].some((act) => act && running(act));
  const lost = tour.connection === 'lost';
  const name = tour.story?.record.name.split(/\s+/)[0] ?? '';
  const sent = (id: ActName | undefined): Act[] => {
    if (!id) return [];
    const done = tour.runs[id]?.state === 'done';
    return [
      {
        id,
        title: texts.sent[id].title(name),
        sentence: texts.sent[id].sentence,
        running: running(id),
        done,
        blocked: busy || lost || (done && ONCE.has(id)),
        play: () => void send(id),
      },
    ];
  };
  const acts: Act[] = [
    ...sent(first),
    {
      ...texts.wait,
      id: 'wait',
      running: moving,
      done: page.ahead,
      blocked: lost || moving,
      play: () => void wait(new AbortController().signal),
    },
    ...sent(second),
    {
      ...texts.whatIf,
      id: 'what-if',
      running: false,
      done: whatIf.open,
      blocked: lost,
      play: () => void guard(() => start(true)),
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
    place,
    problem,
    dismiss: () => setProblem(null),
    cancelWhatIf,
  };
}
