/** What the web role gives a browser: the pages, their headers, and errors in one form. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPage } from '../../../src/app-page.js';
import { systemClock } from '../../../src/lib/clock.js';
import { createClosing } from '../../../src/lib/closing.js';
import { createLogger, silentLogger } from '../../../src/lib/logger.js';
import { type AdminWorld, createAdminWorld } from './admin-world.js';

/** Long enough to be worth compressing. */
const SCRIPT = `export {};\n${'// nothing\n'.repeat(500)}`;

const lines: string[] = [];
let folder: string;
let world: AdminWorld;
let waiting: string | null = null;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'plumbline-pages-'));
  mkdirSync(path.join(folder, 'assets'));
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Plumbline</title>');
  writeFileSync(path.join(folder, 'assets/index-abc.js'), SCRIPT);
  const stream = new PassThrough({ encoding: 'utf8' });
  stream.on('data', (line: string) => lines.push(line));
  const log = createLogger({ level: 'debug', format: 'json', clock: systemClock, stream });
  world = await createAdminWorld({
    log,
    env: { PUBLIC_URL: 'https://plumbline.example' },
    page: { folder, waiting: () => waiting },
  });
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const get = (address: string, headers: Record<string, string> = HTML) =>
  fetch(new URL(address, world.url), { headers });

test.each(['/', '/leads/12', '/sign-in?next=%2Fleads'])('%s is the page', async (address) => {
  const answer = await get(address);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('<title>Plumbline</title>');
  expect(answer.headers.get('cache-control')).toBe('no-cache');
});

test.each(['/api/v1/nothing', '/api', '/assets/index-old.js', '/oauth/x'])(
  '%s is no page',
  async (address) => {
    const answer = await get(address);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'not-found' } });
  },
);

test('whoever asks for no page gets none', async () => {
  expect((await get('/leads/12', { accept: 'application/json' })).status).toBe(404);
  const posted = await fetch(new URL('/leads', world.url), { method: 'POST', headers: HTML });
  expect(posted.status).toBe(404);
});

test('built files are kept for good, and travel compressed', async () => {
  const answer = await get('/assets/index-abc.js', { 'accept-encoding': 'gzip' });
  expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(await answer.text()).toBe(SCRIPT);
});

test.each(['/', '/api/v1/session', '/nothing.txt', '/healthz'])(
  '%s is guarded',
  async (address) => {
    const { headers } = await get(address);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('strict-transport-security')).toBe('max-age=31536000');
    expect(headers.get('x-powered-by')).toBeNull();
  },
);

test('answers of the API are kept by nobody', async () => {
  expect((await get('/api/v1/session')).headers.get('cache-control')).toBe('no-store');
});

test('by https the cookie belongs to this host alone', async () => {
  await world.addUser('Ada', 'admin');
  const { headers } = await world.browser().signIn(`ada@w${world.workspace}.example`);
  expect(headers.getSetCookie()[0]).toMatch(/^__Host-plumbline_session=.*; Path=\/; .*Secure/);
});

test('a page that is not there yet says so, and looks again', async () => {
  waiting = 'It is being built.';
  const answer = await get('/leads');
  waiting = null;
  expect([answer.status, await answer.text()]).toEqual([503, 'It is being built.\n']);
  expect(answer.headers.get('refresh')).toBe('3');
});

test('a build that is taken away leaves nothing at any address', async () => {
  const index = path.join(folder, 'index.html');
  renameSync(index, `${index}.away`);
  const answer = await get('/leads');
  renameSync(`${index}.away`, index);
  expect([answer.status, await answer.json()]).toMatchObject([
    404,
    { error: { code: 'not-found' } },
  ]);
});

test('without a build and without its sources the way out is named', () => {
  const empty = mkdtempSync(path.join(tmpdir(), 'plumbline-pages-'));
  expect(createPage(empty, createClosing(), silentLogger).waiting()).toContain('npm run build');
  mkdirSync(path.join(empty, 'src/admin/ui/dist'), { recursive: true });
  writeFileSync(path.join(empty, 'src/admin/ui/dist/index.html'), '');
  expect(createPage(empty, createClosing(), silentLogger).waiting()).toBeNull();
  rmSync(empty, { recursive: true });
});

const body = (text: string, type = 'application/json') =>
  fetch(new URL('/api/v1/session', world.url), {
    method: 'POST',
    headers: { 'content-type': type },
    body: text,
  });

test.each([
  ['{"email": ', 'application/json', 400, 'bad-json'],
  [JSON.stringify({ email: 'x'.repeat(2_000_000) }), 'application/json', 413, 'too-large'],
  ['email=a', 'application/x-www-form-urlencoded', 415, 'not-json'],
  ['[]', 'application/json', 400, 'bad-request'],
])('a body that cannot be read is refused in words (%#)', async (text, type, status, code) => {
  const answer = await body(text, type);
  expect([answer.status, await answer.json()]).toMatchObject([status, { error: { code } }]);
});

test('a failure tells nothing of the inside, but where to look', async () => {
  const { pool } = world.database;
  const admin = await world.signedIn('Ben', 'admin');
  lines.length = 0;
  await pool.query('alter table api_keys rename to away');
  const answer = await admin.send('GET', '/keys?limit=7');
  await pool.query('alter table away rename to api_keys');
  const id = answer.headers.get('x-request-id') ?? '';
  expect(answer.status).toBe(500);
  expect(answer.body.error).toEqual({
    code: 'internal',
    message: `Something failed here; the log says what (${id}).`,
  });
  const told = lines.map((line) => JSON.parse(line));
  expect(told).toContainEqual(
    expect.objectContaining({ level: 'error', requestId: id, path: '/api/v1/keys' }),
  );
});

test('the log names requests by id and path, never what was asked for or sent', async () => {
  lines.length = 0;
  const email = 'somebody@sample.example';
  const browser = world.browser();
  await browser.send('POST', '/session', { email, password: 'a secret of hers' });
  await get(`/api/v1/leads?search=${encodeURIComponent(email)}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  const text = lines.join('');
  expect(text).toContain('"path":"/api/v1/session"');
  expect(text).not.toMatch(/somebody|secret of hers/);
});
