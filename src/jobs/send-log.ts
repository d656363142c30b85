import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';

/**
 * The log of sent requests behind a rolling rate window. A request counts from the moment it is taken
 * until `windowMs` after its answer. (The connectors' kit has the same interface and a log in memory.)
 */
export interface SendLog {
  /** Records the send and answers 0, or answers the milliseconds after which to ask again. */
  take(key: string, id: string, limit: number, windowMs: number): Promise<number>;
  answered(key: string, id: string, windowMs: number): Promise<void>;
}

/** An unanswered request counts this much longer than its window: a killed worker answers nothing. */
const UNANSWERED_MS = 60_000;
/** How long to wait when nothing but an answer can free a place. */
const ASK_AGAIN_MS = 1_000;
/** Part of a limit that one process takes while it cannot ask what the others took. */
const SHARE_ALONE = 0.25;

/** A sorted set a key: member = request, score = when it leaves the window, by Redis's clock in ms. */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local limit, window, unanswered = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
local used = redis.call('ZCARD', KEYS[1])
if used < limit then
  redis.call('ZADD', KEYS[1], now + window + unanswered, ARGV[1])
  redis.call('PEXPIRE', KEYS[1], window + unanswered)
  return 0
end
local leaver = redis.call('ZRANGE', KEYS[1], used - limit, used - limit, 'WITHSCORES')[2]
if not leaver or tonumber(leaver) - now > window then return -1 end
return math.max(1, tonumber(leaver) - now)
`;

const ANSWERED = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
return redis.call('ZADD', KEYS[1], 'XX', now + tonumber(ARGV[2]), ARGV[1])
`;

/**
 * The log shared by all workers, in Redis; each call is one script, hence atomic. While Redis is away,
 * `alone` counts for this process with a quarter of the limit, so that sending goes on slowly.
 */
export function createRedisSendLog(
  redis: Redis,
  alone: SendLog,
  options: { readonly prefix?: string; readonly unansweredMs?: number } = {},
): SendLog {
  const prefix = options.prefix ?? 'plumbline:sent';
  const unansweredMs = options.unansweredMs ?? UNANSWERED_MS;
  // Process ids are the same in every container: the worker's own name keeps its requests apart.
  const worker = randomUUID();
  const place = (key: string): string => `${prefix}:${key}`;

  return {
    async take(key, id, limit, windowMs) {
      if (redis.status === 'ready') {
        const wait = await redis
          .eval(TAKE, 1, place(key), `${worker}:${id}`, limit, windowMs, unansweredMs)
          .catch(() => undefined);
        if (wait !== undefined)
          return Number(wait) < 0 ? Math.min(ASK_AGAIN_MS, windowMs) : Number(wait);
      }
      return alone.take(key, id, Math.max(1, Math.floor(limit * SHARE_ALONE)), windowMs);
    },
    async answered(key, id, windowMs) {
      await alone.answered(key, id, windowMs);
      if (redis.status === 'ready')
        await redis
          .eval(ANSWERED, 1, place(key), `${worker}:${id}`, windowMs)
          .catch(() => undefined);
    },
  };
}
