import { setTimeout as pause } from 'node:timers/promises';
import Queue from 'bull';
import { Redis } from 'ioredis';
import { messageOf } from '../lib/errors.js';
import type { Pace } from './loop.js';
import { createLoops } from './loops.js';
import { createOutbox } from './outbox.js';
import type { JobLog, Wakes } from './queue.js';

export interface BullOptions {
  readonly redisUrl: string;
  /** In front of every key; one installation of Plumbline, one prefix. */
  readonly prefix?: string;
  readonly log: JobLog;
  readonly pace?: Pace | undefined;
}

/**
 * Jobs one process takes at once: during a long run the wakes that pile up all wait for the one run
 * that follows, so that they are used up together.
 */
const CONCURRENCY = 20;
/** A killed worker's wakes come again after this time; by then the step's own clock has come. */
const LOCK_MS = 5_000;
const CLOSE_MS = 1_500;
const CLOSE_AWAY_MS = 1_000;

/** Every other message of a broken connection repeats the first. */
const REPEAT_MS = 30_000;

/** What Bull asks of its connections: no limit of retries, no ready check. */
const CONNECTION = { maxRetriesPerRequest: null, enableReadyCheck: false } as const;

/**
 * Wakes through Bull: one queue a step, its jobs without an id, because a job of an id that is active
 * or failed would swallow the next wake. While Redis is away, the steps of this process are woken
 * directly and by their own clock.
 */
export function createBullWakes(options: BullOptions): Wakes {
  const { redisUrl, prefix = 'plumbline', log } = options;
  const loops = createLoops(log, options.pace);
  const clients: Redis[] = [];
  const queues = new Map<string, Queue.Queue>();
  let toldAt = Number.NEGATIVE_INFINITY;
  let closed = false;

  function tell(error: unknown): void {
    if (closed || performance.now() - toldAt < REPEAT_MS) return;
    toldAt = performance.now();
    log.warn('Redis does not answer; steps go by the clock meanwhile', {
      reason: messageOf(error),
    });
  }

  function createClient(): Redis {
    const client = new Redis(redisUrl, CONNECTION);
    client.on('error', tell);
    clients.push(client);
    return client;
  }

  const shared = createClient();
  let subscriber: Redis | undefined;

  function clientFor(type: 'client' | 'subscriber' | 'bclient'): Redis {
    if (type === 'client') return shared;
    if (type === 'bclient') return createClient(); // blocks, hence one a queue
    subscriber ??= createClient();
    return subscriber;
  }

  function queueOf(step: string): Queue.Queue {
    const existing = queues.get(step);
    if (existing !== undefined) return existing;
    const queue = new Queue(step, {
      prefix,
      createClient: clientFor,
      settings: { lockDuration: LOCK_MS, stalledInterval: LOCK_MS, maxStalledCount: 3 },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: true },
    });
    queue.on('error', tell);
    // Bull names the connection without catching what that throws when the connection ends first.
    Object.assign(queue, { setWorkerName: () => Promise.resolve() });
    queues.set(step, queue);
    return queue;
  }

  const outbox = createOutbox(
    (steps) => Promise.all(steps.map((step) => queueOf(step).add({}))),
    tell,
  );

  return {
    wake(step) {
      if (shared.status !== 'ready') void loops.wake(step);
      outbox.put(step);
    },
    on: (step, handler) => loops.add(step, handler),
    async start() {
      loops.start();
      // Resolves when the queue is closed: not awaited.
      for (const step of loops.names())
        queueOf(step)
          .process(CONCURRENCY, () => loops.wake(step))
          .catch(tell);
    },
    async close() {
      closed = true;
      outbox.close();
      const away = shared.status !== 'ready';
      // First of all take no more jobs: what a closing process takes is lost to the others.
      const orderly = Promise.allSettled([...queues.values()].map((queue) => queue.close(away)));
      await loops.close();
      // Bull waits for answers that Redis, when away, will not give.
      await Promise.race([
        orderly,
        pause(away ? CLOSE_AWAY_MS : CLOSE_MS, undefined, { ref: false }),
      ]);
      for (const client of clients) client.disconnect();
    },
  };
}
