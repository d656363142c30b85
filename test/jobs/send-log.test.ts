import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import type { SendLog as KitSendLog } from '../../connectors/kit/send-log.js';
import { createMemorySendLog } from '../../connectors/kit/send-log.js';
import { createRedisSendLog, type SendLog } from '../../src/jobs/send-log.js';
import { startRedis, type TestRedis } from '../support/redis.js';

const LONG = 600_000;

let redis: TestRedis | undefined;
let clients: Redis[] = [];
let keys = 0;

beforeAll(async () => {
  redis = await startRedis('the shared rate window');
});

afterEach(() => {
  for (const client of clients) client.disconnect();
  clients = [];
});

afterAll(() => redis?.stop());

/** One worker's end of the shared log. */
async function worker(unansweredMs = 60_000): Promise<KitSendLog | undefined> {
  if (redis === undefined) return undefined;
  const client = new Redis(redis.url, { enableOfflineQueue: false, maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  clients.push(client);
  await new Promise((resolve) => client.once('ready', resolve));
  const log: SendLog = createRedisSendLog(client, createMemorySendLog(), { unansweredMs });
  return log;
}

const newKey = (): string => `account-${keys++}:burst`;

test('several workers together never take more than the limit', async () => {
  const logs = await Promise.all([worker(), worker(), worker()]);
  const key = newKey();
  const takes = logs.flatMap((log) =>
    // The same ids on purpose: every container's process has id 1.
    Array.from({ length: 20 }, (_, index) => log?.take(key, `1-${index}`, 25, LONG)),
  );
  const waits = await Promise.all(takes);
  if (redis === undefined) return;
  expect(waits.filter((wait) => wait === 0)).toHaveLength(25);
});

test('a request counts until its window after the answer has passed', async () => {
  const log = await worker();
  if (log === undefined) return;
  const key = newKey();
  expect(await log.take(key, 'a', 1, LONG)).toBe(0);
  expect(await log.take(key, 'b', 1, LONG)).toBe(1_000); // unanswered: only an answer can help
  await log.answered(key, 'a', LONG);
  const wait = await log.take(key, 'b', 1, LONG);
  expect(wait).toBeGreaterThan(1_000);
  expect(wait).toBeLessThanOrEqual(LONG);
  await log.answered(key, 'a', 1);
  let left = await log.take(key, 'b', 1, LONG);
  while (left > 0 && left < 1_000) left = await log.take(key, 'b', 1, LONG);
  expect(left).toBe(0);
});

test('keys do not share, and a shrunken limit waits for as many to leave', async () => {
  const log = await worker();
  if (log === undefined) return;
  const key = newKey();
  for (const [id, windowMs] of [
    ['a', 100_000],
    ['b', 200_000],
    ['c', 300_000],
  ] as const) {
    expect(await log.take(key, id, 3, LONG)).toBe(0);
    await log.answered(key, id, windowMs);
  }
  const wait = await log.take(key, 'd', 2, LONG);
  expect(wait).toBeGreaterThan(100_000);
  expect(wait).toBeLessThanOrEqual(200_000);
  expect(await log.take(newKey(), 'd', 2, LONG)).toBe(0);
});

test('the request of a killed worker leaves in the end', async () => {
  const log = await worker(0);
  if (log === undefined) return;
  const key = newKey();
  expect(await log.take(key, 'killed', 1, 20)).toBe(0);
  let wait = await log.take(key, 'next', 1, 20);
  while (wait > 0) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = await log.take(key, 'next', 1, 20);
  }
  expect(wait).toBe(0);
});

test('while Redis is away a worker goes on with a quarter of the limit', async () => {
  const log = await worker();
  if (log === undefined) return;
  const key = newKey();
  const gone = new Promise((resolve) => clients[0]?.once('close', resolve));
  await redis?.kill();
  await gone;
  const waits: number[] = [];
  for (let index = 0; index < 8; index++) waits.push(await log.take(key, `${index}`, 8, LONG));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(2);
  await log.answered(key, '0', LONG);
  await redis?.restart();
});
