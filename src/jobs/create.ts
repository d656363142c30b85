import { createNotifyWakes } from './notify.js';
import type { JobLog, Wakes } from './queue.js';

export interface WakesOptions {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
  readonly log: JobLog;
}

/** Bull where there is a Redis, else LISTEN and NOTIFY of the database. */
export async function createWakes({ databaseUrl, redisUrl, log }: WakesOptions): Promise<Wakes> {
  if (redisUrl === undefined) return createNotifyWakes({ databaseUrl, log });
  const { createBullWakes } = await import('./bull.js');
  return createBullWakes({ redisUrl, log });
}
