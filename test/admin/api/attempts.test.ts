/** Guessing passwords: counted by account and by network address. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { networkOf } from '../../../src/admin/api/auth/attempts.js';
import { type AdminWorld, createAdminWorld, PASSWORD } from './admin-world.js';

let world: AdminWorld;

beforeAll(async () => {
  world = await createAdminWorld();
  await world.addUser('Ada', 'admin');
});
afterAll(() => world?.close());

const email = () => `ada@w${world.workspace}.example`;
const from = (ip: string) => ({ 'x-forwarded-for': ip });
const attempt = (account: string, password: string, ip: string) =>
  world.browser().send('POST', '/session', { email: account, password }, from(ip));

test('ten wrong passwords of an account shut it for a quarter of an hour, from wherever', async () => {
  const statuses: number[] = [];
  for (let at = 0; at < 10; at++) {
    statuses.push((await attempt(email(), `wrong ${at}`, `192.0.2.${at}`)).status);
  }
  expect(new Set(statuses)).toEqual(new Set([401]));
  const shut = await attempt(email(), PASSWORD, '192.0.2.200');
  expect([shut.status, shut.body.error.code]).toEqual([429, 'too-many-attempts']);
  const wait = Number(shut.headers.get('retry-after'));
  expect(wait).toBeGreaterThan(800);
  expect(wait).toBeLessThanOrEqual(900);
  // An unknown address is shut alike, so that it tells nothing.
  for (let at = 0; at < 10; at++) await attempt('nobody@acme.example', 'x', '192.0.2.201');
  expect((await attempt('nobody@acme.example', 'x', '192.0.2.201')).status).toBe(429);
  world.pass(15 * 60_000);
  expect((await attempt(email(), PASSWORD, '192.0.2.200')).status).toBe(200);
});

test('many at once are counted before the first is answered', async () => {
  const all = await Promise.all(
    Array.from({ length: 25 }, () => attempt('many@acme.example', 'x', '192.0.2.99')),
  );
  expect(all.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(all.filter(({ status }) => status === 429)).toHaveLength(15);
});

test('who gets in starts afresh', async () => {
  for (let round = 0; round < 3; round++) {
    for (let at = 0; at < 9; at++) await attempt(email(), 'wrong', `198.51.100.${round}`);
    expect((await attempt(email(), PASSWORD, `198.51.100.${round}`)).status).toBe(200);
  }
});

test('fifty attempts of one address shut it, whatever accounts they name', async () => {
  for (let at = 0; at < 50; at++) await attempt(`guess-${at}@acme.example`, 'x', '203.0.113.7');
  expect((await attempt(email(), PASSWORD, '203.0.113.7')).status).toBe(429);
  expect((await attempt(email(), PASSWORD, '203.0.113.8')).status).toBe(200);
});

test('no address of a person or network is stored with the attempts', async () => {
  const { rows } = await world.database.pool.query('select key from sign_in_attempts');
  expect(JSON.stringify(rows)).not.toMatch(/example|203\.0/);
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:1:2::9', '2001:db8:1:2'],
  ['2001:db8::9', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('the network of %s is %s', (ip, network) => {
  expect(networkOf(ip)).toBe(network);
});
