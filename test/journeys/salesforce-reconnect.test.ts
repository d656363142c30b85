/** Access that an org's admin ends: the account says why and keeps everything; connected again, it goes on. */
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectByFields } from '../../src/accounts/connect-by-fields.js';
import { styleOf } from '../../src/commands/io.js';
import { printStatus, readStatus } from '../../src/commands/status.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({
    verbose: Boolean(process.env.VERBOSE),
    env: { CALL_TIMEOUT_MS: '10000', LEASE_MS: '30000' },
  });
});
afterAll(() => world?.close());

const connectAgain = () => {
  const { app, url } = world.simulator;
  const { clientId, clientSecret } = app;
  return connectByFields(world.app.install, {
    crm: 'salesforce',
    way: 'client-credentials',
    fields: { loginUrl: url, clientId, clientSecret },
    who: 'test',
  });
};
const account = async () => (await readStatus(world.app)).accounts[0];
const value = async (record: string, property: string) =>
  (
    await world.rows<{ value: string | null }>(
      'select "values" -> $2 ->> 0 as value from records where record = $1',
      [record, property],
    )
  )[0]?.value;
const kept = () =>
  world.rows(
    `select (select count(*) from records) as records, (select count(*) from leads) as leads,
       (select count(*) from scores) as scores,
       (select count(*) from cursors where kind = 'backfill' and done) as loads,
       (select sum(records) from cursors where kind = 'backfill') as loaded`,
  );

const ends: readonly (readonly [string, RegExp, () => void, () => void])[] = [
  [
    'the app is blocked',
    /^An admin of Salesforce has blocked the app: unblock it .*connect the org again/,
    () => {
      world.simulator.credentials.blocked = true;
    },
    () => {
      world.simulator.credentials.blocked = false;
    },
  ],
  [
    'the user is made inactive',
    /^The user who connected Salesforce is inactive\. Activate this user, or connect again/,
    () => {
      setActive(false);
      world.simulator.credentials.sessions.clear();
    },
    () => setActive(true),
  ],
];

function setActive(active: boolean): void {
  const { org, setup, acts } = world.simulator;
  org.update('User', setup.integration, { IsActive: active }, { ...acts.context(), trusted: true });
}

test.each(ends)(
  '%s: the account says so, keeps its data and goes on from where it was',
  async (_, reason, end, back) => {
    const { id } = world.simulator.acts.create('Lead', {
      LastName: 'Goldstine',
      Company: 'Goldstine Works',
      Title: 'Student',
    });
    const held = () => world.simulator.org.get('Lead', id)?.values;
    await waitFor('the score to be written', async () => held()?.Plumbline_Score__c != null);
    await world.settle();
    const before = await kept();
    end();
    await world.rows(`update cursors set next_at = now() where kind = 'poll'`);
    await waitFor(
      'the account to ask for help',
      async () => (await account())?.state === 'reconnect',
    );
    expect((await account())?.problem).toMatch(reason);
    const text = printStatus(await readStatus(world.app), styleOf(new PassThrough()));
    expect(text).toMatch(/must be connected again[\s\S]*way out {6}plumbline connect salesforce/);
    // A rise is written at once.
    const title = 'Director of Marketing';
    world.simulator.acts.edit('Lead', id, { Title: title });
    expect(await kept()).toEqual(before);
    expect(await value(id, 'Title')).not.toBe(title);
    back();
    const { account: again } = await connectAgain();
    expect(again.id).toBe(world.account.id);
    await waitFor('what changed meanwhile', async () => (await value(id, 'Title')) === title);
    await world.settle();
    expect(await account()).toMatchObject({ state: 'connected', problem: null, writeBack: true });
    // Nothing was loaded anew.
    expect(await kept()).toEqual(before);
    const [stored] = await world.rows<{ total: number }>(
      'select s.total from records r join scores s on s.lead = r.lead where r.record = $1',
      [id],
    );
    expect(held()?.Plumbline_Score__c).toBe(stored?.total);
  },
);
