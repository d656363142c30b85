/** What a held request does when it is let go. */
export type Release = 'continue' | 'cut';

export interface HeldRequest {
  readonly id: string;
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  /** True when the change is made and only the answer is missing. */
  readonly applied: boolean;
  readonly since: number;
  /** The request's JSON body. */
  readonly body: unknown;
  /** False once the client has hung up; a released change is then still made, as a real server would. */
  clientWaiting: boolean;
}

/** Requests that are stopped on purpose, so that a test knows that one is in flight. */
export class Holds {
  private readonly held = new Map<string, { request: HeldRequest; go: (how: Release) => void }>();
  private waiters: (() => void)[] = [];
  private nextId = 1;

  list(): HeldRequest[] {
    return [...this.held.values()].map((entry) => entry.request);
  }

  /** Resolves when the request is released. */
  stop(request: Omit<HeldRequest, 'id' | 'clientWaiting'>): {
    readonly request: HeldRequest;
    readonly released: Promise<Release>;
  } {
    const id = `hold-${this.nextId}`;
    this.nextId += 1;
    const entry: HeldRequest = { ...request, id, clientWaiting: true };
    const released = new Promise<Release>((resolve) => {
      this.held.set(id, { request: entry, go: resolve });
    });
    for (const wake of this.waiters.splice(0)) wake();
    return { request: entry, released };
  }

  /** Lets one go, or all when no id is given. Returns how many were released. */
  release(id?: string, how: Release = 'continue'): number {
    const ids = id === undefined ? [...this.held.keys()] : [id];
    let count = 0;
    for (const key of ids) {
      const entry = this.held.get(key);
      if (!entry) continue;
      this.held.delete(key);
      entry.go(how);
      count += 1;
    }
    return count;
  }

  /** Resolves as soon as something is held, or after `timeoutMs` with what there is then. */
  async wait(timeoutMs: number): Promise<HeldRequest[]> {
    if (this.held.size === 0) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.waiters.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.list();
  }
}
