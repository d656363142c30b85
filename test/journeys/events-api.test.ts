import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hashPassword } from '../../src/admin/api/auth/password.js';
import { createAdmin } from '../../src/app-admin.js';
import { insertUser } from '../../src/store/users.js';
import { startWeb, type Web } from '../../src/web.js';
import { type AppWorld, createAppWorld } from '../support/app-world.js';

const PASSWORD = 'correct horse battery staple';
const EMAIL = 'ada@plumbline.example';

let world: AppWorld;
let web: Web;

beforeAll(async () => {
  world = await createAppWorld({ way: 'key', writes: false });
  const { app } = world;
  const admin = await createAdmin(app);
  await insertUser(app.pool, {
    workspace: admin.auth.workspace,
    name: 'Ada',
    email: EMAIL,
    role: 'admin',
    password: await hashPassword(PASSWORD),
    subject: null,
    now: app.clock(),
  });
  web = await startWeb(app, {
    host: '127.0.0.1',
    port: 0,
    routers: admin.routers,
    staticFolder: null,
  });
}, 300_000);
afterAll(async () => {
  await web?.close();
  await world?.close();
});

/** A key of a role, made as an admin makes it. */
async function makeKey(role: string): Promise<string> {
  const json = { 'content-type': 'application/json' };
  const session = await fetch(`${web.url}/api/v1/session`, {
    method: 'POST',
    headers: json,
    body: JSON.stringify({ email: EMAIL, password: PASSWORD }),
  });
  const { csrf } = (await session.json()) as { csrf: string };
  const cookie = session.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  const made = await fetch(`${web.url}/api/v1/keys`, {
    method: 'POST',
    headers: { ...json, cookie, 'x-csrf-token': csrf },
    body: JSON.stringify({ name: `a key to ${role}`, role }),
  });
  const { secret } = (await made.json()) as { secret: string };
  return secret;
}

const tell = (key: string | null, ...events: object[]) =>
  fetch(`${web.url}/api/v1/events`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-ndjson',
      ...(key !== null && { authorization: `Bearer ${key}` }),
    },
    body: events.map((event) => JSON.stringify(event)).join('\n'),
  });

test('An event sent with a key moves the score of the CRM person with that address', async () => {
  const [person] = await world.rows<{ lead: number; email: string; total: number }>(
    `select r.lead, l.fields ->> 'email' as email, s.total from records r
       join leads l on l.id = r.lead join scores s on s.lead = l.id
     where r.object = 'contacts' and l.fields ->> 'emailKind' = 'business' and s.total is not null
     order by s.total limit 1`,
  );
  if (!person) throw new Error('nobody is scored');
  const event = {
    email: person.email.toUpperCase(),
    type: 'demo_request',
    occurredAt: new Date().toISOString(),
    id: 'e-1',
    attributes: { form: 'Demo' },
  };
  expect((await tell(null, event)).status).toBe(401);
  expect((await tell(await makeKey('viewer'), event)).status).toBe(403);

  const key = await makeKey('editor');
  const stranger = { ...event, email: 'nobody.yet@umbra.example', id: 'e-2' };
  const answer = await tell(key, event, stranger, { ...event, id: 'e-3', type: 'nonsense' });
  expect([answer.status, await answer.json()]).toEqual([
    200,
    {
      accepted: 2,
      duplicates: 0,
      rejected: [
        { line: 3, reason: 'type: is no activity type; own ones are written custom:<name>' },
      ],
    },
  ]);
  await world.settle();
  const acts = await world.rows<{ lead: number; email: string }>(
    `select a.lead, l.fields ->> 'email' as email from activities a join leads l on l.id = a.lead
     where a.property = '*event' order by l.fields ->> 'email' <> $1`,
    [person.email],
  );
  expect(acts).toHaveLength(2);
  expect(acts[0]).toEqual({ lead: person.lead, email: person.email });
  expect(acts[1]?.email).toBe('nobody.yet@umbra.example');
  const [now] = await world.rows<{ total: number }>('select total from scores where lead = $1', [
    person.lead,
  ]);
  expect(now?.total).toBeGreaterThan(person.total);

  const again = await tell(key, event);
  expect(await again.json()).toEqual({ accepted: 0, duplicates: 1, rejected: [] });
  await world.settle();
  expect(await world.rows("select 1 from activities where property = '*event'")).toHaveLength(2);
  // The events' people are no CRM's: nothing is read of them, written to them or shown as an account.
  expect(await world.rows("select 1 from fetches where object = 'people'")).toEqual([]);
  expect(await world.rows("select 1 from desired where object = 'people'")).toEqual([]);
});
