/** An org in which accounts can be people: each is one lead, by her contact. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { convertLead } from '../../connectors/salesforce/simulator/conversion.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

let world: SalesforceWorld;
beforeAll(async () => {
  world = await createSalesforceWorld({
    verbose: Boolean(process.env.VERBOSE),
    simulator: { people: 30, leadShare: 0.3, personAccounts: true },
    env: { CALL_TIMEOUT_MS: '10000', LEASE_MS: '30000' },
  });
});
afterAll(() => world?.close());

const org = () => world.simulator.org;
const held = (object: string, record: string) => org().get(object, record)?.values;
const known = async (record: string) =>
  (
    await world.rows<{ id: number; total: number; company: string | null }>(
      `select l.id, s.total, l.fields ->> 'company.name' as company
       from records r join leads l on l.id = r.lead join scores s on s.lead = l.id
       where r.record = $1`,
      [record],
    )
  )[0];
const people = () =>
  [...org().records.all('Account').values()].filter(
    ({ values }) => values.IsPersonAccount === true && values.IsDeleted !== true,
  );
const contactOf = (account: string) => String(held('Account', account)?.PersonContactId);
const told = (contact: string) =>
  waitFor(
    'the contact to be written',
    async () => held('Contact', contact)?.Plumbline_Score__c === (await known(contact))?.total,
  );

test('a person account is one lead, without a company, and its score stands on the account, too', async () => {
  expect(people().length).toBeGreaterThan(0);
  for (const { id } of people()) {
    const contact = contactOf(id);
    const lead = await known(contact);
    expect(lead).toBeDefined();
    expect(lead?.company ?? null).toBeNull();
    expect(held('Contact', contact)?.Plumbline_Score__c).toBe(lead?.total);
    expect(held('Account', id)?.Plumbline_Score__pc).toBe(lead?.total);
  }
  const ids = people().map(({ id }) => id);
  expect(await world.rows('select record from records where record = any($1)', [ids])).toEqual([]);
  const companies = await world.rows(`select record from records where object = 'Account'`);
  expect(companies.length).toBeGreaterThan(0);
});

test('what is changed on the account is known of the person', async () => {
  const { id } = world.simulator.acts.create('Account', {
    LastName: 'Solo',
    PersonTitle: 'Director of Marketing',
    PersonEmail: 'solo@solo.example',
  });
  const contact = contactOf(id);
  await waitFor('the person to be scored', async () => (await known(contact)) !== undefined);
  const before = await known(contact);
  world.simulator.acts.edit('Account', id, { PersonTitle: 'Student' });
  await waitFor(
    'the score to fall',
    async () => ((await known(contact))?.total ?? 99) < (before?.total ?? 0),
  );
  await told(contact);
  expect((await known(contact))?.id).toBe(before?.id);
});

test('a lead without a company that is converted goes on as the same lead on her account', async () => {
  const { id } = world.simulator.acts.create('Lead', {
    LastName: 'Ride',
    Title: 'Head of Growth',
    Email: 'ride@ride.example',
  });
  await waitFor('the lead to be scored', async () => (await known(id)) !== undefined);
  const lead = await known(id);
  const made = convertLead(org(), { lead: id }, world.simulator.acts.context());
  if (!made.success) throw new Error(JSON.stringify(made.errors));
  await waitFor(
    'the contact to belong to the lead',
    async () => (await known(made.contact))?.id === lead?.id,
  );
  await world.settle();
  await told(made.contact);
  expect(held('Account', made.account)?.Plumbline_Score__pc).toBe(
    (await known(made.contact))?.total,
  );
  expect((await known(made.contact))?.company ?? null).toBeNull();
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});

test('a deal of a person account is hers without a role in it, until it is somebody else’s', async () => {
  const [hers, his] = people().map(({ id }) => id);
  const deal = world.simulator.acts.create('Opportunity', {
    Name: 'Annual plan',
    AccountId: hers ?? '',
    StageName: 'Qualification',
    CloseDate: '2099-01-31',
  }).id;
  const linked = async () =>
    (
      await world.rows<{ person: string }>(
        `select to_record as person from links where linked and object = 'Opportunity'
           and record = $1 and to_object = 'Contact'`,
        [deal],
      )
    ).map(({ person }) => person);
  const stageOf = async (account: string) =>
    (
      await world.rows<{ stage: string }>(
        'select l.stage from records r join leads l on l.id = r.lead where r.record = $1',
        [contactOf(account)],
      )
    )[0]?.stage;
  await waitFor('the deal to be hers', async () => (await linked())[0] === contactOf(hers ?? ''));
  await waitFor('her to be an SQL', async () => (await stageOf(hers ?? '')) === 'sql');
  world.simulator.acts.edit('Opportunity', deal, { AccountId: his ?? '' });
  await waitFor('the deal to be his', async () => (await linked())[0] === contactOf(his ?? ''));
  expect(await linked()).toEqual([contactOf(his ?? '')]);
});
