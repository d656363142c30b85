/** Rights that an org's admin takes and gives: what is wrong is told, the rest goes on, and all of it later. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readStatus } from '../../src/commands/status.js';
import { waitFor } from '../support/app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../support/salesforce-world.js';

let world: SalesforceWorld;
let profile: string;
beforeAll(async () => {
  world = await createSalesforceWorld({
    verbose: Boolean(process.env.VERBOSE),
    env: { CALL_TIMEOUT_MS: '10000', LEASE_MS: '30000' },
  });
  profile = access().profileOf(world.simulator.setup.integration);
});
afterAll(() => world?.close());

const access = () => world.simulator.org.access;
const held = (object: string, record: string) => world.simulator.org.get(object, record)?.values;

async function account() {
  const [found] = (await readStatus(world.app)).accounts;
  if (!found) throw new Error('no account');
  return found;
}
const lacks = async () =>
  (await account()).polling.lacks.flatMap(({ note, reason }) => (note ? [] : [reason]));
const score = async (record: string): Promise<number | undefined> =>
  (
    await world.rows<{ total: number }>(
      'select s.total from records r join scores s on s.lead = r.lead where r.record = $1',
      [record],
    )
  )[0]?.total;
const value = async (record: string, property: string) =>
  (
    await world.rows<{ value: string | null }>(
      'select "values" -> $2 ->> 0 as value from records where record = $1',
      [record, property],
    )
  )[0]?.value;
/** Every feed is polled now: an admin does not ask when the next one is due. */
const poll = () =>
  world.rows(`update cursors set next_at = now() where kind = 'poll' and not done`);
/** Waits with every feed due: what an admin has opened is seen by a poll. */
const polled = (what: string, check: () => Promise<boolean> | boolean) =>
  waitFor(what, async () => {
    await poll();
    return check();
  });
const healthy = () =>
  polled('all to be well again', async () => {
    const { problem } = await account();
    return problem === null && (await lacks()).length === 0;
  });

/** Somebody whose score rises later: a fall would be written after a while alone. */
async function newPerson(object: 'Lead' | 'Contact', name: string): Promise<string> {
  const { id } = world.simulator.acts.create(object, {
    LastName: name,
    Title: 'Student',
    Email: `${name.toLowerCase()}@${name.toLowerCase()}.example`,
    ...(object === 'Lead' && { Company: `${name} Works` }),
  });
  await waitFor(`${name} to be scored`, async () => (await score(id)) !== undefined);
  await waitFor(`${name} to be told`, async () => held(object, id)?.Plumbline_Reasons__c != null);
  return id;
}

test('a hidden field is left out and told; shown again, it is read of those who are known', async () => {
  const lead = await newPerson('Lead', 'Lovelace');
  access().hide(profile, 'Lead', 'Title');
  world.simulator.acts.edit('Lead', lead, { City: 'Turin', Title: 'Director of Marketing' });
  await waitFor('the field to be missed', async () => (await lacks()).length > 0);
  expect(await lacks()).toEqual([
    expect.stringMatching(/^Lead is read without Title, .*Object Settings, Lead/),
  ]);
  world.simulator.acts.edit('Lead', lead, { FirstName: 'Ada' });
  await waitFor('the rest to be read', async () => (await value(lead, 'FirstName')) === 'Ada');
  expect(await value(lead, 'Title')).toBe('Student');
  expect((await account()).problem).toBeNull();
  access().hide(profile, 'Lead', 'Title', false);
  await polled(
    'the field to be read',
    async () => (await value(lead, 'Title')) === 'Director of Marketing',
  );
  await healthy();
});

test('a field of ours that is closed is laid aside and told; the others are written', async () => {
  const lead = await newPerson('Lead', 'Hamilton');
  const reasons = held('Lead', lead)?.Plumbline_Reasons__c;
  access().makeReadOnly(profile, 'Lead', 'Plumbline_Reasons__c');
  world.simulator.acts.edit('Lead', lead, { Title: 'Director of Marketing' });
  await waitFor('the field to be missed', async () => (await lacks()).length > 0);
  await world.settle();
  expect(held('Lead', lead)?.Plumbline_Score__c).toBe(await score(lead));
  expect(held('Lead', lead)?.Plumbline_Reasons__c).toBe(reasons);
  expect(await lacks()).toEqual([
    expect.stringMatching(/^Lead is written without Plumbline_Reasons__c: .*Plumbline Integration/),
  ]);
  expect((await account()).problem).toBe((await lacks())[0]);
  access().makeReadOnly(profile, 'Lead', 'Plumbline_Reasons__c', false);
  await polled(
    'the reasons to be written',
    async () => held('Lead', lead)?.Plumbline_Reasons__c !== reasons,
  );
  await healthy();
  expect(await world.rows(`select reason from desired where state = 'parked'`)).toEqual([]);
});

