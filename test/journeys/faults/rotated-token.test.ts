/** A refresh token that rotates and was used by somebody else: the org asks to be connected again. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectAccount } from '../../../src/accounts/connect.js';
import { waitFor } from '../../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../../support/salesforce-world.js';

let world: SalesforceWorld;
beforeAll(async () => {
  // The protocol's times in full: nothing here is about an answer that does not come.
  const env = { LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000' };
  world = await createSalesforceWorld({ simulator: { people: 3 }, env });
});
afterAll(() => world?.close());

const state = async () =>
  (
    await world.rows<{ state: string; problem: string | null }>(
      'select state, problem from accounts',
    )
  )[0];
const calls = (): number => world.simulator.requests.list().length;

/** As a browser's way ends: the org's admin has consented. @returns the refresh token */
async function consent(): Promise<string> {
  const { simulator, app } = world;
  const { credentials, setup } = simulator;
  const grant = credentials.grant(setup.admin, simulator.app.scopes);
  const { clientId, clientSecret } = simulator.app;
  await connectAccount(app.accounts, {
    crm: 'salesforce',
    baseUrl: simulator.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId,
      clientSecret,
      accessToken: credentials.issue(setup.admin, simulator.app.scopes, grant.id).token,
      refreshToken: grant.refreshToken,
      expiresAt: Date.now() + 1_800_000,
    },
    who: 'test',
  });
  return grant.refreshToken;
}

test('a rotated token that was used before ends in "connect again", not in a loop', async () => {
  const { simulator } = world;
  const token = await consent();
  expect(await state()).toEqual({ state: 'connected', problem: null });
  // A copy of this installation took its turn; ours no longer counts.
  simulator.credentials.refresh(token);
  simulator.credentials.endAllSessions();
  await waitFor('the account to rest', async () => (await state())?.state === 'reconnect');
  expect((await state())?.problem).toMatch(/was used twice. Connect the org again/);
  await waitFor('the calls under way to end', async () => {
    const before = calls();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    return calls() === before;
  });
  const resting = calls();
  const refreshes = simulator.requests.list({ operation: 'oauth.token' }).length;
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  expect(calls()).toBe(resting);
  // One by the way in which the world was connected first, one that was refused, at most one more by a
  // call that was under way.
  expect(refreshes).toBeLessThanOrEqual(3);

  await consent();
  const [lead = ''] = [...simulator.org.records.all('Lead').keys()];
  simulator.acts.edit('Lead', lead, { Title: 'Chief Executive Officer' });
  await waitFor('the title', async () => {
    const rows = await world.rows<{ title: string }>(
      `select l.fields ->> 'jobTitle' as title from records r join leads l on l.id = r.lead
       where r.record = $1`,
      [lead],
    );
    return rows[0]?.title === 'Chief Executive Officer';
  });
  expect(await state()).toEqual({ state: 'connected', problem: null });
}, 300_000);
