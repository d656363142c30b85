/** Jobs that write very many records: what a death at any moment leaves behind, and what never waits for them. */
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Connector, MassWrites, Session, Write } from '../../connectors/connector.js';
import { hubspot } from '../../connectors/hubspot/index.js';
import { CrmError } from '../../src/lead/crm-error.js';
import { findAccount } from '../../src/store/accounts.js';
import { wishFor } from '../../src/store/desired.js';
import { sendMass } from '../../src/write-back/mass.js';
import { sendWrites } from '../../src/write-back/send.js';
import type { SendDependencies } from '../../src/write-back/settle.js';
import { makeAccount } from '../store/rows.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';

let database: TestDatabase;
let where: Awaited<ReturnType<typeof makeAccount>>;
let portal = 0;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

/** A CRM with jobs of five records; what was handed over is written when the test lets it. */
function createCrm() {
  const jobs = new Map<string, { writes: readonly Write[]; state: string }>();
  const held: Record<string, Record<string, string | null>> = {};
  const asked: string[] = [];
  const write = (writes: readonly Write[]) =>
    writes.map(({ record, values }) => {
      held[record] = { ...held[record], ...values };
      return { record, status: 'written' as const };
    });
  const job = (name: string) => {
    const found = jobs.get(name);
    if (!found) throw new CrmError('gone', 'no such job');
    return found;
  };
  const mass: MassWrites = {
    async open() {
      const name = `job-${jobs.size + 1}`;
      jobs.set(name, { writes: [], state: 'open' });
      return name;
    },
    async begin(name, _, writes) {
      Object.assign(job(name), { writes, state: 'running' });
    },
    async outcomes(name, _, { end }) {
      const { writes, state } = job(name);
      asked.push(`${name} ${state}${end ? ' end' : ''}`);
      if (state === 'open') {
        job(name).state = 'given up';
        return [];
      }
      if (state === 'done') return write(writes.slice(0, -1));
      if (end) job(name).state = 'done';
      return null;
    },
  };
  const pushed: string[][] = [];
  const session = {
    mass,
    async push(_: string, writes: readonly Write[]) {
      pushed.push(writes.map(({ record }) => record).sort());
      return write(writes);
    },
  };
  return { jobs, held, asked, pushed, mass, session };
}

let crm: ReturnType<typeof createCrm>;
let deps: SendDependencies;
beforeEach(async () => {
  await database.pool.query('delete from desired');
  await database.pool.query('delete from mass_writes');
  portal += 1;
  where = await makeAccount(database.pool, String(portal));
  crm = createCrm();
  const limits = { ...hubspot.declaration.limits, writeBatch: 3, mass: { from: 4, batch: 5 } };
  const connector: Connector = { ...hubspot, declaration: { ...hubspot.declaration, limits } };
  deps = {
    pool: database.pool,
    protocol: { leaseMs: 60_000, timeoutMs: 20_000, unknownWaitMs: 30_000 },
    account: (id) => findAccount(database.pool, id),
    connector: () => connector,
    trouble: async () => {},
    session: async () => crm.session as unknown as Session,
  };
});

async function wish(records: readonly string[], score: string, background = true): Promise<void> {
  const common = { ...where, object: 'contacts', lead: 1, want: { score }, background };
  await wishFor(
    database.pool,
    records.map((record) => ({ ...common, record })),
  );
  await age(`update desired set pending_since = pending_since - interval '1 minute'`);
}
const age = (sql: string) => database.pool.query(sql);
/** As if the time of the next look had come. */
const later = (by = '0 s') =>
  age(`update mass_writes set look_at = now(), begun_at = begun_at - interval '${by}'`);
const states = async () =>
  (
    await database.pool.query('select state, count(*)::int as n from desired group by 1 order by 1')
  ).rows.map(({ state, n }) => `${state} ${n}`);
const jobs = async () =>
  (await database.pool.query('select job, attempts, reason from mass_writes')).rows;
const five = ['1', '2', '3', '4', '5'];

test('very many rows of the background go by one job; what it does not tell of goes by a call', async () => {
  await wish(five, '7');
  expect(await sendWrites(deps)).toBeNull();
  expect(await sendMass(deps)).toBeGreaterThan(0);
  expect(crm.jobs.get('job-1')?.writes).toHaveLength(5);
  expect(await states()).toEqual(['sending 5']);
  await later();
  await sendMass(deps);
  expect(await states()).toEqual(['sending 5']);
  Object.assign(crm.jobs.get('job-1') ?? {}, { state: 'done' });
  await later();
  expect(await sendMass(deps)).toBeNull();
  expect(await states()).toEqual(['idle 4', 'pending 1']);
  await sendWrites(deps);
  expect(crm.pushed).toEqual([['5']]);
  expect(await states()).toEqual(['idle 5']);
  expect(Object.values(crm.held).map(({ score }) => score)).toEqual(Array(5).fill('7'));
  expect(crm.asked).toEqual(['job-1 running', 'job-1 done']);
});

test('a few rows go by a call, and so do live ones beside very many', async () => {
  await wish(['1', '2', '3'], '7');
  expect(await sendMass(deps)).toBeNull();
  await sendWrites(deps);
  expect(crm.pushed).toEqual([['1', '2', '3']]);
  await wish(five, '8');
  await wish(['live'], '8', false);
  await sendWrites(deps);
  expect(crm.pushed.slice(1)).toEqual([['live']]);
  expect(crm.jobs.size).toBe(0);
});

