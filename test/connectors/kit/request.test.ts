import { expect, test } from '@jest/globals';
import type { SessionContext } from '../../../connectors/connector.js';
import { createRequester } from '../../../connectors/kit/request.js';
import { CrmError } from '../../../src/lead/crm-error.js';
import { silentLogger } from '../../../src/lib/logger.js';

const contextOf = (change: Partial<SessionContext>): SessionContext => ({
  baseUrl: 'http://crm.example',
  portal: '1',
  auth: { token: async () => 'token', refused: async () => {} },
  window: () => ({ take: async () => () => {} }),
  clock: () => 0,
  log: silentLogger,
  timeoutMs: 60_000,
  count: () => {},
  ...change,
});

const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a refusal stops those who stand in the queue already, until the pause is over', async () => {
  let now = 0;
  const sleepers: (() => void)[] = [];
  const timing = {
    now: () => now,
    sleep: () => new Promise<void>((resolve) => sleepers.push(resolve)),
  };
  const queue: (() => void)[] = [];
  const context = contextOf({
    window: () => ({ take: () => new Promise((resolve) => queue.push(() => resolve(() => {}))) }),
  });
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

/** A call of a session whose tokens and answers are given, one after another. */
function callWith(auth: SessionContext['auth'], statuses: number[], effect: 'read' | 'once') {
  let time = 0;
  const request = createRequester(
    contextOf({ auth }),
    {
      crm: 'CRM',
      budgets: { burst: { limit: 10, windowMs: 1_000 } },
      failure: () => new CrmError('reconnect', 'dead'),
      toldLimit: () => undefined,
      isWindowFull: () => false,
    },
    {
      now: () => time,
      sleep: async (ms) => {
        time += ms;
      },
    },
  );
  return request({
    operation: 'call',
    budget: 'burst',
    priority: 'live',
    effect,
    send: async () => ({ status: statuses.shift() ?? 200, headers: {}, body: {} }),
  });
}

test('a token service that fails once disconnects nobody', async () => {
  let failures = 1;
  const auth = {
    token: async () => 'token',
    refused: async () => {
      failures -= 1;
      if (failures >= 0) throw new CrmError('transient', 'The token service failed.');
    },
  };
  await expect(callWith(auth, [401, 401, 200], 'read')).resolves.toMatchObject({ status: 200 });
  await expect(callWith(auth, [401, 401], 'read')).rejects.toMatchObject({ kind: 'reconnect' });
});

test('a token that another got and that ended, too, disconnects nobody', async () => {
  const tokens = ['ended', 'of another', 'fresh'];
  const auth = {
    token: async () => tokens[0] ?? '',
    refused: async (token: string) => {
      if (token === tokens[0]) tokens.shift();
    },
  };
  await expect(callWith(auth, [401, 401, 200], 'once')).resolves.toMatchObject({ status: 200 });
  expect(tokens).toEqual(['fresh']);
  await expect(callWith(auth, [401, 401, 401], 'once')).rejects.toMatchObject({
    kind: 'reconnect',
  });
});

test.each(['refused', 'gone'] as const)(
  'a token that is %s says nothing against what was to be written',
  async (kind) => {
    const no = async () => {
      throw new CrmError(kind, 'Check the client secret.');
    };
    const rights = { kind: 'rights', message: 'Check the client secret.', outcome: 'not-applied' };
    await expect(
      callWith({ token: no, refused: async () => {} }, [], 'once'),
    ).rejects.toMatchObject(rights);
    await expect(
      callWith({ token: async () => 'token', refused: no }, [401], 'once'),
    ).rejects.toMatchObject(rights);
  },
);

test.each([
  ['once', 1],
  ['read', 3],
] as const)(
  'a call of effect %s that is answered by a failure is sent %i times',
  async (effect, times) => {
    let [time, sent] = [0, 0];
    const request = createRequester(
      contextOf({}),
      {
        crm: 'CRM',
        budgets: { burst: { limit: 10, windowMs: 1_000 } },
        // Nothing came of it, and still its caller counts the tries.
        failure: () => new CrmError('transient', 'down', { outcome: 'not-applied' }),
        toldLimit: () => undefined,
        isWindowFull: () => false,
      },
      {
        now: () => time,
        sleep: async (ms) => {
          time += ms;
        },
      },
    );
    const send = async () => {
      sent += 1;
      return { status: 503, headers: {}, body: {} };
    };
    const call = { operation: 'call', budget: 'burst', priority: 'live', effect, send } as const;
    await expect(request(call)).rejects.toThrow('down');
    expect(sent).toBe(times);
  },
);
