import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { hubspot } from '../../connectors/hubspot/index.js';
import { turnOnWriteBack } from '../../src/accounts/write-back.js';
import { styleOf } from '../../src/commands/io.js';
import { printStatus, readStatus } from '../../src/commands/status.js';
import { type AppWorld, createAppWorld, waitFor } from '../support/app-world.js';

const { required } = hubspot.declaration.scopes;

/** A key that may read all but e-mails, and write nothing. */
let world: AppWorld;
beforeAll(async () => {
  const keyScopes = required.filter((scope) => !scope.endsWith('.write'));
  world = await createAppWorld({
    way: 'key',
    writes: false,
    simulator: { contacts: 5, keyScopes },
  });
});
afterAll(() => world?.close());

test('a right that an account may do without is a note in the status, and no problem', async () => {
  await waitFor('the e-mails to be asked for', async () => {
    const rows = await world.rows(
      `select 1 from cursors where kind = 'poll' and name = 'emails' and reason is not null`,
    );
    return rows.length > 0;
  });
  const troubles = async () => (await readStatus(world.app)).accounts[0]?.polling.troubles ?? [];
  // A poll that a busy machine held up is told until it is repeated.
  await waitFor('notes alone', async () => (await troubles()).every(({ note }) => note));
  const status = await readStatus(world.app);
  expect(status.accounts[0]?.problem).toBeNull();
  const text = printStatus(status, styleOf(new PassThrough()));
  expect(text).toMatch(/note {9}poll of emails is left out: .*sales-email-read/);
  expect(text).not.toMatch(/problem|trouble/);
});

test('turning write-back on names every missing scope before it looks at anything', async () => {
  const { app, account } = world;
  const deps = { pool: app.pool, connector: app.connector, session: app.session, wake: () => {} };
  const turned = turnOnWriteBack(deps, account, 'test');
  await expect(turned).rejects.toThrow(
    /^Write-back stays off: .*crm\.objects\.contacts\.write.*crm\.schemas\.contacts\.write/,
  );
  expect(await world.rows('select 1 from accounts where writes')).toEqual([]);
});
