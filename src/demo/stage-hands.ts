import { randomUUID } from 'node:crypto';
import type { ActName, ActRun, ActStep } from '../admin/api/contract.js';
import { messageOf, PlumblineError } from '../lib/errors.js';

/** What an act does with its run. */
export interface Performance {
  /** When it began, milliseconds. */
  readonly startedAt: number;
  /** A step that happened, now or at a moment that is known better. */
  step(step: ActStep, at?: number): void;
}

/** Plays the act. @returns the verdict, where the act has one. Throws with a code and a sentence that say what failed. */
export type Act = (performance: Performance) => Promise<ActRun['verdict']>;

/** Plays one act at a time and remembers the newest run of each. */
export interface StageHands {
  /** Throws `act-running` (409) while another act runs, `not-ready` (503) before its lead is there. */
  play(name: ActName): ActRun;
  runs(): ActRun[];
  /** An act is being played. */
  busy(): boolean;
  /** Resolves when nothing is played. */
  idle(): Promise<void>;
}

export function createStageHands(
  find: (name: ActName) => Act | null,
  tell: (run: ActRun) => void,
  clock: () => number,
): StageHands {
  const newest = new Map<ActName, ActRun>();
  let playing: Promise<void> | null = null;

  const put = (run: ActRun): void => {
    newest.set(run.act, run);
    tell(run);
  };

  async function perform(act: Act, first: ActRun, startedAt: number): Promise<void> {
    let run = first;
    const step = (name: ActStep, at = clock()): void => {
      const afterMs = Math.max(0, at - startedAt);
      run = { ...run, steps: [...run.steps, { step: name, afterMs }] };
      put(run);
    };
    try {
      const verdict = await act({ startedAt, step });
      put({ ...run, state: 'done', verdict });
    } catch (error) {
      const code = error instanceof PlumblineError ? error.code : 'internal';
      put({ ...run, state: 'failed', problem: { code, message: messageOf(error) } });
    } finally {
      playing = null;
    }
  }

  return {
    play(name) {
      const act = find(name);
      if (!act) {
        throw new PlumblineError('not-ready', 'Its lead is not there yet; play it in a moment.', {
          status: 503,
        });
      }
      if (playing) {
        throw new PlumblineError(
          'act-running',
          'Another act is being played; wait until it has ended.',
          { status: 409 },
        );
      }
      const startedAt = clock();
      const run: ActRun = {
        run: randomUUID(),
        act: name,
        state: 'running',
        startedAt: new Date(startedAt).toISOString(),
        steps: [],
        verdict: null,
        problem: null,
      };
      newest.set(name, run);
      // The answer with the run goes out before its first step.
      playing = new Promise<void>((resolve) => setImmediate(resolve)).then(() =>
        perform(act, run, startedAt),
      );
      return run;
    },
    runs: () => [...newest.values()],
    busy: () => playing !== null,
    idle: async () => {
      await playing;
    },
  };
}
