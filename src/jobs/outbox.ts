export interface Outbox {
  /** Sends the step's name soon; further wakes until then are one. */
  put(step: string): void;
  /** Nothing is sent any more. */
  close(): void;
}

/**
 * A wake after another within this time is sent at its end: a burst of deliveries makes a few wakes,
 * not thousands.
 */
const PAUSE_MS = 20;

/**
 * Collects the wakes that go to other processes: the first is sent at once, the rest of a burst
 * together. One send is under way at a time, so that a queue that hangs collects nothing but names.
 */
export function createOutbox(
  send: (steps: readonly string[]) => Promise<unknown>,
  onError: (error: unknown) => void,
): Outbox {
  const waiting = new Set<string>();
  let busy = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    busy = true;
    const steps = [...waiting];
    waiting.clear();
    try {
      await send(steps);
    } catch (error) {
      // The wake is lost: the step's own clock makes up for it.
      onError(error);
    }
    timer = setTimeout(() => {
      busy = false;
      if (waiting.size > 0 && !closed) void flush();
    }, PAUSE_MS);
  }

  return {
    put(step) {
      if (closed) return;
      waiting.add(step);
      if (!busy) void flush();
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
