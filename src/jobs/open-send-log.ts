import type { Closing } from '../lib/closing.js';
import type { Logger } from '../lib/logger.js';
import { createRedisSendLog, type SendLog } from './send-log.js';

/** Rate budgets are shared through Redis where there is one; else each process keeps its own. */
export async function openSendLog(
  redisUrl: string | null,
  memory: SendLog,
  log: Logger,
  closing: Closing,
): Promise<SendLog> {
  if (redisUrl === null) return memory;
  const { Redis } = await import('ioredis');
  const redis = new Redis(redisUrl, {
    maxRetriesPerRequest: null,
    enableReadyCheck: false,
    // A command that waits for Redis to come back would hold a call to the CRM back with it.
    enableOfflineQueue: false,
  });
  let away = false;
  redis.on('ready', () => {
    away = false;
  });
  redis.on('error', (error: Error) => {
    if (!away)
      log.warn('Redis is away; this process keeps to its share', { reason: error.message });
    away = true;
  });
  closing.add('rate budgets', () => redis.disconnect());
  return createRedisSendLog(redis, memory);
}
