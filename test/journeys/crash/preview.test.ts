import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type AdminWorld, Browser, createAdminWorld } from '../../admin/api/admin-world.js';
import { waitFor } from '../../support/app-world.js';
import { buildProgram, freePort, type Program, startProcess } from '../../support/processes.js';

interface Seen {
  readonly id: string;
  readonly state: string;
  readonly problem: string | null;
}

let world: AdminWorld;
let program: Program;
beforeAll(async () => {
  program = buildProgram();
  world = await createAdminWorld();
}, 120_000);
afterAll(async () => {
  await world?.close();
  program?.remove();
});

test('a preview whose process is killed says so, and makes room for the next', async () => {
  const { database, workspace } = world;
  const here = await world.signedIn('Ada', 'editor');
  const model = '/documents/model/b2b-default';
  const { text } = (await here.send<{ text: string }>('GET', model)).body;
  const draft = { text: `${text}# other\n`, baseRevision: null };
  expect((await here.send('PUT', `${model}/draft`, draft)).status).toBeLessThan(300);
  const wish = { kind: 'model', name: 'b2b-default', source: { revision: 1 } };

  const port = await freePort();
  const process = startProcess(program, 'web', {
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    PUBLIC_URL: 'http://localhost',
    PORT: String(port),
  });
  const holder = await database.pool.connect();
  try {
    await process.ready;
    const there = new Browser(`http://127.0.0.1:${port}`);
    await there.signIn(`ada@w${workspace}.example`);
    // Nobody can be looked at before this ends.
    await holder.query('begin; lock table lead_work in access exclusive mode');
    const begun = await there.send<Seen>('POST', '/previews', wish);
    expect(begun).toMatchObject({ status: 202, body: { state: 'running' } });
    const path = `/previews/${begun.body.id}`;
    const lease = async () =>
      (await database.pool.query<{ lease: number }>('select lease from previews')).rows[0]?.lease;
    const first = await lease();
    await waitFor('a sign of life', async () => (await lease()) !== first);
    await process.kill();
    expect((await here.send<Seen>('GET', path)).body.state).toBe('running');
    expect((await here.send('POST', '/previews', wish)).status).toBe(409);
    await database.pool.query(`update previews set lease = now() - interval '1 second'`);
    const told = await here.send<Seen>('GET', path);
    expect(told.body).toMatchObject({
      state: 'failed',
      problem: expect.stringContaining('Start it again.'),
    });
    await holder.query('rollback');
    const again = await here.send<Seen>('POST', '/previews', wish);
    expect(again.status).toBe(202);
    const state = async () =>
      (await here.send<Seen>('GET', `/previews/${again.body.id}`)).body.state;
    await waitFor('its end', async () => (await state()) !== 'running');
    expect(await state()).toBe('done');
    expect((await here.send<Seen>('GET', path)).body).toEqual(told.body);
  } finally {
    await holder.query('rollback').catch(() => {});
    holder.release();
    await process.kill();
  }
});
