import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startHubSpotSimulator } from '../../../../connectors/hubspot/simulator/index.js';
import type { Connectable, ConnectedAccount } from '../../../../src/admin/api/contract/accounts.js';
import { type AdminWorld, createAdminWorld } from '../admin-world.js';

let simulator: Awaited<ReturnType<typeof startHubSpotSimulator>>;
let world: AdminWorld;

beforeAll(async () => {
  simulator = await startHubSpotSimulator({ contacts: 3 });
  world = await createAdminWorld({ env: { HUBSPOT_BASE_URL: simulator.url } });
});
afterAll(async () => {
  await world?.close();
  await simulator?.close();
});

type Browser = Awaited<ReturnType<AdminWorld['signedIn']>>;
const list = async (browser: Browser) =>
  (await browser.send<{ items: ConnectedAccount[] }>('GET', '/accounts')).body.items;

test('what can be connected is told with what it asks for and the rights it needs', async () => {
  const admin = await world.signedIn('Asker', 'admin');
  const { body } = await admin.send<{ items: Connectable[] }>('GET', '/connectable');
  const hubspot = body.items.find(({ crm }) => crm === 'hubspot');
  expect(hubspot?.label).toBe('HubSpot');
  expect(hubspot?.scopes.required).toContain('crm.objects.contacts.read');
  expect(hubspot?.ways.map(({ id }) => id)).toEqual(['key']);
  expect(hubspot?.ways[0]?.freshness).not.toBe('');
  expect(hubspot?.ways[0]?.fields).toMatchObject([{ name: 'key', secret: true, default: null }]);
});

test('a key that is not the CRM’s is refused and nothing is stored or told of it', async () => {
  const admin = await world.signedIn('Mistaken', 'admin');
  const key = 'pat-na1-not-a-real-key';
  const by = (fields: Record<string, string>) => ({ crm: 'hubspot', way: 'key', fields });
  const refused = await admin.send('POST', '/accounts', by({ key }));
  expect([refused.status, refused.body.error.code]).toEqual([422, 'not-accepted']);
  expect(refused.text).not.toContain(key);
  for (const fields of [{}, { key: ' ' }, { key, other: 'x' }]) {
    expect((await admin.send('POST', '/accounts', by(fields))).status).toBe(422);
  }
  const noWay = { crm: 'hubspot', way: 'jwt', fields: { key } };
  expect((await admin.send('POST', '/accounts', noWay)).body.error.code).toBe('no-such-way');
  const unknown = await admin.send('POST', '/accounts', {
    ...by({ key }),
    crm: 'pipeline',
  });
  expect([unknown.status, unknown.body.error.message]).toEqual([
    422,
    expect.stringContaining('hubspot'),
  ]);
  expect(await list(admin)).toEqual([]);
});

test('a pasted key connects read-only and asks for the first load; no other workspace can take it', async () => {
  const admin = await world.signedIn('Ada', 'admin');
  const fields = { key: ` ${simulator.serviceKey}\n` };
  const body = { crm: 'hubspot', way: 'key', fields };
  const answer = await admin.send<{ id: string; name: string; missing: string[] }>(
    'POST',
    '/accounts',
    body,
  );
  expect(answer.status).toBe(201);
  expect(answer.text).not.toContain(simulator.serviceKey);
  const [account] = await list(admin);
  expect(account).toMatchObject({ id: answer.body.id, state: 'connected', writeBack: false });
  expect(account?.stream).toBeNull();
  await world.database.pool.query(
    `insert into streams (workspace, account, note)
     select workspace, id, 'Turn it on.' from accounts where id = $1`,
    [answer.body.id],
  );
  expect((await list(admin))[0]?.stream).toEqual({
    liveAt: null,
    heardAt: null,
    note: 'Turn it on.',
    pausedAt: null,
    events: { lastDay: 0, own: 0, allowance: null },
  });
  await world.database.pool.query(
    `update streams set allowed = 50000, remaining = 46000, told_at = now(), paused_at = now()`,
  );
  await world.database.pool.query(
    `insert into stream_events (workspace, account, hour, delivered, own)
     select workspace, id, date_trunc('hour', now()) - n * interval '5 hours', 1000, 300
     from accounts, generate_series(0, 5) n where id = $1`,
    [answer.body.id],
  );
  expect((await list(admin))[0]?.stream).toMatchObject({
    pausedAt: expect.any(String),
    events: { lastDay: 5_000, own: 1_500, allowance: { limit: 50_000, remaining: 46_000 } },
  });
  const { rows } = await world.database.pool.query(
    "select count(*)::int as feeds from cursors where account = $1 and kind = 'backfill'",
    [answer.body.id],
  );
  expect(rows[0].feeds).toBeGreaterThan(0);
  const { rows: audit } = await world.database.pool.query(
    "select who from audit where what = 'account.connect'",
  );
  expect(audit).toEqual([{ who: 'Ada' }]);

  const other = await world.addWorkspace('other');
  const stranger = await world.signedIn('Stranger', 'admin', other);
  const taken = await stranger.send('POST', '/accounts', body);
  expect([taken.status, taken.body.error.code]).toEqual([409, 'connected-elsewhere']);
  expect(await list(stranger)).toEqual([]);
  expect(await list(admin)).toHaveLength(1);
});
