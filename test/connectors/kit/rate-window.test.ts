import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createRateWindows } from '../../../connectors/kit/rate-window.js';
import { createMemorySendLog } from '../../../connectors/kit/send-log.js';
import { virtualTime } from './support.js';

interface Sent {
  readonly sentAt: number;
  readonly priority: 'live' | 'background';
}

function worker(time: ReturnType<typeof virtualTime>) {
  const windows = createRateWindows(createMemorySendLog(time), time);
  const sent: Sent[] = [];
  const send = async (
    priority: 'live' | 'background',
    limit: number,
    windowMs: number,
    latency: number,
  ): Promise<void> => {
    const release = await windows.window('a', limit, windowMs).take(priority);
    sent.push({ sentAt: time.now(), priority });
    time.at(time.now() + latency, release);
  };
  return { sent, send, windows };
}

/** The most requests that reach the CRM in any window, each arriving as late as its answer allows. */
function busiest(arrivals: readonly number[], windowMs: number): number {
  const sorted = [...arrivals].sort((a, b) => a - b);
  return sorted.reduce(
    (most, start) =>
      Math.max(most, sorted.filter((at) => at >= start && at < start + windowMs).length),
    0,
  );
}

test('no window of the CRM ever holds more than the limit, however late requests arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 12 }),
      fc.array(
        fc.record({
          at: fc.nat(3_000),
          latency: fc.nat(800),
          late: fc.double({ min: 0, max: 1, noNaN: true }),
          live: fc.boolean(),
        }),
        { maxLength: 40 },
      ),
      async (limit, calls) => {
        const time = virtualTime();
        const windows = createRateWindows(createMemorySendLog(time), time);
        const arrivals: number[] = [];
        for (const call of calls) {
          time.at(call.at, () => {
            void windows
              .window('a', limit, 1_000)
              .take(call.live ? 'live' : 'background')
              .then((release) => {
                arrivals.push(time.now() + call.latency * call.late);
                time.at(time.now() + call.latency, release);
              });
          });
        }
        await time.run(200_000);
        expect(arrivals).toHaveLength(calls.length);
        expect(busiest(arrivals, 1_000)).toBeLessThanOrEqual(limit);
      },
    ),
    { numRuns: 40 },
  );
});

test('background work alone uses more than nine tenths of what is allowed', async () => {
  const time = virtualTime();
  const { sent, send } = worker(time);
  for (let index = 0; index < 600; index += 1) void send('background', 104, 10_000, 150);
  await time.run(40_000);
  const steady = sent.filter((call) => call.sentAt >= 10_000 && call.sentAt < 40_000).length;
  expect(steady / 3).toBeGreaterThanOrEqual(0.9 * 110);
  expect(
    busiest(
      sent.map((call) => call.sentAt),
      10_000,
    ),
  ).toBeLessThanOrEqual(104);
});

test('live work goes before background work that waits longer', async () => {
  const time = virtualTime();
  const { sent, send } = worker(time);
  for (let index = 0; index < 300; index += 1) void send('background', 104, 10_000, 150);
  await time.run(20_000);
  const before = time.now();
  void send('live', 104, 10_000, 150);
  await time.run(30_000);
  const live = sent.find((call) => call.priority === 'live');
  expect((live?.sentAt ?? Number.POSITIVE_INFINITY) - before).toBeLessThan(200);
});

test('an unanswered request holds its place', async () => {
  const time = virtualTime();
  const { sent, send } = worker(time);
  void send('live', 1, 1_000, 30_000);
  void send('live', 1, 1_000, 10);
  await time.run(20_000);
  expect(sent).toHaveLength(1);
  await time.run(40_000);
  expect(sent.map((call) => call.sentAt)).toEqual([0, 31_000]);
});

test('a lower limit holds back what a higher one would let go', async () => {
  const time = virtualTime();
  const { sent, send } = worker(time);
  for (let index = 0; index < 4; index += 1) void send('live', 4, 1_000, 0);
  await time.run(10);
  void send('live', 2, 1_000, 0);
  await time.run(900);
  expect(sent).toHaveLength(4);
  await time.run(2_000);
  expect(sent).toHaveLength(5);
});

test('keys do not share a window', async () => {
  const time = virtualTime();
  const { windows } = worker(time);
  let taken = 0;
  for (const key of ['a', 'b', 'c']) {
    void windows
      .window(key, 1, 1_000)
      .take('live')
      .then(() => {
        taken += 1;
      });
  }
  await time.run(1);
  expect(taken).toBe(3);
});

test('one who gives up leaves the queue with the reason of the signal', async () => {
  const time = virtualTime();
  const { windows, send, sent } = worker(time);
  void send('live', 1, 1_000, 0);
  await time.run(1);
  const control = new AbortController();
  const waiting = windows.window('a', 1, 1_000).take('live', control.signal);
  control.abort(new Error('enough'));
  await expect(waiting).rejects.toThrow('enough');
  await expect(windows.window('a', 1, 1_000).take('live', control.signal)).rejects.toThrow(
    'enough',
  );
  void send('live', 1, 1_000, 0);
  await time.run(5_000);
  expect(sent).toHaveLength(2);
});
