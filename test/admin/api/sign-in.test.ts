/** Sessions as a browser lives them: set-up, sign-in, their end, and what keeps others out. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SessionView } from '../../../src/admin/api/contract/session.js';
import type { UserView } from '../../../src/admin/api/contract/users.js';
import { type AdminWorld, type Browser, createAdminWorld, PASSWORD } from './admin-world.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: AdminWorld;
let ada: Browser;

beforeAll(async () => {
  world = await createAdminWorld();
});
afterAll(() => world?.close());

const rows = async (sql: string): Promise<string> =>
  JSON.stringify((await world.database.pool.query(sql)).rows);

test('the printed address makes the first admin, once', async () => {
  const path = await world.admin.setUpPath();
  const token = new URL(path ?? '', world.url).searchParams.get('token') ?? '';
  expect(path).toMatch(/^\/setup\?token=[\w-]{43}$/);
  expect(await rows('select * from one_time_links')).not.toContain(token);

  ada = world.browser();
  const nobody = await ada.send<SessionView>('GET', '/session');
  expect(nobody.body).toMatchObject({ user: null, csrf: null, setUp: true });

  const given = { email: 'Ada@Acme.example', name: 'Ada', password: PASSWORD };
  const guess = await ada.send('POST', '/session/setup', { token: 'x'.repeat(43), ...given });
  expect([guess.status, guess.body.error.code]).toEqual([403, 'bad-link']);
  const short = await ada.send('POST', '/session/setup', { token, ...given, password: 'short' });
  expect(short.status).toBe(400);

  const made = ada.enter(
    await ada.send<SessionView>('POST', '/session/setup', { token, ...given }),
  );
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({
    user: { name: 'Ada', email: 'ada@acme.example', role: 'admin', hasPassword: true },
    setUp: false,
  });
  const again = await world
    .browser()
    .send('POST', '/session/setup', { token, ...given, name: 'Eve', email: 'eve@acme.example' });
  expect(again.body.error.code).toBe('bad-link');
  expect(await world.admin.setUpPath()).toBeNull();
});

test('the cookie is read by no script and sent by no other site; only its hash is stored', async () => {
  const browser = world.browser();
  const { headers } = await browser.signIn('ADA@acme.example');
  const [cookie = ''] = headers.getSetCookie();
  expect(cookie).toMatch(/^plumbline_session=[\w-]{43}; Max-Age=604800; Path=\/; /);
  expect(cookie).toContain('HttpOnly');
  expect(cookie).toContain('SameSite=Strict');
  const token = browser.cookies.get('plumbline_session') ?? '';
  expect(await rows('select * from user_sessions')).not.toContain(token);
  expect(await rows('select * from users')).toContain('$argon2id$');
});

test('an unknown address and a wrong password get the same answer', async () => {
  await world.addUser('Off', 'viewer');
  await world.database.pool.query(`update users set disabled_at = now() where name = 'Off'`);
  const browser = world.browser();
  const tries = [
    await browser.signIn('nobody@acme.example'),
    await browser.signIn('ada@acme.example', 'wrong horse battery staple'),
    await browser.signIn(`off@w${world.workspace}.example`),
  ];
  expect(tries.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(new Set(tries.map(({ text }) => text)).size).toBe(1);
  expect(browser.cookies.size).toBe(0);
});

test('a session ends when nothing is done for long, and at its end whatever is done', async () => {
  const browser = world.browser();
  await browser.signIn('ada@acme.example');
  const signedIn = async () =>
    (await browser.send<SessionView>('GET', '/session')).body.user !== null;
  world.pass(11 * HOUR);
  expect(await signedIn()).toBe(true);
  world.pass(11 * HOUR);
  expect(await signedIn()).toBe(true);
  world.pass(13 * HOUR);
  expect(await signedIn()).toBe(false);
  expect((await browser.send('GET', '/users')).body.error.code).toBe('not-signed-in');

  await browser.signIn('ada@acme.example');
  for (let at = 0; at < 16; at++) {
    world.pass(10 * HOUR);
    expect(await signedIn()).toBe(true);
  }
  world.pass(9 * HOUR);
  expect(await signedIn()).toBe(false);
});

test('signing out ends this session; everywhere ends all', async () => {
  const [one, two, three] = [world.browser(), world.browser(), world.browser()];
  for (const browser of [one, two, three]) await browser.signIn('ada@acme.example');
  const kept = one.cookies.get('plumbline_session') ?? '';
  expect((await one.send('DELETE', '/session')).status).toBe(204);
  expect(one.cookies.size).toBe(0);
  one.cookies.set('plumbline_session', kept);
  expect((await one.send('GET', '/users')).status).toBe(401);
  expect((await two.send('GET', '/users')).status).toBe(200);
  expect((await two.send('DELETE', '/session/all')).status).toBe(204);
  expect((await three.send('GET', '/users')).status).toBe(401);
});

test('a new password ends the other sessions and asks for the present one', async () => {
  const [here, there] = [world.browser(), world.browser()];
  await world.addUser('Pat', 'viewer');
  const email = `pat@w${world.workspace}.example`;
  await here.signIn(email);
  await there.signIn(email);
  const wrong = { current: 'not this one at all', password: 'another long password' };
  expect((await here.send('PUT', '/session/password', wrong)).body.error.code).toBe(
    'wrong-password',
  );
  const right = { current: PASSWORD, password: 'another long password' };
  expect(here.enter(await here.send('PUT', '/session/password', right)).status).toBe(200);
  expect((await here.send<SessionView>('GET', '/session')).body.user?.name).toBe('Pat');
  expect((await there.send<SessionView>('GET', '/session')).body.user).toBeNull();
  expect((await there.signIn(email)).status).toBe(401);
  expect((await there.signIn(email, 'another long password')).status).toBe(200);
});

test('a link sets a password once, in its time, and puts the former link out of use', async () => {
  const admin = await world.signedIn('Grace', 'admin');
  const invite = async (name: string) =>
    (
      await admin.send<{ user: UserView; link: { path: string } }>('POST', '/users', {
        name,
        email: `${name}@acme.example`,
        role: 'editor',
      })
    ).body;
  const tokenOf = ({ path }: { path: string }): string => path.replace('/welcome?token=', '');
  const accept = (token: string, browser = world.browser()) =>
    browser.send<SessionView>('POST', '/session/password-link', { token, password: PASSWORD });

  const { user, link } = await invite('bea');
  const renewed = await admin.send<{ path: string }>('POST', `/users/${user.id}/password-link`);
  expect((await accept(tokenOf(link))).status).toBe(403);
  const done = await accept(tokenOf(renewed.body));
  expect([done.status, done.body.user?.name, done.body.user?.role]).toEqual([200, 'bea', 'editor']);
  expect((await accept(tokenOf(renewed.body))).status).toBe(403);

  const late = await invite('late');
  world.pass(73 * HOUR);
  expect((await accept(tokenOf(late.link))).status).toBe(403);
});

test('a change needs the CSRF token of the session', async () => {
  const browser = await world.signedIn('Cleo', 'admin');
  const other = await world.signedIn('Dora', 'admin');
  const body = { name: 'x', role: 'viewer' };
  const without = await browser.send('POST', '/keys', body, { 'x-csrf-token': null });
  expect([without.status, without.body.error.code]).toEqual([403, 'csrf']);
  const foreign = await browser.send('POST', '/keys', body, { 'x-csrf-token': other.csrf });
  expect(foreign.body.error.code).toBe('csrf');
  expect((await browser.send('POST', '/keys', body)).status).toBe(201);
});

test('a page of another site changes nothing, not even by signing somebody in', async () => {
  const browser = await world.signedIn('Emil', 'admin');
  const body = { name: 'y', role: 'viewer' };
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': null, origin: 'https://evil.example' },
    { 'sec-fetch-site': null, origin: 'null' },
  ]) {
    const { body: refused } = await browser.send('POST', '/keys', body, headers);
    expect(refused.error.code).toBe('foreign-page');
    const given = { email: 'ada@acme.example', password: PASSWORD };
    const signIn = await world.browser().send('POST', '/session', given, headers);
    expect(signIn.body.error.code).toBe('foreign-page');
  }
  const own = { 'sec-fetch-site': null, origin: world.url };
  expect((await browser.send('POST', '/keys', body, own)).status).toBe(201);
});
