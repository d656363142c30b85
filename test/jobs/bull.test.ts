import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { createBullWakes } from '../../src/jobs/bull.js';
import type { JobLog } from '../../src/jobs/queue.js';
import { startRedis, type TestRedis } from '../support/redis.js';
import { describeWakes } from './contract.js';
import { Gate, NEVER, recordedLog } from './support.js';

let redis: TestRedis | undefined;
let prefixes = 0;

beforeAll(async () => {
  redis = await startRedis('the Bull engine');
});

afterAll(() => redis?.stop());

const make = (log: JobLog = recordedLog(), prefix = 'contract') =>
  redis && createBullWakes({ redisUrl: redis.url, prefix, log, pace: NEVER });

describe('the contract', () => describeWakes(make, { acrossProcesses: true }));

test('a thousand wakes leave no job behind', async () => {
  if (redis === undefined) return;
  const prefix = `rest-${prefixes++}`;
  const wakes = make(recordedLog(), prefix);
  const gate = new Gate();
  wakes?.on('score', gate.handler);
  await wakes?.start();
  await gate.begun(1);
  for (let wake = 0; wake < 1000; wake++) wakes?.wake('score');
  const client = new Redis(redis.url);
  await gate.begun(2);
  const left = async () => [
    await client.llen(`${prefix}:score:wait`),
    await client.llen(`${prefix}:score:active`),
  ];
  for (let counts = await left(); counts.some((count) => count > 0); ) counts = await left();
  await wakes?.close();
  const ids = await client.keys(`${prefix}:score:[0-9]*`);
  expect(ids).toEqual([]);
  await client.quit();
});

test('Redis killed: steps run on; Redis back with nothing in it: wakes travel again', async () => {
  if (redis === undefined) return;
  const log = recordedLog();
  const gate = new Gate();
  const worker = make(log, 'killed');
  const web = make(recordedLog(), 'killed');
  worker?.on('score', gate.handler);
  await worker?.start();
  await web?.start();
  web?.wake('score');
  await gate.begun(2);
  await redis.kill();
  for (let round = 0; round < 3; round++) {
    const runs = gate.runs;
    // The first may still believe in the connection; the clock is what saves that one.
    while (gate.runs === runs) {
      worker?.wake('score');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  // Told at the first attempt to connect again, which may come after the runs; never told is a time-out.
  while (!log.lines.join().includes('Redis does not answer')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await redis.restart();
  const runs = gate.runs;
  while (gate.runs === runs) {
    web?.wake('score');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await Promise.all([worker?.close(), web?.close()]);
});

test('a Redis that was never there: the process starts, runs by the clock and closes', async () => {
  const log = recordedLog();
  const pace = { tickMs: 20, idleTickMs: 20, idleAfter: 1 };
  const wakes = createBullWakes({ redisUrl: 'redis://127.0.0.1:1', log, pace });
  const gate = new Gate();
  wakes.on('score', gate.handler);
  await wakes.start();
  await gate.begun(3);
  await wakes.close();
});
