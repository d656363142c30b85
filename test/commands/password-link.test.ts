import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AdminWorld, createAdminWorld } from '../admin/api/admin-world.js';
import { runCli } from './support.js';

let world: AdminWorld;
const SECRET_KEY = 'a secret key for tests, long enough to be one';

beforeAll(async () => {
  world = await createAdminWorld();
});
afterAll(() => world?.close());

const passwordLink = (email: string) =>
  runCli(['password-link', email], {
    env: {
      DATABASE_URL: world.database.url,
      SECRET_KEY,
      PUBLIC_URL: 'https://plumbline.example',
    },
  });

test('whoever has the machine lets somebody back in', async () => {
  const { email } = await world.addUser('Ada', 'admin');
  const { code, stdout } = await passwordLink(email.toUpperCase());
  expect(code).toBe(0);
  const token = /^https:\/\/plumbline\.example\/welcome\?token=([\w-]{43})$/m.exec(stdout)?.[1];
  const body = { token, password: 'a password that is new' };
  const browser = world.browser();
  expect((await browser.send('POST', '/session/password-link', body)).status).toBe(200);
  expect((await world.browser().signIn(email, 'a password that is new')).status).toBe(200);
});

test('an unknown address is refused with the way out', async () => {
  const { code, stderr } = await passwordLink('nobody@sample.example');
  expect(code).toBe(1);
  expect(stderr).toContain('Nobody has this e-mail address here');
});
