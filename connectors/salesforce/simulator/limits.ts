import type { Clock } from '../../../src/lib/clock.js';
import { HOUR } from '../../../src/lib/clock.js';

export interface LimitOptions {
  /** False: calls are counted, none is refused. */
  readonly enabled: boolean;
  /** API calls in any 24 hours. */
  readonly daily: number;
}

export const DEFAULT_LIMITS: LimitOptions = { enabled: true, daily: 100_000 };

/** The org's API calls of the last 24 hours, by the hour. */
export class ApiLimits {
  options: LimitOptions;
  private readonly clock: Clock;
  private hours: { hour: number; calls: number }[] = [];
  private foreignPerSecond = 0;
  private foreignAt = 0;

  constructor(options: LimitOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
  }

  change(options: Partial<LimitOptions>): void {
    this.options = { ...this.options, ...options };
  }

  /** Another app of the org makes so many calls a second from now on. */
  setSecondApp(perSecond: number): void {
    this.used();
    this.foreignPerSecond = perSecond;
    this.foreignAt = this.clock();
  }

  /** Books calls that are made somewhere else, or takes them back when negative. */
  book(calls: number): void {
    const hour = Math.floor(this.clock() / HOUR);
    const last = this.hours.at(-1);
    if (last?.hour === hour) last.calls += calls;
    else this.hours.push({ hour, calls });
  }

  /** From now on the window holds just so many calls. */
  setUsed(calls: number): void {
    this.hours = [];
    this.foreignAt = this.clock();
    this.book(calls);
  }

  /** Counts a call; false when the day's calls are used up. A refused call is not counted. */
  take(): boolean {
    if (this.options.enabled && this.used() >= this.options.daily) return false;
    this.book(1);
    return true;
  }

  used(): number {
    const now = this.clock();
    if (this.foreignPerSecond > 0) {
      const calls = Math.floor(((now - this.foreignAt) / 1000) * this.foreignPerSecond);
      if (calls > 0) {
        this.foreignAt += (calls / this.foreignPerSecond) * 1000;
        this.book(calls);
      }
    }
    const oldest = Math.floor(now / HOUR) - 24;
    this.hours = this.hours.filter((entry) => entry.hour > oldest);
    return Math.max(
      0,
      this.hours.reduce((sum, entry) => sum + entry.calls, 0),
    );
  }

  /** `api-usage=18/5000`. */
  get header(): string {
    return `api-usage=${this.used()}/${this.options.daily}`;
  }
}
