import type { FaultPlan, FaultTarget } from './faults.js';
import { createPoster, type Poster } from './post.js';
import type { Random } from './random.js';

export interface WebhookTarget {
  /** Where it is delivered. */
  readonly url: string;
  /** The address that the receiver is known by: it is what gets signed. */
  readonly publicUrl: string;
}

export interface EmitterOptions<Event> {
  readonly target: WebhookTarget;
  /** Headers over the exact body; called again for each attempt. */
  readonly sign: (body: string, publicUrl: string) => Readonly<Record<string, string>>;
  /** The event as it is sent at the given attempt (0 is the first). */
  readonly render: (event: Event, attempt: number) => unknown;
  readonly random: Random;
  readonly faults: FaultPlan;
  /** Events a request. */
  readonly batch?: number;
  /** Requests at one time. */
  readonly concurrency?: number;
  /** How long an event may wait for company. */
  readonly lingerMs?: number;
  readonly timeoutMs?: number;
  /** Waits before the retries, ms; divided by `compress` and varied by a fifth either way. */
  readonly retryDelays?: readonly number[];
  readonly compress?: number;
}

export interface WebhookStats {
  queued: number;
  inFlight: number;
  waitingRetry: number;
  requests: number;
  events: number;
  accepted: number;
  refused: number;
  /** Events given up after the last retry. */
  lost: number;
}

export interface DeliveryEntry {
  readonly at: number;
  readonly attempt: number;
  readonly events: number;
  /** 0: no answer in time. */
  readonly status: number;
  readonly tookMs: number;
}

const TARGET: FaultTarget = { method: 'POST', path: '', operation: 'webhook' };
const minutes = (...list: number[]): number[] => list.map((entry) => entry * 60_000);
/** Ten retries within 24 hours. */
const RETRY_DELAYS = minutes(1, 3, 10, 30, 60, 120, 180, 240, 300, 360);

/** Delivers events in batches with retries; order is kept only as far as nothing fails or is shuffled. */
export class WebhookEmitter<Event> {
  readonly stats: WebhookStats = {
    queued: 0,
    inFlight: 0,
    waitingRetry: 0,
    requests: 0,
    events: 0,
    accepted: 0,
    refused: 0,
    lost: 0,
  };
  readonly log: DeliveryEntry[] = [];
  target: WebhookTarget;
  private readonly options: EmitterOptions<Event>;
  private readonly poster: Poster;
  private readonly timers = new Set<NodeJS.Timeout>();
  private queue: Event[] = [];
  private ready: { events: Event[]; attempt: number }[] = [];
  private linger: NodeJS.Timeout | undefined;
  private idleWaiters: (() => void)[] = [];
  private closed = false;
  paused = false;

  constructor(options: EmitterOptions<Event>) {
    this.options = options;
    this.target = options.target;
    this.poster = createPoster(options.timeoutMs ?? 5000);
  }

  emit(event: Event): void {
    if (this.closed) return;
    this.queue.push(event);
    if (this.options.faults.strike(['webhook-duplicate'], TARGET)) this.queue.push(event);
    this.stats.queued = this.queue.length;
    if (this.queue.length >= this.batchSize) this.cutBatches(true);
    else this.linger ??= this.later(this.options.lingerMs ?? 20, () => this.cutBatches(false));
  }

  /** Resolves when nothing waits, is in flight or is due for a retry. */
  async idle(): Promise<void> {
    if (this.isIdle()) return;
    await new Promise<void>((resolve) => this.idleWaiters.push(resolve));
  }

  pause(): void {
    this.paused = true;
  }

  resume(): void {
    this.paused = false;
    this.pump();
  }

  close(): void {
    this.closed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.queue = [];
    this.ready = [];
    this.poster.close();
    for (const wake of this.idleWaiters.splice(0)) wake();
  }

  private get batchSize(): number {
    return this.options.batch ?? 100;
  }

  private isIdle(): boolean {
    const { stats } = this;
    return (
      this.queue.length === 0 &&
      this.ready.length === 0 &&
      stats.inFlight === 0 &&
      stats.waitingRetry === 0
    );
  }

  private later(ms: number, run: () => void): NodeJS.Timeout {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
    return timer;
  }

  private cutBatches(fullOnly: boolean): void {
    if (!fullOnly) this.linger = undefined;
    const { faults, random } = this.options;
    while (this.queue.length >= (fullOnly ? this.batchSize : 1)) {
      const events = this.queue.splice(0, this.batchSize);
      if (faults.strike(['webhook-reorder'], TARGET)) random.shuffle(events);
      const delay = faults.strike(['webhook-delay'], TARGET);
      if (delay) this.retryAfter(delay.ms ?? 1000, events, 0);
      else this.ready.push({ events, attempt: 0 });
    }
    this.stats.queued = this.queue.length;
    this.pump();
  }

  private pump(): void {
    while (
      !this.paused &&
      !this.closed &&
      this.ready.length > 0 &&
      this.stats.inFlight < (this.options.concurrency ?? 10)
    ) {
      const next = this.ready.shift();
      if (next) void this.deliver(next.events, next.attempt);
    }
    if (this.isIdle()) for (const wake of this.idleWaiters.splice(0)) wake();
  }

  private async deliver(events: Event[], attempt: number): Promise<void> {
    const { stats, options } = this;
    stats.inFlight += 1;
    stats.requests += 1;
    stats.events += events.length;
    const started = Date.now();
    const body = JSON.stringify(events.map((event) => options.render(event, attempt)));
    const headers = options.sign(body, this.target.publicUrl);
    let status = await this.poster.post(this.target.url, headers, body);
    stats.inFlight -= 1;
    if (this.closed) return;
    this.log.push({
      at: started,
      attempt,
      events: events.length,
      status,
      tookMs: Date.now() - started,
    });
    if (this.log.length > 5000) this.log.splice(0, 1000);
    if (options.faults.strike(['webhook-drop-answer'], TARGET)) status = 0;
    if (status >= 200 && status < 300) {
      stats.accepted += events.length;
    } else {
      stats.refused += events.length;
      this.retry(events, attempt);
    }
    this.pump();
  }

  private retry(events: Event[], attempt: number): void {
    const delay = (this.options.retryDelays ?? RETRY_DELAYS)[attempt];
    if (delay === undefined) {
      this.stats.lost += events.length;
      return;
    }
    const varied = delay * (0.8 + 0.4 * this.options.random.next());
    this.retryAfter(varied / (this.options.compress ?? 1), events, attempt + 1);
  }

  private retryAfter(ms: number, events: Event[], attempt: number): void {
    this.stats.waitingRetry += 1;
    this.later(ms, () => {
      this.stats.waitingRetry -= 1;
      this.ready.push({ events, attempt });
      this.pump();
    });
  }
}
