import { HOUR } from '../../../src/lib/clock.js';
import type { ChangeEvent } from './cdc-events.js';

/** How long events can be replayed (CDC allocations: 72 hours for every edition). */
export const RETENTION_MS = 72 * HOUR;

export interface RetainedEvent {
  /** Ascending, with holes: nobody can reckon the next one. */
  readonly replayId: number;
  /** ms since the epoch, the CRM's time. */
  readonly at: number;
  /** The channels that it went to when it was published. */
  readonly channels: readonly string[];
  readonly event: ChangeEvent;
}

/** The event bus of an org: what was published within the retention, in order of the replay ids. */
export class EventRing {
  private readonly now: () => number;
  private events: RetainedEvent[] = [];
  private head = 0;
  private last: number;

  /** `now` in ms, the CRM's time; `firstId` is where replay ids begin. */
  constructor(now: () => number, firstId = 1_000_000) {
    this.now = now;
    this.last = firstId;
  }

  /** The replay id of the newest event that was ever published. */
  get tip(): number {
    return this.last;
  }

  publish(channels: readonly string[], event: ChangeEvent): RetainedEvent {
    this.expire();
    // 2 to 11 on: a pattern without meaning, the same in every run.
    this.last += 2 + ((this.last * 7) % 10);
    const kept = { replayId: this.last, at: this.now(), channels, event };
    this.events.push(kept);
    return kept;
  }

  /** Whether a subscriber may go on after this id: it is one of the channel's and still retained. */
  knows(channel: string, replayId: number): boolean {
    this.expire();
    const found = this.events[this.positionAfter(replayId - 1)];
    return found?.replayId === replayId && found.channels.includes(channel);
  }

  /** At most `limit` events of a channel with a greater id. */
  after(channel: string, replayId: number, limit: number): RetainedEvent[] {
    this.expire();
    const found: RetainedEvent[] = [];
    for (let at = this.positionAfter(replayId); at < this.events.length; at += 1) {
      const kept = this.events[at] as RetainedEvent;
      if (!kept.channels.includes(channel)) continue;
      if (found.length === limit) break;
      found.push(kept);
    }
    return found;
  }

  /** Events within the retention. */
  get size(): number {
    this.expire();
    return this.events.length - this.head;
  }

  /** The first position, at or after the head, whose id is greater. */
  private positionAfter(replayId: number): number {
    let low = this.head;
    let high = this.events.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.events[middle] as RetainedEvent).replayId <= replayId) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private expire(): void {
    const oldest = this.now() - RETENTION_MS;
    while (this.head < this.events.length && (this.events[this.head] as RetainedEvent).at < oldest)
      this.head += 1;
    if (this.head > 1024 && this.head * 2 > this.events.length) {
      this.events = this.events.slice(this.head);
      this.head = 0;
    }
  }
}
