import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Session } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { openSession } from '../../connectors/hubspot/session.js';
import { startHubSpotSimulator } from '../../connectors/hubspot/simulator/index.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { findAccount, setAccountState } from '../../src/store/accounts.js';
import { wishFor } from '../../src/store/desired.js';
import { sendWrites } from '../../src/write-back/send.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const TEN_MINUTES = 600_000;
const UPDATE = 'contacts.batch.update';

let database: TestDatabase;
let simulator: Awaited<ReturnType<typeof startHubSpotSimulator>>;
beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await startHubSpotSimulator({ contacts: 0, limits: false });
});
afterAll(async () => {
  await simulator?.close();
  await database?.drop();
});
afterEach(() => simulator.faults.clear());

/** Time that passes by waiting alone: the session's own waits, and a row's until its next try. */
let time = 0;
const timing = {
  now: () => time,
  sleep: async (ms: number) => {
    time += ms;
  },
};

interface Fault {
  readonly simulated?: Parameters<typeof simulator.fault>[0];
  /** Stands for the account's tokens. */
  readonly refused?: () => Promise<void>;
  /** Places that the own budget gives; endless where absent. */
  readonly places?: number;
  /** Longest wait for an answer, milliseconds; as in use where absent. */
  readonly timeoutMs?: number;
}

/** How often a record is sent in ten minutes, from its wish on, while the fault lasts. */
async function requestsOf(portal: string, fault: Fault): Promise<{ sent: number; state: string }> {
  const { pool } = database;
  const record = simulator.acts().createContact({ lastname: portal }).id;
  const where = await makeAccount(pool, portal);
  const wish = { ...where, object: 'contacts', record, lead: 1, background: false };
  await wishFor(pool, [{ ...wish, want: { jobtitle: 'Buyer' } }]);
  await pool.query(`update desired set pending_since = pending_since - interval '1 minute'`);
  if (fault.simulated) simulator.fault({ ...fault.simulated, operation: UPDATE });

  let sent = 0;
  let places = fault.places ?? Number.POSITIVE_INFINITY;
  const session: Session = openSession(
    {
      baseUrl: simulator.url,
      portal: simulator.portal,
      auth: {
        token: async () => simulator.accessToken(),
        refused: fault.refused ?? (async () => {}),
      },
      window: () => ({
        take: async () => {
          places -= 1;
          if (places < 0) throw heldBack();
          return () => {};
        },
      }),
      clock: Date.now,
      log: { info: () => {}, warn: () => {} },
      timeoutMs: fault.timeoutMs ?? 20_000,
      count: ({ operation }) => {
        if (operation === 'contacts batch update') sent += 1;
      },
    },
    timing,
  );
  const run = () =>
    sendWrites({
      pool,
      protocol: { leaseMs: 60_000, timeoutMs: 20_000, unknownWaitMs: 30_000 },
      account: (id) => findAccount(pool, id),
      connector: () => hubspot,
      trouble: async (account, error) => {
        if (error.kind === 'reconnect')
          await setAccountState(pool, account, 'reconnect', error.message);
      },
      session: async () => session,
    });

  time = 0;
  for (;;) {
    await run();
    const { rows } = await pool.query<{ wait: number | null; state: string; account: string }>(
      `select d.state, a.state as account,
         (extract(epoch from d.retry_at - clock_timestamp()) * 1000)::float8 as wait
       from desired d join accounts a on a.id = d.account where d.account = $1`,
      [where.account],
    );
    const [row] = rows;
    if (!row) throw new Error('the row is gone');
    const over = row.state !== 'pending' || row.account !== 'connected';
    if (over) return { sent, state: row.account === 'connected' ? row.state : row.account };
    time += Math.max(row.wait ?? 0, 0);
    if (time > TEN_MINUTES) return { sent, state: row.state };
    await pool.query('update desired set retry_at = null where account = $1', [where.account]);
  }
}

const heldBack = () => new CrmError('wait', 'No place.', { waitMs: 20_000, sent: false });
const status = (code: number, more: object = {}): Fault => ({
  simulated: { kind: 'status', status: code, ...more },
});

test.each<[name: string, fault: Fault]>([
  ['429 with Retry-After', status(429, { retryAfterSeconds: 1 })],
  ['429 of ten seconds', status(429)],
  ["429 of a second's limit", status(429, { policy: 'SECONDLY' })],
  ['423', status(423)],
  ['477 with Retry-After', status(477, { retryAfterSeconds: 2 })],
  ['500', status(500)],
  ['502', status(502)],
  ['503 with Retry-After', status(503, { retryAfterSeconds: 1 })],
  ['504', status(504)],
  ['a cut connection', { simulated: { kind: 'cut' } }],
  ['an update applied before the cut', { simulated: { kind: 'apply-then-cut' } }],
  ['no answer', { simulated: { kind: 'apply-then-hang', ms: 1_000 }, timeoutMs: 100 }],
])(
  'while there is %s a record is sent two to six times in ten minutes',
  async (name, fault) => {
    const { sent, state } = await requestsOf(`of ${name}`, fault);
    expect(state).toBe('pending');
    expect(sent).toBeGreaterThanOrEqual(2);
    expect(sent).toBeLessThanOrEqual(6);
  },
  30_000,
);

test('an expired token is renewed and the record sent once more; two dead ones rest the account', async () => {
  const expired = { kind: 'expired-token' } as const;
  expect(await requestsOf('expired', { simulated: { ...expired, count: 1 } })).toEqual({
    sent: 2,
    state: 'idle',
  });
  expect(await requestsOf('dead', { simulated: expired })).toEqual({
    sent: 3,
    state: 'reconnect',
  });
});

test('a token that cannot be renewed is no reason to send more often', async () => {
  const refused = async (): Promise<void> => {
    throw new CrmError('transient', 'The token service failed.');
  };
  const { sent, state } = await requestsOf('unrenewed', {
    simulated: { kind: 'expired-token' },
    refused,
  });
  expect(state).toBe('pending');
  expect(sent).toBeGreaterThanOrEqual(2);
  expect(sent).toBeLessThanOrEqual(6);
});

test('a limit followed by a full budget counts as a try, what the budget holds back does not', async () => {
  const { sent, state } = await requestsOf('refused then full', {
    ...status(429, { retryAfterSeconds: 1 }),
    places: 3,
  });
  expect({ sent, state }).toEqual({ sent: 3, state: 'pending' });
  const { rows } = await database.pool.query(
    `select d.attempts from desired d join accounts a on a.id = d.account
     where a.portal = 'refused then full'`,
  );
  expect(rows).toEqual([{ attempts: 3 }]);
});
