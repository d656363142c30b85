/** Users, API keys and the audit log, over HTTP. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AuditEntry } from '../../../src/admin/api/contract/audit.js';
import type { KeyView } from '../../../src/admin/api/contract/keys.js';
import type { SessionView } from '../../../src/admin/api/contract/session.js';
import type { UserView } from '../../../src/admin/api/contract/users.js';
import { type AdminWorld, type Browser, createAdminWorld } from './admin-world.js';

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

let world: AdminWorld;
let ada: Browser;

beforeAll(async () => {
  world = await createAdminWorld();
  ada = await world.signedIn('Ada', 'admin');
});
afterAll(() => world?.close());

const roleOf = async (browser: Browser) =>
  (await browser.send<SessionView>('GET', '/session')).body.user?.role ?? null;
const idOf = async (browser: Browser) =>
  (await browser.send<SessionView>('GET', '/session')).body.user?.id ?? '';

test('a change of role, and disabling, count from the next request on', async () => {
  const ben = await world.signedIn('Ben', 'admin');
  const id = await idOf(ben);
  expect((await ben.send('GET', '/users')).status).toBe(200);
  const changed = await ada.send<UserView>('PATCH', `/users/${id}`, { role: 'viewer' });
  expect(changed.body).toMatchObject({ name: 'Ben', role: 'viewer', disabled: false });
  expect((await ben.send('GET', '/users')).status).toBe(403);
  expect(await roleOf(ben)).toBe('viewer');
  await ada.send('PATCH', `/users/${id}`, { disabled: true });
  expect(await roleOf(ben)).toBeNull();
  expect((await ben.signIn(`ben@w${world.workspace}.example`)).status).toBe(401);
  await ada.send('PATCH', `/users/${id}`, { disabled: false });
  expect(await roleOf(ben)).toBeNull();
  expect((await ben.signIn(`ben@w${world.workspace}.example`)).status).toBe(200);
});

test('somebody is always left who can change users', async () => {
  const other = await world.addWorkspace('alone');
  const cleo = await world.signedIn('Cleo', 'admin', other);
  const id = await idOf(cleo);
  for (const edit of [{ role: 'viewer' }, { disabled: true }]) {
    const refused = await cleo.send('PATCH', `/users/${id}`, edit);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'last-admin']);
  }
  expect((await cleo.send('PATCH', `/users/${id}`, { name: 'Cleopatra' })).status).toBe(200);
  const dora = await world.signedIn('Dora', 'admin', other);
  // Both at once: one of them stays.
  const both = await Promise.all([
    cleo.send('PATCH', `/users/${await idOf(dora)}`, { role: 'viewer' }),
    dora.send('PATCH', `/users/${id}`, { role: 'viewer' }),
  ]);
  expect(both.filter(({ status }) => status === 200)).toHaveLength(1);
});

test('an address and a name are one person’s each', async () => {
  const invite = (email: string, name: string) =>
    ada.send('POST', '/users', { email, name, role: 'viewer' });
  expect((await invite('emil@acme.example', 'Emil')).status).toBe(201);
  for (const [email, name, word] of [
    ['EMIL@acme.example', 'Another', 'e-mail address'],
    ['other@acme.example', 'emil', 'name'],
  ] as const) {
    const refused = await invite(email, name);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'user-taken']);
    expect(refused.body.error.message).toContain(word);
  }
});

test('a reset takes the password away, ends the sessions, and gives a link', async () => {
  const finn = await world.signedIn('Finn', 'editor');
  const id = await idOf(finn);
  const { status, body } = await ada.send<{ path: string }>('POST', `/users/${id}/password-link`);
  expect([status, body.path.slice(0, 15)]).toEqual([201, '/welcome?token=']);
  expect(await roleOf(finn)).toBeNull();
  expect((await finn.signIn(`finn@w${world.workspace}.example`)).status).toBe(401);
  const own = await ada.send('POST', `/users/${await idOf(ada)}/password-link`);
  expect(own.body.error.code).toBe('own-password');
});

test('users come in pages', async () => {
  const other = await world.addWorkspace('many');
  const admin = await world.signedIn('Many0', 'admin', other);
  for (let at = 1; at < 5; at++) await world.addUser(`Many${at}`, 'viewer', other);
  const names: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const { body }: { body: Page<UserView> } = await admin.send<Page<UserView>>(
      'GET',
      `/users?limit=2${cursor && `&cursor=${cursor}`}`,
    );
    expect(body.items.length).toBeLessThanOrEqual(2);
    names.push(...body.items.map(({ name }) => name));
    cursor = body.next;
  }
  expect(names).toEqual(['Many0', 'Many1', 'Many2', 'Many3', 'Many4']);
});

const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });

test('a key does what its role may, without cookie or CSRF token, until it is revoked', async () => {
  const made = await ada.send<{ key: KeyView; secret: string }>('POST', '/keys', {
    name: 'sync',
    role: 'admin',
  });
  const { key, secret } = made.body;
  expect(secret).toMatch(/^plb_[\w-]{43}$/);
  expect(key).toMatchObject({ name: 'sync', role: 'admin', prefix: secret.slice(0, 10) });
  const { rows } = await world.database.pool.query('select * from api_keys');
  expect(JSON.stringify(rows)).not.toContain(secret);

  const script = world.browser();
  const invite = { email: 'gus@acme.example', name: 'Gus', role: 'viewer' };
  expect((await script.send('POST', '/users', invite, bearer(secret))).status).toBe(201);
  const { body: session } = await script.send<SessionView>(
    'GET',
    '/session',
    undefined,
    bearer(secret),
  );
  expect(session).toMatchObject({ user: { kind: 'key', role: 'admin', email: null }, csrf: null });
  for (const [method, path] of [
    ['DELETE', '/session'],
    ['DELETE', '/session/all'],
  ] as const) {
    const refused = await script.send(method, path, undefined, bearer(secret));
    expect(refused.body.error.code).toBe('people-only');
  }
  const more = await script.send('POST', '/keys', { name: 'x', role: 'viewer' }, bearer(secret));
  expect(more.body.error.code).toBe('people-only');

  const { body: list } = await ada.send<Page<KeyView>>('GET', '/keys');
  expect(list.items[0]?.usedAt).not.toBeNull();
  expect((await ada.send('DELETE', `/keys/${key.id}`)).status).toBe(200);
  const after = await script.send('GET', '/users', undefined, bearer(secret));
  expect([after.status, after.body.error.code]).toEqual([401, 'bad-key']);
});

test('a key is never more than its maker: not when it is made, nor when she becomes less', async () => {
  const hugo = await world.signedIn('Hugo', 'publisher');
  const tooHigh = await hugo.send('POST', '/keys', { name: 'high', role: 'admin' });
  expect([tooHigh.status, tooHigh.body.error.code]).toEqual([403, 'role-too-high']);
  const made = await hugo.send<{ secret: string }>('POST', '/keys', {
    name: 'p',
    role: 'publisher',
  });
  const roleOfKey = async () =>
    (
      await world
        .browser()
        .send<SessionView>('GET', '/session', undefined, bearer(made.body.secret))
    ).body.user?.role;
  expect(await roleOfKey()).toBe('publisher');
  await ada.send('PATCH', `/users/${await idOf(hugo)}`, { role: 'viewer' });
  expect(await roleOfKey()).toBe('viewer');
  await ada.send('PATCH', `/users/${await idOf(hugo)}`, { disabled: true });
  expect(await roleOfKey()).toBeUndefined();
});

test('people see and revoke their own keys; an admin everybody’s', async () => {
  const ida = await world.signedIn('Ida', 'viewer');
  const joe = await world.signedIn('Joe', 'viewer');
  const { body } = await ida.send<{ key: KeyView }>('POST', '/keys', {
    name: 'own',
    role: 'viewer',
  });
  expect((await joe.send<Page<KeyView>>('GET', '/keys')).body.items).toEqual([]);
  expect((await joe.send('DELETE', `/keys/${body.key.id}`)).status).toBe(404);
  expect((await ida.send<Page<KeyView>>('GET', '/keys')).body.items).toHaveLength(1);
  const all = (await ada.send<Page<KeyView>>('GET', '/keys')).body.items;
  expect(all.map(({ id }) => id)).toContain(body.key.id);
  const revoked = await ada.send<KeyView>('DELETE', `/keys/${body.key.id}`);
  expect(revoked.body.revokedAt).not.toBeNull();
});

test('the audit log tells who changed what, before and after, and is found by each', async () => {
  const other = await world.addWorkspace('logged');
  const kim = await world.signedIn('Kim', 'admin', other);
  const { user } = (
    await kim.send<{ user: UserView }>('POST', '/users', {
      email: 'lea@acme.example',
      name: 'Lea',
      role: 'viewer',
    })
  ).body;
  await kim.send('PATCH', `/users/${user.id}`, { role: 'editor' });
  await kim.send('POST', '/keys', { name: 'log', role: 'viewer' });
  const audit = async (query = '') =>
    (await kim.send<Page<AuditEntry>>('GET', `/audit${query}`)).body;

  const { items } = await audit();
  expect(items.map(({ what }) => what)).toEqual(['key.create', 'user.change', 'user.create']);
  expect(items[1]).toMatchObject({
    who: 'Kim',
    about: 'user/Lea',
    before: { name: 'Lea', role: 'viewer', disabled: false },
    after: { name: 'Lea', role: 'editor', disabled: false },
    reason: null,
  });
  expect(JSON.stringify(items)).not.toMatch(/example|plb_[\w-]{20}|token/);

  const first = await audit('?limit=2');
  expect(first.items).toHaveLength(2);
  const rest = await audit(`?limit=2&cursor=${first.next}`);
  expect([rest.items.map(({ what }) => what), rest.next]).toEqual([['user.create'], null]);
  expect((await audit('?what=user.change')).items).toHaveLength(1);
  expect((await audit('?who=Nobody')).items).toEqual([]);
  expect((await audit('?about=user/Lea')).items).toHaveLength(2);
  expect((await audit('?about=Lea')).items).toHaveLength(2);
  expect((await audit('?about=ea')).items).toEqual([]);
  const [{ at } = { at: '' }] = items;
  expect((await audit(`?from=${at}`)).items.length).toBeGreaterThan(0);
  expect((await audit('?to=2020-01-01T00:00:00Z')).items).toEqual([]);
  const { body: filters } = await kim.send<{ who: string[]; what: string[] }>(
    'GET',
    '/audit/filters',
  );
  expect(filters).toEqual({ who: ['Kim'], what: ['key.create', 'user.change', 'user.create'] });
});
