/** Tells open pages of a workspace that something changed. */

export interface Live {
  /** @returns what to call when the page goes away. */
  subscribe(workspace: number, listener: () => void): () => void;
}

/** Pages read again after each word, so it is said no more often. */
const LOOK_MS = 1_000;

interface Watch {
  readonly listeners: Set<() => void>;
  pulse: string | null;
}

/**
 * Looks at a workspace's pulse once a second while somebody listens, whatever the number of pages. A look
 * that fails is followed by the next one.
 */
export function createLive(readPulse: (workspace: number) => Promise<string>): Live {
  const watches = new Map<number, Watch>();

  async function look(workspace: number, watch: Watch): Promise<void> {
    const pulse = await readPulse(workspace).catch(() => watch.pulse);
    if (watch.pulse !== null && pulse !== watch.pulse) {
      for (const listener of watch.listeners) listener();
    }
    watch.pulse = pulse;
    next(workspace, watch);
  }

  function next(workspace: number, watch: Watch): void {
    if (watch.listeners.size === 0) {
      watches.delete(workspace);
      return;
    }
    setTimeout(() => void look(workspace, watch), LOOK_MS).unref();
  }

  return {
    subscribe(workspace, listener) {
      const known = watches.get(workspace);
      const watch = known ?? { listeners: new Set(), pulse: null };
      watch.listeners.add(listener);
      if (!known) {
        watches.set(workspace, watch);
        void look(workspace, watch);
      }
      return () => watch.listeners.delete(listener);
    },
  };
}
