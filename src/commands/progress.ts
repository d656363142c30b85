import type { Output } from './io.js';

/** Nothing is said of what is done within this time, milliseconds. */
const QUIET = 2_000;
/** Between two lines where they cannot be overwritten, milliseconds. */
const PLAIN = 10_000;
const TERMINAL = 200;

export interface Progress {
  /** What is being done and how far; shown when it takes long. */
  update(text: string): void;
  /** Shows the text while one thing that tells nothing itself takes long. */
  during<T>(text: string, work: Promise<T>): Promise<T>;
  /** Takes the line away. */
  done(): void;
}

/** A line on standard error for what takes over two seconds: one line on a terminal, few plain ones elsewhere. */
export function createProgress(
  output: Output,
  monotonic: () => number = () => performance.now(),
): Progress {
  const begun = monotonic();
  let shownAt = Number.NEGATIVE_INFINITY;
  let shown = false;
  const update = (text: string): void => {
    const now = monotonic();
    const pause = output.isTTY ? TERMINAL : PLAIN;
    if (now - begun < QUIET || now - shownAt < pause) return;
    shownAt = now;
    shown = true;
    output.write(output.isTTY ? `\r\u001b[2K${text}` : `${text}\n`);
  };
  const done = (): void => {
    if (shown && output.isTTY) output.write('\r\u001b[2K');
  };
  return {
    update,
    async during(text, work) {
      const timer = setInterval(() => update(text), TERMINAL);
      try {
        return await work;
      } finally {
        clearInterval(timer);
        done();
      }
    },
    done,
  };
}
