/** Signing in by an identity provider: who gets in, as what, and what an attacker may try. */
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { roleOf } from '../../../src/admin/api/auth/oidc.js';
import type { SessionView } from '../../../src/admin/api/contract/session.js';
import { type AdminWorld, type Browser, createAdminWorld } from './admin-world.js';
import { type Person, type Provider, startProvider } from './oidc-provider.js';

const PUBLIC_URL = 'http://localhost:3999';

let provider: Provider;
let world: AdminWorld;

beforeAll(async () => {
  provider = await startProvider();
  world = await createAdminWorld({
    env: {
      PUBLIC_URL,
      OIDC_ISSUER: provider.issuer,
      OIDC_CLIENT_ID: provider.clientId,
      OIDC_CLIENT_SECRET: provider.clientSecret,
      OIDC_ROLE_CLAIM: 'plumbline_role',
      OIDC_DOMAINS: 'acme.example',
    },
  });
});
afterEach(() => provider.lie(null));
afterAll(async () => {
  await world?.close();
  await provider?.close();
});

const here = (address: string): string => address.replace(PUBLIC_URL, world.url);

async function begin(browser: Browser, goTo = '/leads?band=hot'): Promise<string> {
  const start = `${world.url}/auth/oidc/start?goTo=${encodeURIComponent(goTo)}`;
  const { status, headers } = await browser.send('GET', start);
  expect(status).toBe(303);
  return headers.get('location') ?? '';
}

/** The way back from the provider, as a browser takes it: another site's page leads to us. */
async function comeBack(browser: Browser, address: string): Promise<string> {
  const { status, headers } = await browser.send('GET', here(address), undefined, {
    'sec-fetch-site': 'cross-site',
  });
  expect(status).toBe(303);
  return headers.get('location') ?? '';
}

async function signIn(person: Person, browser = world.browser()): Promise<string> {
  return comeBack(browser, provider.authorize(await begin(browser), person));
}

const sessionOf = async (browser: Browser) =>
  (await browser.send<SessionView>('GET', '/session')).body;

test('the sign-in page is told where to go', async () => {
  expect((await sessionOf(world.browser())).identityProvider).toEqual({
    name: new URL(provider.issuer).host,
    path: '/auth/oidc/start',
  });
});

test('somebody invited comes in by a verified address, and is known by more than it afterwards', async () => {
  await world.addUser('Ada', 'publisher');
  const email = `ADA@w${world.workspace}.example`;
  const ada = world.browser();
  const goneTo = await signIn({ sub: 'ada', email, email_verified: true, name: 'A.' }, ada);
  expect(goneTo).toBe('/leads?band=hot');
  expect((await sessionOf(ada)).user).toMatchObject({ name: 'Ada', role: 'publisher' });
  const renamed = world.browser();
  await signIn({ sub: 'ada', email: 'married@acme.example', email_verified: true }, renamed);
  expect((await sessionOf(renamed)).user).toMatchObject({
    name: 'Ada',
    email: email.toLowerCase(),
  });
  const other = await signIn({ sub: 'somebody', email, email_verified: true });
  expect(other).toBe('/sign-in?problem=other-person');
});

test('without an invitation only people of the named domains come in, as viewers', async () => {
  const ben = world.browser();
  const person = { sub: 'ben', email: 'ben@acme.example', email_verified: true, name: 'Ben' };
  await signIn(person, ben);
  expect((await sessionOf(ben)).user).toMatchObject({
    name: 'Ben',
    role: 'viewer',
    hasPassword: false,
  });
  for (const email of [
    'eve@evil.example',
    'eve@notacme.example',
    'eve@acme.example.evil.example',
  ]) {
    const refused = await signIn({ sub: email, email, email_verified: true });
    expect(refused).toBe('/sign-in?problem=not-invited');
  }
  const namesake = world.browser();
  await signIn({ ...person, sub: 'ben2', email: 'ben2@acme.example' }, namesake);
  expect((await sessionOf(namesake)).user?.name).toBe('Ben (2)');
});

