import type { Clock } from '../../src/lib/clock.js';

/**
 * At most `limit` requests in any window of `windowMs`, by a log of their times. A refused request is
 * not counted. `foreignPerSecond` is what another app takes of the same window.
 */
export class RollingWindow {
  limit: number;
  readonly windowMs: number;
  private readonly clock: Clock;
  private times: number[] = [];
  private head = 0;
  private foreignPerSecond = 0;
  private foreignAt = 0;

  constructor(limit: number, windowMs: number, clock: Clock) {
    this.limit = limit;
    this.windowMs = windowMs;
    this.clock = clock;
  }

  /** Lets another app take `perSecond` requests from now on (0 stops it). */
  setForeign(perSecond: number): void {
    this.foreignPerSecond = perSecond;
    this.foreignAt = this.clock();
  }

  /** False when the window is full. */
  take(): boolean {
    const now = this.clock();
    this.settle(now);
    if (this.times.length - this.head >= this.limit) return false;
    this.times.push(now);
    return true;
  }

  remaining(): number {
    this.settle(this.clock());
    return Math.max(0, this.limit - (this.times.length - this.head));
  }

  private settle(now: number): void {
    if (this.foreignPerSecond > 0) this.takeForeign(now);
    this.expire(now);
  }

  private takeForeign(now: number): void {
    const step = 1000 / this.foreignPerSecond;
    this.foreignAt = Math.max(this.foreignAt, now - this.windowMs - step);
    while (this.foreignAt + step <= now) {
      this.foreignAt += step;
      this.expire(this.foreignAt);
      if (this.times.length - this.head < this.limit) this.insert(this.foreignAt);
    }
  }

  /** Keeps the log ascending: our own sends may be later than the foreign one being booked. */
  private insert(time: number): void {
    let at = this.times.length;
    while (at > this.head && (this.times[at - 1] as number) > time) at -= 1;
    this.times.splice(at, 0, time);
  }

  private expire(now: number): void {
    while (
      this.head < this.times.length &&
      (this.times[this.head] as number) <= now - this.windowMs
    ) {
      this.head += 1;
    }
    if (this.head > 1024 && this.head * 2 > this.times.length) {
      this.times = this.times.slice(this.head);
      this.head = 0;
    }
  }
}
