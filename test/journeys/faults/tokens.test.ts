import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectAccount } from '../../../src/accounts/connect.js';
import { type AppWorld, createAppWorld, waitFor } from '../../support/app-world.js';

let world: AppWorld;
beforeAll(async () => {
  world = await createAppWorld({ simulator: { contacts: 30 } });
});
afterAll(() => world?.close());

const REFRESH = 'oauth.token';
const calls = (operation: string): number => world.simulator.requests.list({ operation }).length;
const total = (): number => world.simulator.requests.list().length;

async function contacts(): Promise<string[]> {
  const rows = await world.rows<{ record: string }>(
    `select record from records where object = 'contacts' and lead is not null order by record`,
  );
  return rows.map((row) => row.record);
}

async function editAll(jobtitle: string): Promise<void> {
  for (const id of await contacts()) {
    world.simulator.acts().edit('contacts', id, { jobtitle });
    world.simulator.acts().fillForm(id, 'demo');
  }
}

const arrived = (jobtitle: string): Promise<void> =>
  waitFor('the titles', async () => {
    const [row] = await world.rows<{ count: number }>(
      `select count(*)::int as count from leads where fields ->> 'jobTitle' = $1`,
      [jobtitle],
    );
    return row?.count === (await contacts()).length;
  });

async function expectWritten(): Promise<void> {
  const rows = await world.rows<{ record: string; want: Record<string, string> }>(
    `select record, want from desired`,
  );
  expect(rows).toHaveLength((await contacts()).length);
  for (const { record, want } of rows) {
    const { properties } = world.simulator.describe('contacts', record) as {
      properties: Record<string, string>;
    };
    expect(properties.plumbline_score).toBe(want.plumbline_score);
    expect(properties.plumbline_grade).toBe(want.plumbline_grade);
  }
}

/** Calls that may still be made or answered, of whatever step. */
const leases = async (): Promise<number> =>
  (
    await world.rows<{ count: number }>(
      `select ((select count(token) from cursors) + (select count(token) from fetches)
         + (select count(token) from desired) + (select count(token) from alerts))::int as count`,
    )
  )[0]?.count ?? -1;

const state = async () =>
  (
    await world.rows<{ state: string; problem: string | null }>(
      'select state, problem from accounts',
    )
  )[0];

test('tokens that end are renewed once, whoever needs them, and work goes on', async () => {
  const before = calls(REFRESH);
  world.simulator.gateway.credentials.killAccess(world.simulator.portal);
  await editAll('Director of Sales');
  await arrived('Director of Sales');
  await world.settle();
  expect(calls(REFRESH) - before).toBe(1);
  await expectWritten();
  expect(await state()).toEqual({ state: 'connected', problem: null });
});

test('an app that was removed rests and says how to go on; connecting again resumes', async () => {
  // Decided, but not written before the app is gone.
  const fault = { kind: 'status', status: 503 } as const;
  world.simulator.fault({ ...fault, operation: 'contacts.batch.update' });
  world.simulator.fault({ ...fault, operation: 'tasks.create' });
  await editAll('Intern');
  await arrived('Intern');
  world.simulator.uninstall();
  world.simulator.faults.clear();
  await waitFor('the account to rest', async () => (await state())?.state === 'reconnect');
  expect((await state())?.problem).toContain('connect it again');
  // What was under way may end; after that nobody calls.
  await waitFor('the calls under way to end', async () => (await leases()) === 0);
  const resting = total();
  const attempts = async () =>
    (await world.rows<{ sum: number }>('select sum(attempts)::int as sum from desired'))[0]?.sum;
  const tried = await attempts();
  await new Promise((resolve) => setTimeout(resolve, 5_000));
  expect(total()).toBe(resting);
  expect(await attempts()).toBe(tried);

  const { simulator, app } = world;
  const accessToken = simulator.accessToken(simulator.portal);
  await connectAccount(app.accounts, {
    crm: 'hubspot',
    baseUrl: simulator.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId: simulator.app.clientId,
      clientSecret: simulator.app.clientSecret,
      accessToken,
      refreshToken: simulator.refreshToken(simulator.portal) ?? '',
      expiresAt: Date.now() + 1_800_000,
    },
    appId: simulator.app.appId,
    who: 'test',
  });
  expect(await state()).toEqual({ state: 'connected', problem: null });
  await world.settle();
  await expectWritten();

  // Events come again, too.
  await editAll('Director of Support');
  await arrived('Director of Support');
  await world.settle();
  await expectWritten();
});
