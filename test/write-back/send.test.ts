import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Session } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { findAccount } from '../../src/store/accounts.js';
import { wishFor } from '../../src/store/desired.js';
import { sendWrites } from '../../src/write-back/send.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

test('a run sends one batch of every account, all at once, and goes on while more waits', async () => {
  const { pool } = database;
  const accounts = [await makeAccount(pool, '1'), await makeAccount(pool, '2')];
  const { writeBatch } = hubspot.declaration.limits;
  for (const where of accounts) {
    const wishes = Array.from({ length: writeBatch + 5 }, (_, index) => ({
      ...where,
      object: 'contacts',
      record: String(index),
      lead: index,
      want: { score: '7' },
      background: false,
    }));
    await wishFor(pool, wishes);
  }
  await pool.query(`update desired set pending_since = pending_since - interval '1 minute'`);
  const batches: [portal: string, size: number][] = [];
  let release = (): void => {};
  let both = new Promise<void>((resolve) => {
    release = resolve;
  });
  const run = () =>
    sendWrites({
      pool,
      protocol: { leaseMs: 60_000, timeoutMs: 20_000, unknownWaitMs: 30_000 },
      account: (id) => findAccount(pool, id),
      connector: () => hubspot,
      trouble: async () => {},
      session: async ({ portal }) =>
        ({
          async push(_: string, writes: readonly { record: string }[]) {
            batches.push([portal, writes.length]);
            // Nobody is answered before both accounts have asked.
            if (batches.length % 2 === 0) release();
            await both;
            return writes.map(({ record }) => ({ record, status: 'written' }));
          },
        }) as unknown as Session,
    });
  expect(await run()).toBe(0);
  expect(batches.sort()).toEqual([
    ['1', writeBatch],
    ['2', writeBatch],
  ]);
  both = new Promise((resolve) => {
    release = resolve;
  });
  batches.length = 0;
  expect(await run()).toBeNull();
  expect(batches.sort()).toEqual([
    ['1', 5],
    ['2', 5],
  ]);
  expect(await run()).toBeNull();
  const { rows } = await pool.query(
    'select state, confirmed, count(*)::int as n from desired group by 1, 2',
  );
  expect(rows).toEqual([{ state: 'idle', confirmed: { score: '7' }, n: 2 * (writeBatch + 5) }]);
});

test('what was settled stays settled when the rest of a push fails', async () => {
  const { pool } = database;
  const where = await makeAccount(pool, '3');
  const wish = { ...where, object: 'contacts', lead: 1, want: { score: '7' }, background: false };
  await wishFor(
    pool,
    ['written', 'refused', 'failed'].map((record) => ({ ...wish, record })),
  );
  await pool.query(`update desired set pending_since = pending_since - interval '1 minute'`);
  const error = new CrmError('wait', 'later', { waitMs: 9_000, sent: true });
  const asked: string[][] = [];
  await sendWrites({
    pool,
    protocol: { leaseMs: 60_000, timeoutMs: 20_000, unknownWaitMs: 30_000 },
    account: (id) => findAccount(pool, id),
    connector: () => hubspot,
    trouble: async () => {},
    session: async () =>
      ({
        async push(_: string, writes: readonly { record: string }[]) {
          asked.push(writes.map(({ record }) => record).sort());
          return [
            { record: 'written', status: 'written' },
            { record: 'refused', status: 'refused', message: 'no' },
            { record: 'failed', status: 'failed', error },
          ];
        },
      }) as unknown as Session,
  });
  expect(asked).toEqual([['failed', 'refused', 'written']]);
  const { rows } = await pool.query(
    `select record, state, attempts, reason, confirmed, retry_at > now() + interval '8 s' as later
     from desired where account = $1 order by record`,
    [where.account],
  );
  expect(rows).toMatchObject([
    {
      record: 'failed',
      state: 'pending',
      attempts: 1,
      reason: 'later',
      confirmed: {},
      later: true,
    },
    { record: 'refused', state: 'parked', reason: 'no', confirmed: {} },
    { record: 'written', state: 'idle', attempts: 0, confirmed: { score: '7' } },
  ]);
});