test('an address that the provider has not verified counts for nothing', async () => {
  await world.addUser('Cleo', 'admin');
  const email = `cleo@w${world.workspace}.example`;
  for (const claims of [{ email }, { email, email_verified: false }]) {
    expect(await signIn({ sub: 'mallory', ...claims })).toBe('/sign-in?problem=not-verified');
  }
});

test('a disabled user stays out', async () => {
  const dora = { sub: 'dora', email: 'dora@acme.example', email_verified: true };
  await signIn(dora);
  await world.database.pool.query(`update users set disabled_at = now() where email like 'dora@%'`);
  expect(await signIn(dora)).toBe('/sign-in?problem=disabled');
});

test('the role claim counts at each sign-in; the last admin stays one', async () => {
  const person = { sub: 'emil', email: 'emil@acme.example', email_verified: true, name: 'Emil' };
  const roleAfter = async (claim: unknown) => {
    const browser = world.browser();
    await signIn({ ...person, plumbline_role: claim }, browser);
    return (await sessionOf(browser)).user?.role;
  };
  expect(await roleAfter(['staff', 'editor'])).toBe('editor');
  expect(await roleAfter('admin')).toBe('admin');
  expect(await roleAfter(undefined)).toBe('admin');
  expect(await roleAfter('viewer')).toBe('viewer');
  await roleAfter('admin');
  await world.database.pool.query(`update users set role = 'viewer' where email not like 'emil@%'`);
  expect(await roleAfter('viewer')).toBe('admin');
});

test.each([
  ['editor', 'editor'],
  [['viewer', 'admin', 'x'], 'admin'],
  ['owner', null],
  [undefined, null],
  [{ admin: true }, null],
])('the claim %p names the role %p', (claim, role) => {
  expect(roleOf(claim)).toBe(role);
});

const FAILED = '/sign-in?problem=provider-failed';
const eva = { sub: 'eva', email: 'eva@acme.example', email_verified: true };

test('a code of one browser is of no use in another', async () => {
  const [mine, theirs] = [world.browser(), world.browser()];
  const address = provider.authorize(await begin(theirs), eva);
  expect(await comeBack(mine, address)).toBe('/sign-in?problem=journey-lost');
  await begin(mine);
  expect(await comeBack(mine, address)).toBe(FAILED);
  expect((await sessionOf(mine)).user).toBeNull();
});

test('a way back counts once, and for ten minutes', async () => {
  const browser = world.browser();
  const address = provider.authorize(await begin(browser), eva);
  const cookies = [...browser.cookies];
  expect(await comeBack(browser, address)).toBe('/leads?band=hot');
  expect(browser.cookies.has('plumbline_oidc')).toBe(false);
  for (const [name, value] of cookies) browser.cookies.set(name, value);
  expect(await comeBack(browser, address)).toBe(FAILED);

  const late = provider.authorize(await begin(browser), eva);
  world.pass(11 * 60_000);
  expect(await comeBack(browser, late)).toBe('/sign-in?problem=journey-lost');
});

test.each([
  ['nonce', { nonce: 'another' }],
  ['audience', { aud: 'another-app' }],
  ['issuer', { iss: 'https://evil.example' }],
  ['time', { exp: 1 }],
])('an ID token with another %s is refused', async (_, lie) => {
  provider.lie(lie);
  expect(await signIn(eva)).toBe(FAILED);
});

test('what the provider refuses is told, not shown', async () => {
  const browser = world.browser();
  const state = new URL(await begin(browser)).searchParams.get('state');
  const refused = `${PUBLIC_URL}/auth/oidc/callback?error=access_denied&state=${state}`;
  expect(await comeBack(browser, refused)).toBe(FAILED);
});

test.each(['//evil.example', '/\\evil.example', 'https://evil.example', '/\tx', 'leads'])(
  'nobody is led to %p afterwards',
  async (goTo) => {
    const browser = world.browser();
    const address = provider.authorize(await begin(browser, goTo), eva);
    expect(await comeBack(browser, address)).toBe('/');
  },
);
