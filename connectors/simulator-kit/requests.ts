import type { Clock } from '../../src/lib/clock.js';

export interface RequestEntry {
  /** Arrival, ms since the epoch on the machine's clock. */
  readonly at: number;
  readonly operation: string;
  /** Who called: the app id or the key's id; empty before the bearer is known. */
  caller: string;
  /** 0 while unanswered, -1 when the connection was cut. */
  status: number;
}

export interface RequestFilter {
  /** Prefix of the operation. */
  readonly operation?: string | undefined;
  readonly since?: number | undefined;
  readonly caller?: string | undefined;
}

/** What was called, when, and how it was answered. Keeps the last `capacity` requests; counts are for good. */
export class RequestLog {
  private readonly clock: Clock;
  private readonly capacity: number;
  private entries: RequestEntry[] = [];
  private counts = new Map<string, Map<number, number>>();

  constructor(clock: Clock, capacity = 200_000) {
    this.clock = clock;
    this.capacity = capacity;
  }

  arrive(operation: string): RequestEntry {
    const entry: RequestEntry = { at: this.clock(), operation, caller: '', status: 0 };
    this.entries.push(entry);
    if (this.entries.length > this.capacity * 1.25)
      this.entries = this.entries.slice(-this.capacity);
    return entry;
  }

  answer(entry: RequestEntry, status: number): void {
    entry.status = status;
    const byStatus = this.counts.get(entry.operation) ?? new Map<number, number>();
    byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
    this.counts.set(entry.operation, byStatus);
  }

  /** operation -> status -> number of requests answered (-1: cut). */
  summary(): Record<string, Record<string, number>> {
    return Object.fromEntries(
      [...this.counts]
        .sort()
        .map(([operation, byStatus]) => [operation, Object.fromEntries(byStatus)]),
    );
  }

  total(status?: number): number {
    let sum = 0;
    for (const byStatus of this.counts.values()) {
      for (const [key, count] of byStatus) if (status === undefined || key === status) sum += count;
    }
    return sum;
  }

  list(filter: RequestFilter = {}): RequestEntry[] {
    return this.entries.filter(
      (entry) =>
        (filter.operation === undefined || entry.operation.startsWith(filter.operation)) &&
        (filter.since === undefined || entry.at >= filter.since) &&
        (filter.caller === undefined || entry.caller === filter.caller),
    );
  }

  /** The most requests that arrived in any window of `windowMs`. */
  busiest(windowMs: number, filter: RequestFilter = {}): number {
    const times = this.list(filter).map((entry) => entry.at);
    let most = 0;
    let start = 0;
    for (let end = 0; end < times.length; end += 1) {
      while ((times[end] as number) - (times[start] as number) >= windowMs) start += 1;
      most = Math.max(most, end - start + 1);
    }
    return most;
  }

  clear(): void {
    this.entries = [];
    this.counts.clear();
  }
}
