import type { Clock } from '../../../src/lib/clock.js';
import { RollingWindow } from '../../simulator-kit/limiter.js';
import type { Principal } from './credentials.js';
import type { RatePolicy } from './errors.js';

/** Requests (HubSpot docs: API usage guidelines and limits). */
export interface LimitOptions {
  /** False: nothing is limited. */
  readonly enabled: boolean;
  /** An app by OAuth, per account and `windowMs`. */
  readonly appBurst: number;
  /** A key, per account and `windowMs`. */
  readonly keyBurst: number;
  readonly windowMs: number;
  /** All apps of an account together. */
  readonly searchPerSecond: number;
  /** All keys and private apps of an account together, a day of the account's time zone. */
  readonly daily: number;
  /** Calls of the associations API, of each app or key a day. */
  readonly associationsDaily: number;
}

/** Which limits a call counts against. */
export type LimitKind = 'ordinary' | 'search' | 'association';

export const DEFAULT_LIMITS: LimitOptions = {
  enabled: true,
  appBurst: 110,
  keyBurst: 190,
  windowMs: 10_000,
  searchPerSecond: 5,
  daily: 625_000,
  associationsDaily: 500_000,
};

/** The rate limits of one portal. */
export class PortalLimits {
  options: LimitOptions;
  private readonly clock: Clock;
  private readonly bursts = new Map<string, RollingWindow>();
  private search: RollingWindow;
  private readonly secondApp = { searchPerSecond: 0, perSecond: 0, since: 0 };
  private readonly dates: Intl.DateTimeFormat;
  private usedToday = 0;
  private readonly associationsToday = new Map<string, number>();
  private day: string;

  constructor(options: LimitOptions, clock: Clock, timeZone: string) {
    this.options = options;
    this.clock = clock;
    this.dates = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' });
    this.day = this.dates.format(clock());
    this.search = new RollingWindow(options.searchPerSecond, 1000, clock);
  }

  change(options: Partial<LimitOptions>): void {
    this.options = { ...this.options, ...options };
    this.bursts.clear();
    this.search = new RollingWindow(this.options.searchPerSecond, 1000, this.clock);
    this.search.setForeign(this.secondApp.searchPerSecond);
  }

  /** Another app in the same account: it shares the searches a second and the daily sum, not the bursts. */
  setSecondApp(searchPerSecond: number, perSecond: number): void {
    this.bookSecondApp();
    this.secondApp.searchPerSecond = searchPerSecond;
    this.secondApp.perSecond = perSecond;
    this.secondApp.since = this.clock();
    this.search.setForeign(searchPerSecond);
  }

  /** The policy that is exceeded; a refused request is not counted. */
  take(principal: Principal, kind: LimitKind): RatePolicy | undefined {
    if (!this.options.enabled) return undefined;
    const left = this.remainingToday();
    if (principal.kind === 'key' && left <= 0) return 'DAILY';
    const caller = keyOf(principal);
    const associations = this.associationsToday.get(caller) ?? 0;
    if (kind === 'association' && associations >= this.options.associationsDaily) return 'DAILY';
    const search = kind === 'search';
    const full = search ? !this.search.take() : !this.burst(principal).take();
    if (full) return search ? 'SECONDLY' : 'TEN_SECONDLY_ROLLING';
    if (principal.kind === 'key') this.usedToday += 1;
    if (kind === 'association') this.associationsToday.set(caller, associations + 1);
    return undefined;
  }

  /** Headers of an answer that is not a search. */
  headers(principal: Principal): Record<string, string> {
    if (!this.options.enabled) return {};
    const burst = this.burst(principal);
    return {
      'x-hubspot-ratelimit-max': String(burst.limit),
      'x-hubspot-ratelimit-remaining': String(burst.remaining()),
      'x-hubspot-ratelimit-interval-milliseconds': String(this.options.windowMs),
      ...(principal.kind === 'key'
        ? {
            'x-hubspot-ratelimit-daily': String(this.options.daily),
            'x-hubspot-ratelimit-daily-remaining': String(this.remainingToday()),
          }
        : {}),
    };
  }

  remainingToday(): number {
    const day = this.dates.format(this.clock());
    if (day !== this.day) {
      this.day = day;
      this.usedToday = 0;
      this.associationsToday.clear();
      this.secondApp.since = this.clock();
    }
    this.bookSecondApp();
    return Math.max(0, this.options.daily - Math.floor(this.usedToday));
  }

  private bookSecondApp(): void {
    const now = this.clock();
    const calls = this.secondApp.perSecond + this.secondApp.searchPerSecond;
    if (calls > 0) this.usedToday += ((now - this.secondApp.since) / 1000) * calls;
    this.secondApp.since = now;
  }

  private burst(principal: Principal): RollingWindow {
    const key = keyOf(principal);
    let window = this.bursts.get(key);
    if (!window) {
      const limit = principal.kind === 'app' ? this.options.appBurst : this.options.keyBurst;
      window = new RollingWindow(limit, this.options.windowMs, this.clock);
      this.bursts.set(key, window);
    }
    return window;
  }
}

function keyOf(principal: Principal): string {
  return `${principal.kind}/${principal.appId}`;
}
