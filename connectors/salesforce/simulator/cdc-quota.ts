import { DAY } from '../../../src/lib/clock.js';

const BUCKET_MS = 60_000;

/** Events that were delivered to subscribers in the last 24 hours, all of them together. */
export class DeliveryQuota {
  /** Most events in 24 hours. */
  limit: number;
  private readonly now: () => number;
  private buckets: { readonly at: number; count: number }[] = [];

  /** `now` in ms, the CRM's time. */
  constructor(limit: number, now: () => number) {
    this.limit = limit;
    this.now = now;
  }

  used(): number {
    const oldest = this.now() - DAY;
    this.buckets = this.buckets.filter((bucket) => bucket.at > oldest);
    return this.buckets.reduce((sum, bucket) => sum + bucket.count, 0);
  }

  remaining(): number {
    return Math.max(0, this.limit - this.used());
  }

  take(count: number): void {
    if (count === 0) return;
    const at = Math.floor(this.now() / BUCKET_MS) * BUCKET_MS;
    const last = this.buckets.at(-1);
    if (last?.at === at) last.count += count;
    else this.buckets.push({ at, count });
  }
}
