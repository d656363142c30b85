import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectAccount } from '../../src/accounts/connect.js';
import { disconnectAccount } from '../../src/accounts/disconnect.js';
import { startReading } from '../../src/intake/poll.js';
import { type Account, findAccount, setAccountState } from '../../src/store/accounts.js';
import { type AppWorld, createAppWorld, sendHook, waitFor } from '../support/app-world.js';

let world: AppWorld;
const ALL = ['records', 'leads', 'scores', 'activities', 'value_history', 'links', 'desired'];

beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 12 } });
});
afterAll(() => world?.close());

const stored = async (): Promise<Account> =>
  (await findAccount(world.app.pool, world.account.id)) as Account;

async function counts(): Promise<Record<string, number>> {
  const list = ALL.map((table) => `(select count(*)::int from ${table}) as ${table}`);
  const [row = {}] = await world.rows<Record<string, number>>(`select ${list.join(', ')}`);
  return row;
}

const scores = () => world.rows('select lead, model, total from scores order by lead, model');

async function connectAgain(): Promise<Account> {
  const { simulator, app } = world;
  const { clientId, clientSecret, appId } = simulator.app;
  const accessToken = simulator.accessToken();
  const { account } = await connectAccount(app.accounts, {
    crm: 'hubspot',
    baseUrl: simulator.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId,
      clientSecret,
      accessToken,
      refreshToken: simulator.refreshToken() ?? '',
      expiresAt: Date.now() + 1_500_000,
    },
    appId,
    who: 'test',
  });
  await startReading(app.pipeline, account, Date.now());
  return account;
}

test('the CRM is told, nothing is read or written any more, and leads keep their scores', async () => {
  const before = await scores();
  const had = await counts();
  expect(before.length).toBeGreaterThan(0);
  const told = await disconnectAccount(world.app.accounts, world.account, {
    erase: false,
    who: 'Ada',
  });
  expect(told).toEqual({ access: 'left', problem: null });
  expect(await stored()).toMatchObject({ state: 'left', writes: false, credentials: null });

  await sendHook(world, [
    {
      subscriptionType: 'object.creation',
      objectTypeId: '0-1',
      objectId: 1,
      occurredAt: Date.now(),
    },
  ]);
  // What was under way ends; then each feed would be due twice.
  await waitFor('silence', async () => {
    const last = Math.max(...world.simulator.requests.list().map(({ at }) => at));
    return Date.now() - last > 2_500;
  });
  await world.settle();
  expect(await scores()).toEqual(before);
  expect(await counts()).toEqual(had);
  expect(
    await world.rows(`select who, about, details from audit where what = 'account.disconnect'`),
  ).toEqual([
    {
      who: 'Ada',
      about: `hubspot/${world.account.portal}`,
      details: { before: 'connected', erase: false, access: 'left', problem: null },
    },
  ]);
});

test('a call that fails after it does not call for a connection', async () => {
  await setAccountState(world.app.pool, world.account, 'reconnect', 'refused');
  expect(await stored()).toMatchObject({ state: 'left', problem: null });
});

test('connected again it is the same account, read-only, and goes on', async () => {
  const account = await connectAgain();
  expect(account).toMatchObject({ id: world.account.id, state: 'connected', writes: false });
  const { id } = world.simulator.acts().createContact({ email: 'late@buyer.example' });
  await waitFor('the new contact', async () => {
    const rows = await world.rows('select 1 from leads where fields ->> $1 = $2', [
      'email',
      'late@buyer.example',
    ]);
    return rows.length > 0;
  });
  expect(id).toBeDefined();
});

test('what came from it is erased when that is asked for; connected again it is read anew', async () => {
  await world.settle();
  const had = await counts();
  const told = await disconnectAccount(world.app.accounts, world.account, {
    erase: true,
    who: 'Ada',
  });
  expect(told.access).toBe('left');
  await expect(connectAgain()).rejects.toMatchObject({ code: 'being-erased' });
  await waitFor('the erasure', async () => (await stored()).eraseAskedAt === null);
  const none = Object.fromEntries(ALL.map((table) => [table, 0]));
  expect(await counts()).toEqual(none);
  expect(await world.rows('select 1 from tombstones')).toEqual([]);

  await connectAgain();
  await waitFor('the load', async () => (await stored()).backfilledAt !== null);
  await world.settle();
  expect((await counts()).records).toBe(had.records);
});

test('with a CRM that does not answer it is disconnected all the same, and says what is left to do', async () => {
  await world.simulator.close();
  const told = await disconnectAccount(world.app.accounts, world.account, {
    erase: false,
    who: 'Ada',
  });
  expect(told.access).toBe('by-hand');
  expect(told.problem).toEqual(expect.any(String));
  expect(await stored()).toMatchObject({ state: 'left', credentials: null });
});
