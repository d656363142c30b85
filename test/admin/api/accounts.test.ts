/** The connected accounts, over HTTP: how each is doing, and turning write-back on and off. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ConnectedAccount } from '../../../src/admin/api/contract/accounts.js';
import type { AuditEntry } from '../../../src/admin/api/contract/audit.js';
import type { Retention } from '../../../src/admin/api/contract/retention.js';
import { findAccount } from '../../../src/store/accounts.js';
import { type AppWorld, createAppWorld, waitFor } from '../../support/app-world.js';
import { type AdminWorld, type Browser, createAdminWorld } from './admin-world.js';

interface Steps {
  readonly on: boolean;
  readonly leads: number;
  readonly steps: readonly { property: string; action: string; reason: string | null }[];
}

let crm: AppWorld;
let world: AdminWorld;
let ada: Browser;

beforeAll(async () => {
  crm = await createAppWorld({ way: 'key', simulator: { contacts: 10 }, writes: false });
  world = await createAdminWorld({
    database: crm.database,
    env: { HUBSPOT_BASE_URL: crm.simulator.url, CALL_TIMEOUT_MS: '2000', LEASE_MS: '6000' },
  });
  ada = await world.signedIn('Ada', 'admin');
}, 300_000);
afterAll(async () => {
  await world?.close();
  await crm?.close();
});

const accounts = async (): Promise<readonly ConnectedAccount[]> =>
  (await ada.send<{ items: ConnectedAccount[] }>('GET', '/accounts')).body.items;
const own = async (): Promise<ConnectedAccount> => (await accounts())[0] as ConnectedAccount;
const writeBack = () => `/accounts/${crm.account.id}/write-back`;

test('an account tells how it is connected, how far it has been read, and what it costs', async () => {
  await waitFor('calls to be counted', async () => (await own()).calls.lastDay > 0);
  const account = await own();
  expect(account).toMatchObject({
    id: String(crm.account.id),
    crm: 'hubspot',
    crmLabel: 'HubSpot',
    portal: crm.simulator.portal,
    way: { id: 'key', push: false },
    state: 'connected',
    problem: null,
    command: null,
    writeBack: false,
    parked: { changes: 0, writes: 0, tasks: 0, reasons: [] },
  });
  expect(account.way.freshness).toMatch(/\.$/);
  expect(account.firstLoad.completeAt).not.toBeNull();
  expect(account.firstLoad.records).toBeGreaterThanOrEqual(10);
  expect(account.firstLoad.objects).toContainEqual({
    object: 'contacts',
    records: expect.any(Number),
    done: true,
  });
  expect(account.history).not.toBeNull();
  const byHour = account.calls.byHour.reduce((sum, { calls }) => sum + calls, 0);
  expect(byHour).toBe(account.calls.lastDay);
  expect(account.calls.thisHour).toBeLessThanOrEqual(account.calls.lastDay);
  expect(JSON.stringify(account)).not.toContain(crm.simulator.serviceKey);

  const { day } = account.calls;
  expect(day?.limit).toBe(625_000);
  expect(day?.remaining).toBeLessThan(625_000);
  // Told a day ago, it speaks of another day; by then she has to sign in again.
  world.pass(25 * 3_600_000);
  await ada.signIn(`ada@w${world.workspace}.example`);
  expect((await own()).calls.day).toBeNull();
  world.pass(-25 * 3_600_000);
});

test('an admin sets how many of a day’s calls may be ours; it is in the audit log', async () => {
  const path = `/accounts/${crm.account.id}/call-share`;
  expect((await own()).calls).toMatchObject({
    sharePercent: 50,
    day: { share: 312_500, waits: 'nothing' },
  });
  expect((await ada.send('PUT', path, { percent: 10 })).body).toEqual({ percent: 10 });
  expect((await own()).calls).toMatchObject({ sharePercent: 10, day: { share: 62_500 } });
  for (const percent of [0, 101, 1.5]) {
    expect((await ada.send('PUT', path, { percent })).status).toBe(400);
  }
  const { body } = await ada.send<{ items: AuditEntry[] }>('GET', '/audit?what=calls.share');
  expect(body.items).toHaveLength(1);
});

test('write-back is planned, turned on with what it creates, and off again; both are in the audit log', async () => {
  const plan = await ada.send<Steps>('GET', writeBack());
  expect(plan.body.steps).toContainEqual({
    property: 'plumbline_score',
    action: 'create',
    reason: null,
  });
  const on = await ada.send<Steps>('PUT', writeBack(), { on: true });
  expect(on.body).toMatchObject({ on: true });
  expect(on.body.leads).toBeGreaterThanOrEqual(10);
  expect((await own()).writeBack).toBe(true);
  const again = await ada.send<Steps>('GET', writeBack());
  expect(again.body.steps.map(({ action }) => action)).not.toContain('create');
  expect((await ada.send<Steps>('PUT', writeBack(), { on: false })).body.on).toBe(false);
  expect((await findAccount(world.database.pool, crm.account.id))?.writes).toBe(false);
  const { body } = await ada.send<{ items: AuditEntry[] }>('GET', '/audit?who=Ada');
  const whats = body.items.map(({ what }) => what).filter((what) => what.startsWith('write-back'));
  expect(whats).toEqual(['write-back.off', 'write-back.on']);
});

test('what was laid aside is counted with its reasons, and a dead connection says the way out', async () => {
  const { pool } = world.database;
  await pool.query(
    `insert into desired (workspace, account, object, record, lead, state, reason)
     select workspace, id, 'contacts', 'parked ' || reason || at, 1, 'parked', reason
     from accounts, (values ('A', 1), ('B', 1), ('B', 2)) n(reason, at)`,
  );
  await pool.query(`update accounts set state = 'reconnect', problem = 'The key was revoked.'`);
  const account = await own();
  expect(account.parked.writes).toBe(3);
  expect(account.parked.reasons).toEqual([
    { reason: 'B', count: 2 },
    { reason: 'A', count: 1 },
  ]);
  expect(account).toMatchObject({
    state: 'reconnect',
    problem: 'The key was revoked.',
    command: 'plumbline connect hubspot',
  });
});

test('how long things are kept is set, shown, and noted with what it was', async () => {
  const forGood: Retention = { activities: null, values: null, scores: null, audit: null };
  const read = async () => (await ada.send<{ days: Retention }>('GET', '/retention')).body.days;
  expect(await read()).toEqual(forGood);
  const days = { ...forGood, activities: 400, audit: 3_650 };
  expect((await ada.send('PUT', '/retention', days)).status).toBe(200);
  expect(await read()).toEqual(days);
  expect((await ada.send('PUT', '/retention', { ...days, activities: 29 })).status).toBe(400);
  expect((await ada.send('PUT', '/retention', { activities: null })).status).toBe(400);
  await ada.send('PUT', '/retention', forGood);
  expect(await read()).toEqual(forGood);
  const { body } = await ada.send<{ items: AuditEntry[] }>('GET', '/audit?what=retention.set');
  expect(body.items.map(({ before, after }) => [before, after])).toEqual([
    [days, forGood],
    [forGood, days],
  ]);
});

test('disconnecting ends reading and writing, keeps what is known, and stands in the audit log', async () => {
  const known = (await own()).firstLoad.records;
  const path = `/accounts/${crm.account.id}`;
  const { status, body } = await ada.send<{ access: string }>('DELETE', path);
  // A key ends where it was made.
  expect({ status, ...body }).toEqual({ status: 200, access: 'by-hand', problem: null });
  expect(await own()).toMatchObject({ state: 'left', erasing: false, writeBack: false });
  expect((await own()).firstLoad.records).toBe(known);
  await ada.send('DELETE', `${path}?erase=true`);
  expect((await own()).erasing).toBe(true);
  const audit = await ada.send<{ items: AuditEntry[] }>('GET', '/audit?what=account.disconnect');
  expect(audit.body.items).toHaveLength(2);
});