test('while a job runs live changes go on, rows of the background wait for it, and a new value goes afterwards', async () => {
  await wish(five, '7');
  await sendMass(deps);
  await wish(['live'], '8', false);
  await wish(['6'], '8');
  await wish(['2'], '9', false);
  await sendWrites(deps);
  await sendMass(deps);
  expect(crm.pushed).toEqual([['live']]);
  expect(crm.jobs.size).toBe(1);
  Object.assign(crm.jobs.get('job-1') ?? {}, { state: 'done' });
  await later();
  await sendMass(deps);
  await sendWrites(deps);
  expect(crm.pushed.slice(1)).toEqual([['2', '5', '6']]);
  expect(crm.held['2']).toEqual({ score: '9' });
  expect(await states()).toEqual(['idle 7']);
});

test('what was claimed and never reached a job goes again after the lease, and no sooner', async () => {
  await wish(five, '7');
  crm.mass.open = () => new Promise(() => {});
  void sendMass(deps);
  await until(async () => (await states())[0] === 'sending 5');
  expect(await jobs()).toMatchObject([{ job: null }]);
  crm = createCrm();
  await sendMass(deps);
  await sendWrites(deps);
  expect(await states()).toEqual(['sending 5']);
  await age(`update mass_writes set lease = now() - interval '1 s'`);
  await sendMass(deps);
  expect(await jobs()).toEqual([]);
  await sendWrites(deps);
  await sendWrites(deps);
  expect(crm.pushed.flat().sort()).toEqual(five);
});

test('a job whose worker died before it handed anything over is given up, and its rows go again', async () => {
  await wish(five, '7');
  crm.mass.begin = () => new Promise(() => {});
  void sendMass(deps);
  await until(async () => (await jobs())[0]?.job === 'job-1');
  await sendMass(deps);
  expect(crm.asked).toEqual([]);
  await age(`update mass_writes set lease = now() - interval '1 s'`);
  await sendMass(deps);
  expect(crm.jobs.get('job-1')?.state).toBe('given up');
  await sendWrites(deps);
  await sendWrites(deps);
  expect(crm.pushed.flat().sort()).toEqual(five);
});

test('a job whose worker died afterwards is asked for by the next one; no row of it is sent again', async () => {
  await wish(five, '7');
  const begin = crm.mass.begin;
  crm.mass.begin = async (...of) => {
    await begin(...of);
    await new Promise(() => {});
  };
  void sendMass(deps);
  await until(async () => crm.jobs.get('job-1')?.state === 'running');
  // The rows' own lease has ended, too: it says nothing while they are in a job.
  await age(`update desired set lease = now() - interval '1 s'`);
  await sendWrites(deps);
  expect(await states()).toEqual(['sending 5']);
  Object.assign(crm.jobs.get('job-1') ?? {}, { state: 'done' });
  await age(`update mass_writes set lease = now() - interval '1 s'`);
  await sendMass(deps);
  expect(crm.pushed).toEqual([]);
  expect(await states()).toEqual(['idle 4', 'pending 1']);
});

test('a job that takes too long is ended, and forgotten when even that fails', async () => {
  await wish(five, '7');
  await sendMass(deps);
  await later('9 minutes');
  await sendMass(deps);
  expect(crm.asked).toEqual(['job-1 running end']);
  await later();
  await sendMass(deps);
  expect(await states()).toEqual(['idle 4', 'pending 1']);
  await wish(five, '8');
  await sendMass(deps);
  crm.mass.outcomes = async () => null;
  await later('17 minutes');
  await sendMass(deps);
  expect(await jobs()).toEqual([]);
  expect(await states()).toEqual(['pending 5']);
});

test('a look that fails is repeated later; a job that cannot be made leaves its rows to calls', async () => {
  await wish(five, '7');
  await sendMass(deps);
  crm.mass.outcomes = async () => {
    throw new CrmError('transient', 'cut');
  };
  await later();
  expect(await sendMass(deps)).toBeGreaterThan(1_000);
  expect(await jobs()).toEqual([{ job: 'job-1', attempts: 1, reason: 'cut' }]);
  await age('delete from mass_writes');
  await age('delete from desired');
  crm.mass.open = async () => {
    throw new CrmError('refused', 'no bulk here');
  };
  await wish(five, '7');
  expect(await sendMass(deps)).toBeNull();
  expect(await jobs()).toEqual([]);
  await age('update desired set retry_at = null');
  expect(await sendMass(deps)).toBeNull();
  await sendWrites(deps);
  await sendWrites(deps);
  expect(crm.pushed.flat().sort()).toEqual(five);
});

test('scarce calls hold the background back first, live changes last', async () => {
  const may = { background: false, reads: true, live: true };
  deps = { ...deps, spending: async () => may };
  await wish(five, '7');
  await wish(['live'], '8', false);
  await sendMass(deps);
  await sendWrites(deps);
  expect(crm.jobs.size).toBe(0);
  expect(crm.pushed).toEqual([['live']]);
  may.live = false;
  await wish(['live'], '9', false);
  await sendWrites(deps);
  expect(crm.pushed).toHaveLength(1);
  expect(await states()).toEqual(['pending 6']);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
