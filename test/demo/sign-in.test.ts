import { afterAll, beforeAll, expect, test } from '@jest/globals';
import express, { type Express } from 'express';
import request from 'supertest';
import type { SessionView } from '../../src/admin/api/contract/session.js';
import { createAdmin } from '../../src/app-admin.js';
import { createDemoSignIn } from '../../src/demo/sign-in.js';
import { type AdminWorld, createAdminWorld } from '../admin/api/admin-world.js';

let world: AdminWorld;
let app: Express;

beforeAll(async () => {
  world = await createAdminWorld();
  const admin = await createAdmin(world.app, { demo: true });
  app = express();
  app.use(await createDemoSignIn(admin.auth));
  for (const { path, router } of admin.routers) app.use(path, router);
  app.use((_request, response) => {
    response.type('html').send('<!doctype html>');
  });
});
afterAll(() => world.close());

const HTML = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const cookiesOf = (headers: Record<string, unknown>) =>
  ((headers['set-cookie'] ?? []) as string[]).map((cookie) => cookie.split(';')[0] ?? '');

test('opening a page of the demo signs its visitor in, once', async () => {
  const opened = await request(app).get('/demo').set(HTML).set('host', '127.0.0.1:3000');
  const [cookie = ''] = cookiesOf(opened.headers);
  expect(cookie).toMatch(/^plumbline_demo=./);
  const session = await request(app).get('/api/v1/session').set('cookie', cookie);
  expect(session.body as SessionView).toMatchObject({
    user: { name: 'Demo visitor', role: 'admin' },
    demo: true,
    setUp: false,
  });
  const again = await request(app).get('/leads').set(HTML).set('cookie', cookie);
  expect(cookiesOf(again.headers)).toEqual([]);
});

test('nobody is signed in under a foreign name, or by a call that is not for a page', async () => {
  const posing = await request(app).get('/').set(HTML).set('host', 'evil.example');
  expect(cookiesOf(posing.headers)).toEqual([]);
  const call = await request(app).get('/api/v1/session').set('accept', 'application/json');
  expect([cookiesOf(call.headers), (call.body as SessionView).user]).toEqual([[], null]);
  const posted = await request(app).post('/').set(HTML);
  expect(cookiesOf(posted.headers)).toEqual([]);
});
