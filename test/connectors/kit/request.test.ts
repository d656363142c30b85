import { expect, test } from '@jest/globals';
import type { SessionContext } from '../../../connectors/connector.js';
import { createRequester } from '../../../connectors/kit/request.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { silentLogger } from '../../../src/lib/logger.js';

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a refusal stops those who stand in the queue already, until the pause is over', async () => {
  let now = 0;
  const sleepers: (() => void)[] = [];
  const timing = {
    now: () => now,
    sleep: () => new Promise<void>((resolve) => sleepers.push(resolve)),
  };
  const queue: (() => void)[] = [];
  const context: SessionContext = {
    baseUrl: 'http://crm.example',
    portal: '1',
    auth: { token: async () => 'token', refused: async () => {} },
    window: () => ({ take: () => new Promise((resolve) => queue.push(() => resolve(() => {}))) }),
    clock: () => now,
    log: silentLogger,
    timeoutMs: 60_000,
    count: () => {},
  };
  const request = createRequester(
    context,
    {
      crm: 'CRM',
      budgets: { burst: { limit: 10, windowMs: 1_000 } },
      failure: () => new CrmError('wait', 'full', { waitMs: 5_000 }),
      toldLimit: () => undefined,
      isWindowFull: (answer) => answer.status === 429,
    },
    timing,
  );
  const sent: string[] = [];
  const call = (name: string, status: number) =>
    request({
      operation: name,
      budget: 'burst',
      priority: 'live',
      effect: 'read',
      send: async () => {
        sent.push(name);
        return { status: sent.length === 1 ? status : 200, headers: {}, body: {} };
      },
    });
  const both = Promise.all([call('first', 429), call('second', 200)]);
  await settle();
  queue.shift()?.();
  await settle();
  queue.shift()?.();
  await settle();
  expect(sent).toEqual(['first']);

  now = 5_001;
  for (const wake of sleepers.splice(0)) wake();
  await settle();
  for (const serve of queue.splice(0)) serve();
  await both;
  expect([...sent].sort()).toEqual(['first', 'first', 'second']);
});
