/** A small share of a day's calls: the steps of a worker stop one after the other, and go on by themselves. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Connector, Feed, Session, Write } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { createDayBudget, readDayUse } from '../../src/accounts/day-budget.js';
import { readCursors, startReading } from '../../src/intake/poll.js';
import type { ReadDependencies } from '../../src/intake/read.js';
import type { CompiledMapping } from '../../src/mapping/compile.js';
import { readDelayed } from '../../src/reports/status.js';
import { addCalls, saveDays } from '../../src/store/account-calls.js';
import { type Account, findAccount, setCallShare } from '../../src/store/accounts.js';
import { wishFor } from '../../src/store/desired.js';
import { sendMass } from '../../src/write-back/mass.js';
import { sendWrites } from '../../src/write-back/send.js';
import type { SendDependencies } from '../../src/write-back/settle.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

const NOW = Date.UTC(2026, 10, 10, 9);

let database: TestDatabase;
let where: Awaited<ReturnType<typeof makeAccount>>;
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());

const done: string[] = [];
const feed = { name: 'people', need: { object: 'contacts' } } as unknown as Feed;
const session = {
  feeds: () => [feed],
  startCursor: () => ({ at: 1 }),
  async poll() {
    done.push('poll');
    const page = { readAt: NOW, origin: 'poll', snapshots: [], missing: [] };
    return { page, cursor: { at: 1 }, more: false };
  },
  async push(_: string, writes: readonly Write[]) {
    done.push('live write');
    return writes.map(({ record }) => ({ record, status: 'written' }));
  },
  mass: {
    async open() {
      done.push('mass write');
      return 'job';
    },
    begin: async () => {},
    outcomes: async () => null,
  },
} as unknown as Session;
const limits = { ...hubspot.declaration.limits, mass: { from: 1, batch: 10 } };
const connector: Connector = { ...hubspot, declaration: { ...hubspot.declaration, limits } };

/** What a worker does that finds work of every kind. */
async function round(): Promise<string[]> {
  const { pool } = database;
  done.length = 0;
  await pool.query('delete from desired');
  await pool.query('delete from mass_writes');
  await pool.query(`update cursors set next_at = now() - interval '1 s'`);
  const wish = { ...where, object: 'contacts', lead: 1, want: { score: '7' } };
  await wishFor(pool, [
    { ...wish, record: 'live', background: false },
    { ...wish, record: 'mass', background: true },
  ]);
  await pool.query(`update desired set pending_since = pending_since - interval '1 minute'`);
  const deps: SendDependencies & ReadDependencies = {
    pool,
    protocol: { leaseMs: 60_000, timeoutMs: 20_000, unknownWaitMs: 30_000 },
    leaseMs: 60_000,
    pollIntervalMs: 0,
    account: (id) => findAccount(pool, id),
    session: async () => session,
    connector: () => connector,
    spending: createDayBudget(pool, () => NOW),
    needs: async () => [],
    mapping: async () => ({ writes: {} }) as unknown as CompiledMapping,
    trouble: async (_, error) => {
      throw error;
    },
  };
  await startReading(deps, (await findAccount(pool, where.account)) as Account, NOW);
  await sendWrites(deps);
  await sendMass(deps);
  await readCursors(deps, 'poll');
  return done;
}

test('a low share stops mass writes first, then polls, then live writes; a larger one lets all go on', async () => {
  const { pool } = database;
  const { workspace, account } = where;
  const use = (calls: number) =>
    addCalls(pool, [{ workspace, account, calls, limited: 0, failed: 0 }]);
  expect(await round()).toEqual(['live write', 'mass write', 'poll']);
  await saveDays(pool, new Map([[account, { limit: 10_000, remaining: 9_000, at: NOW }]]));
  await setCallShare(pool, account, 10);
  await use(650);
  expect(await round()).toEqual(['live write', 'mass write', 'poll']);
  await use(100);
  expect(await round()).toEqual(['live write', 'poll']);
  await use(100);
  expect(await round()).toEqual(['live write']);
  await use(100);
  expect(await round()).toEqual([]);
  await setCallShare(pool, account, 50);
  expect(await round()).toEqual(['live write', 'mass write', 'poll']);
});

test('what the day’s calls hold back is not stuck: it is told apart, as far as it is held', async () => {
  const { pool } = database;
  const { workspace, account } = where;
  await pool.query('delete from desired');
  const wish = { ...where, object: 'contacts', lead: 1, want: { score: '7' } };
  await wishFor(pool, [
    { ...wish, record: 'live', background: false },
    { ...wish, record: 'mass', background: true },
    { ...wish, record: 'young', background: true },
  ]);
  await pool.query(
    `update desired set pending_since = pending_since - interval '11 minutes' where record <> 'young'`,
  );
  await pool.query(
    `insert into fetches (workspace, account, object, record, priority, wanted_at)
     select $1, $2, 'contacts', n, n, now() - interval '11 minutes' from generate_series(0, 1) n`,
    [workspace, account],
  );
  await pool.query(
    `insert into alerts (workspace, account, object, record, lead, key, trigger, marker, draft, state,
       created_at)
     values ($1, $2, 'contacts', 'live', 1, 'k', 't', 'm', '{}', 'planned',
       now() - interval '11 minutes')`,
    [workspace, account],
  );
  const all = { alerts: 1, fetches: 2, writes: 2 };
  const asOf = async (share: number) => {
    await setCallShare(pool, account, share);
    const use = await readDayUse(pool, (await findAccount(pool, account)) as Account, NOW);
    return readDelayed(pool, new Map(use ? [[account, use.spending]] : []));
  };
  expect(await readDelayed(pool, new Map())).toEqual({ stuck: all, held: {} });
  // 950 calls of a day of 10,000 are ours.
  expect(await asOf(50)).toEqual({ stuck: all, held: {} });
  expect(await asOf(13)).toEqual({
    stuck: { alerts: 1, fetches: 2, writes: 1 },
    held: { writes: 1 },
  });
  expect(await asOf(11)).toEqual({
    stuck: { alerts: 1, fetches: 1, writes: 1 },
    held: { fetches: 1, writes: 1 },
  });
  expect(await asOf(5)).toEqual({ stuck: {}, held: all });
  await pool.query('update accounts set writes = false');
  expect(await asOf(50)).toEqual({ stuck: { fetches: 2 }, held: {} });
});
