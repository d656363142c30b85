import type { RouteFinder } from './call.js';
import type { ApiLimits } from './limits.js';

export interface LimitEntry {
  readonly Max: number;
  readonly Remaining: number;
}

/** Entries that modules add to the answer of `limits`, by name. */
export type LimitSource = () => Readonly<Record<string, LimitEntry>>;

/** `GET limits`. */
export function limitRoutes(limits: ApiLimits, sources: readonly LimitSource[]): RouteFinder {
  return (method, rest) => {
    if (method !== 'GET' || rest[0] !== 'limits' || rest.length > 1) return undefined;
    return {
      operation: 'limits',
      handle: () => {
        const { daily } = limits.options;
        return {
          status: 200,
          body: {
            DailyApiRequests: { Max: daily, Remaining: Math.max(0, daily - limits.used()) },
            DailyBulkV2QueryJobs: { Max: 10_000, Remaining: 10_000 },
            DailyBulkV2QueryFileStorageMB: { Max: 976_562, Remaining: 976_562 },
            DailyBulkApiBatches: { Max: 15_000, Remaining: 15_000 },
            DailyDeliveredPlatformEvents: { Max: 25_000, Remaining: 25_000 },
            HourlyPublishedPlatformEvents: { Max: 250_000, Remaining: 250_000 },
            DailyStreamingApiEvents: { Max: 200_000, Remaining: 200_000 },
            StreamingApiConcurrentClients: { Max: 1000, Remaining: 1000 },
            ...Object.assign({}, ...sources.map((source) => source())),
          },
        };
      },
    };
  };
}
