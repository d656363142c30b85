import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { createLoop } from '../../src/jobs/loop.js';
import { Gate, recordedLog } from './support.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

test('once a second; every five seconds after a minute without a wake', async () => {
  const gate = new Gate();
  const loop = createLoop('score', gate.handler, recordedLog());
  loop.start();
  await jest.advanceTimersByTimeAsync(60_500);
  expect(gate.runs).toBe(61);
  await jest.advanceTimersByTimeAsync(50_000);
  expect(gate.runs).toBe(71);
  await loop.wake();
  await jest.advanceTimersByTimeAsync(10_500);
  expect(gate.runs).toBe(82);
  await loop.close();
  await jest.advanceTimersByTimeAsync(60_000);
  expect(gate.runs).toBe(82);
});

test('work found by the clock alone keeps the quick pace', async () => {
  let runs = 0;
  const loop = createLoop('score', async () => ++runs, recordedLog());
  loop.start();
  await jest.advanceTimersByTimeAsync(120_500);
  expect(runs).toBe(121);
  await loop.close();
});

test('a wake resolves after the run that follows it, not the one under way', async () => {
  const gate = new Gate();
  gate.closedGate = true;
  const loop = createLoop('score', gate.handler, recordedLog());
  loop.start();
  await gate.begun(1);
  const order: string[] = [];
  const woken = Promise.all([loop.wake(), loop.wake()]).then(() =>
    order.push(`woken ${gate.ended}`),
  );
  gate.open();
  await woken;
  expect(order).toEqual(['woken 2']);
  expect(gate.runs).toBe(2);
  await loop.close();
});

test('nothing runs before the start', async () => {
  const gate = new Gate();
  const loop = createLoop('score', gate.handler, recordedLog());
  void loop.wake();
  await jest.advanceTimersByTimeAsync(10_000);
  expect(gate.runs).toBe(0);
  loop.start();
  expect(gate.runs).toBe(1);
  await loop.close();
});

test('a run that does not end is waited for a bounded time', async () => {
  const log = recordedLog();
  const loop = createLoop('deliver', () => new Promise(() => undefined), log);
  loop.start();
  let closed = false;
  const closing = loop.close(10_000).then(() => {
    closed = true;
  });
  await jest.advanceTimersByTimeAsync(9_999);
  expect(closed).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  await closing;
  expect(log.lines.join()).toContain('deliver');
});