test('an object that may not be edited is told; the other one is written to', async () => {
  const contact = await newPerson('Contact', 'Bartik');
  const lead = await newPerson('Lead', 'Antonelli');
  const before = held('Contact', contact)?.Plumbline_Score__c;
  access().deny(profile, 'Contact', 'edit');
  world.simulator.acts.edit('Contact', contact, { Title: 'Director of Marketing' });
  world.simulator.acts.edit('Lead', lead, { Title: 'Director of Marketing' });
  await waitFor('the right to be missed', async () => (await account()).problem !== null);
  expect((await account()).problem).toMatch(
    /^Contact records cannot be written: .*Object Settings/,
  );
  await waitFor(
    'the lead to be written',
    async () => held('Lead', lead)?.Plumbline_Score__c === (await score(lead)),
  );
  expect(held('Contact', contact)?.Plumbline_Score__c).toBe(before);
  access().deny(profile, 'Contact', 'edit', false);
  await polled(
    'the contact to be written',
    async () => held('Contact', contact)?.Plumbline_Score__c === (await score(contact)),
  );
  await healthy();
});

test('an object that may not be read is told and followed again from where it was', async () => {
  const lead = await newPerson('Lead', 'Spence');
  const [opportunity] = [...world.simulator.org.records.all('Opportunity').values()];
  access().deny(profile, 'Opportunity', 'read');
  world.simulator.acts.edit('Opportunity', opportunity?.id ?? '', { Amount: 4_711 });
  await poll();
  await waitFor('the right to be missed', async () => (await account()).problem !== null);
  expect((await account()).problem).toMatch(/^Opportunity cannot be read: .*permission set/);
  world.simulator.acts.edit('Lead', lead, { FirstName: 'Frances' });
  await waitFor('the rest to go on', async () => (await value(lead, 'FirstName')) === 'Frances');
  access().deny(profile, 'Opportunity', 'read', false);
  await polled(
    'what changed meanwhile',
    async () => (await value(opportunity?.id ?? '', 'Amount')) === '4711',
  );
  await healthy();
});

test('without the right to create tasks the task waits, and is made once with it', async () => {
  const lead = await newPerson('Lead', 'Wescoff');
  world.simulator.acts.edit('Lead', lead, { Title: 'Director of Marketing' });
  access().deny(profile, 'Task', 'create');
  const [webinar] = [...world.simulator.org.records.all('Campaign').values()].filter(
    ({ values }) => values.Type === 'Webinar',
  );
  world.simulator.acts.respond(lead, webinar?.id ?? '', 'Attended');
  world.simulator.acts.behave(lead, {
    kind: 'meeting',
    at: Date.now() - 60_000,
    outcome: 'COMPLETED',
    title: 'First talk',
  });
  await waitFor('the right to be missed', async () => (await account()).problem !== null);
  expect((await account()).problem).toMatch(/^Tasks cannot be created for owners: .*Edit Tasks/);
  access().deny(profile, 'Task', 'create', false);
  await polled('the task', async () => world.simulator.acts.tasksOf(lead).length > 0);
  await healthy();
  expect(world.simulator.acts.tasksOf(lead)).toHaveLength(1);
});

test('without the rights to make fields it is said which field an admin makes, or which rights to give', async () => {
  access().give(world.simulator.setup.integration, 'ModifyMetadata', false);
  const session = await world.app.session(world.account);
  const steps = await session.planProvision([
    {
      name: 'second_score',
      label: 'Second score',
      description: 'Points.',
      type: 'number',
      writtenBy: 'us',
    },
  ]);
  expect(steps).toEqual([
    {
      property: 'Plumbline_Second_Score__c',
      action: 'refuse',
      reason: expect.stringMatching(/Lead and Contact.*Customize Application and Modify Metadata/),
    },
  ]);
});

test('change events that are not allowed are told, with polling alone; allowed, they are taken up', async () => {
  const stream = async () => (await account()).stream;
  const allow = (given: boolean) =>
    access().give(world.simulator.setup.integration, 'ViewAllData', given);
  await waitFor('the stream', async () => (await stream())?.liveAt != null);
  allow(false);
  // Salesforce forgets its subscribers now and then.
  await fetch(`${world.simulator.url}/_simulator/stream`, {
    method: 'PATCH',
    body: JSON.stringify({ forget: true }),
  });
  await waitFor('the refusal to be told', async () => (await stream())?.note != null);
  expect(await stream()).toMatchObject({ liveAt: null });
  expect((await stream())?.note).toMatch(/^Salesforce does not let us listen .*View All Data/);
  // It is tried again by itself, within a minute at first.
  const [due] = await world.rows<{ minutes: number }>(
    'select extract(epoch from retry_at - now()) / 60 as minutes from streams',
  );
  expect(Number(due?.minutes)).toBeLessThanOrEqual(15);
  allow(true);
  await world.rows('update streams set retry_at = now()');
  await waitFor('the stream', async () => (await stream())?.liveAt != null);
  expect((await stream())?.note).toBeNull();
});
