import { CallProblem } from '../api/client.js';

/** Reads something again whenever asked: one call at a time, asks during a call become one more. */
export interface Reader {
  read(): void;
  close(): void;
}

const RETRY_MS = 1000;

/** `problem` gets null after a good read. Not ready and unreachable are tried again by themselves. */
export function createReader<T>(
  call: () => Promise<T>,
  value: (value: T) => void,
  problem: (problem: CallProblem | null) => void,
): Reader {
  let running = false;
  let again = false;
  let closed = false;
  let timer = 0;

  const read = (): void => {
    if (closed) return;
    if (running) {
      again = true;
      return;
    }
    window.clearTimeout(timer);
    running = true;
    call()
      .then((result) => {
        if (closed) return;
        value(result);
        problem(null);
      })
      .catch((thrown: unknown) => {
        if (closed) return;
        const failed =
          thrown instanceof CallProblem ? thrown : new CallProblem('page', String(thrown));
        problem(failed);
        if (failed.code !== 'mismatch') timer = window.setTimeout(read, RETRY_MS);
      })
      .finally(() => {
        running = false;
        if (again) {
          again = false;
          read();
        }
      });
  };
  return {
    read,
    close() {
      closed = true;
      window.clearTimeout(timer);
    },
  };
}
