import { expect, test } from '@jest/globals';
import { createRateWindows } from '../../../connectors/kit/rate-window.js';
import { createRequester } from '../../../connectors/kit/request.js';
import { createMemorySendLog } from '../../../connectors/kit/send-log.js';
import { RollingWindow } from '../../../connectors/simulator-kit/limiter.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { silentLogger } from '../../../src/lib/logger.js';
import { virtualTime } from './support.js';

const MINUTE = 60_000;

interface Outcome {
  readonly at: number;
  readonly status: number;
}

/** Workers that call without a rest, and another app that takes `foreign` of the same window. */
function busy(limit: number, windowMs: number) {
  const time = virtualTime();
  const crm = new RollingWindow(limit, windowMs, time.now);
  const windows = createRateWindows(createMemorySendLog(time), time);
  const answers: Outcome[] = [];
  const request = createRequester(
    {
      baseUrl: 'http://crm.example',
      portal: '1',
      auth: { token: async () => 'token', refused: async () => {} },
      window: windows.window,
      clock: time.now,
      log: silentLogger,
      timeoutMs: 20_000,
      count: () => {},
    },
    {
      crm: 'CRM',
      budgets: { shared: { limit, windowMs } },
      failure: () => new CrmError('wait', 'full', { waitMs: windowMs }),
      toldLimit: () => limit,
      isWindowFull: (answer) => answer.status === 429,
    },
    time,
  );
  const send = async () => {
    await time.sleep(100);
    const status = crm.take() ? 200 : 429;
    answers.push({ at: time.now(), status });
    await time.sleep(100);
    return { status, headers: {}, body: {} };
  };
  let stopped = false;
  const worker = async (): Promise<void> => {
    while (!stopped) {
      const call = {
        operation: 'read',
        budget: 'shared',
        priority: 'live',
        effect: 'read',
      } as const;
      await request({ ...call, send }).catch(() => time.sleep(1_000));
    }
  };
  for (let index = 0; index < 4; index += 1) void worker();
  const between = (from: number, to: number) => {
    const seen = answers.filter(({ at }) => at >= from && at < to);
    const refused = seen.filter(({ status }) => status === 429).length;
    return {
      sent: seen.length,
      refused,
      perWindow: ((seen.length - refused) * windowMs) / (to - from),
    };
  };
  return {
    time,
    between,
    /** Lets what is under way end. */
    async stop() {
      stopped = true;
      await time.run(time.now() + MINUTE);
    },
    foreign: (part: number) => crm.setForeign((part * limit * 1_000) / windowMs),
  };
}

test.each([
  ['ten seconds', 110, 10_000],
  ['one second', 5, 1_000],
])(
  'a second app at half of %s costs few refusals and leaves most of the other half',
  async (_, limit, windowMs) => {
    const { time, between, foreign, stop } = busy(limit, windowMs);
    foreign(0.5);
    await time.run(20 * MINUTE);
    await stop();
    const { sent, refused, perWindow } = between(0, 20 * MINUTE);
    expect(refused).toBeLessThan(0.012 * sent);
    expect(perWindow).toBeGreaterThan(0.4 * limit);
  },
);

test('once an app that took everything stops, all is used again within minutes', async () => {
  const { time, between, foreign, stop } = busy(110, 10_000);
  foreign(1);
  await time.run(10 * MINUTE);
  foreign(0);
  await time.run(16 * MINUTE);
  await stop();
  expect(between(14 * MINUTE, 15 * MINUTE).perWindow).toBeGreaterThan(95);
});
