import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startHubSpotSimulator } from '../../../../connectors/hubspot/simulator/index.js';
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../../../connectors/salesforce/simulator/index.js';
import { call, leadIds, leads, NOW, query, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({ people: 120, currencies: ['EUR', 'USD'] });
});
afterAll(() => simulator.close());

const control = (method: string, path: string, body?: unknown) =>
  call(simulator, method, `/_simulator/${path}`, body, { token: null });
const act = (name: string, body: unknown) => control('POST', `acts/${name}`, body);

describe('people', () => {
  test('do what they do in the org, by its rules', async () => {
    const made = await act('create', {
      object: 'Lead',
      fields: { LastName: 'New', Company: 'C' },
      by: simulator.setup.owners[1],
    });
    const { id } = made.body;
    await act('edit', { object: 'Lead', id, fields: { Rating: 'Hot' }, by: 'automation' });
    const { body } = await control('GET', `record/${id.slice(0, 15)}`);
    expect(body).toMatchObject({
      object: 'Lead',
      values: { LastName: 'New', Rating: 'Hot', CreatedById: simulator.setup.owners[1] },
      changes: [
        { kind: 'CREATE', origin: '' },
        { kind: 'UPDATE', changed: ['Rating'], user: simulator.setup.automated },
      ],
    });
    const refused = await act('create', { object: 'Lead', fields: {} });
    expect(refused.status).toBe(400);
    expect(refused.body.error).toContain('REQUIRED_FIELD_MISSING');
    await act('delete', { object: 'Lead', id });
    await act('undelete', { object: 'Lead', id });
    expect(simulator.org.living('Lead', id)).toBeDefined();
  });

  test('a write may commit late: its stamp lies in the past', async () => {
    const fields = { LastName: 'Late', Company: 'C' };
    const { body } = await act('create', { object: 'Lead', fields, lateMs: 90_000 });
    const stamp = Date.parse(
      String(simulator.org.get('Lead', body.id)?.values.SystemModstamp).replace('+0000', 'Z'),
    );
    expect(simulator.clock.now() - stamp).toBeGreaterThanOrEqual(90_000);
  });

  test('sell, respond to campaigns and complete tasks', async () => {
    const [who = ''] = leadIds(simulator, 1);
    const mail = await act('behave', { who, activity: { kind: 'sales_email', incoming: true } });
    expect(simulator.org.get('EmailMessage', mail.body.id)?.values).toMatchObject({
      Incoming: true,
      Status: '0',
    });
    const relation = simulator.org.records.by(
      'EmailMessageRelation',
      'EmailMessageId',
      mail.body.id,
    );
    expect(relation[0]?.values).toMatchObject({ RelationId: who, RelationObjectType: 'Lead' });
    const call_ = await act('behave', { who, activity: { kind: 'call' } });
    expect(simulator.org.get('Task', call_.body.id)?.values).toMatchObject({
      CallType: 'Outbound',
      IsClosed: true,
    });
    const meeting = await act('behave', { who, activity: { kind: 'meeting' } });
    expect(simulator.org.get('Event', meeting.body.id)?.values.DurationInMinutes).toBe(30);
    const made = await act('create', {
      object: 'Task',
      fields: { Subject: 'Call back', WhoId: who },
    });
    await act('complete-task', { task: made.body.id });
    expect(simulator.org.get('Task', made.body.id)?.values.Status).toBe('Completed');
    const campaign = (await query(simulator, "SELECT Id FROM Campaign WHERE Type = 'Trade Show'"))
      .body.records[0].Id;
    const member = await act('respond', { who, campaign, status: 'Attended' });
    expect(simulator.org.get('CampaignMember', member.body.id)?.values.HasResponded).toBe(true);
  });
});

test('a load makes as many changes as it was asked for', async () => {
  const heard: string[] = [];
  simulator.org.onChange((change) => heard.push(change.object));
  await control('POST', 'load', { perSecond: 2000, seconds: 0.1 });
  let loads = [];
  do {
    await new Promise((resolve) => setTimeout(resolve, 20));
    loads = (await control('GET', 'load')).body.loads;
  } while (loads[0].running);
  expect(loads).toEqual([{ running: false, made: 200 }]);
  expect(new Set(heard).size).toBeGreaterThan(3);
});

describe('the simulator itself', () => {
  test('tells its state and its requests', async () => {
    await query(simulator, 'SELECT Id FROM Lead');
    const { body } = await control('GET', 'state');
    expect(body).toMatchObject({
      org: simulator.org.id,
      grants: 1,
      counts: { Lead: expect.any(Number), User: 8 },
    });
    const requests = await control('GET', 'requests');
    expect(requests.body.byOperation.query['200']).toBeGreaterThan(0);
  });

  test('clock, settings, limits, app, fields, rules and faults are changed at run time', async () => {
    const { body } = await control('POST', 'clock', { advanceMs: 1000 });
    expect(body.offsetMs).toBe(simulator.clock.offset());
    await control('PATCH', 'settings', { assignmentRules: false });
    expect(simulator.org.settings.assignmentRules).toBe(false);
    expect((await control('PATCH', 'settings', { nonsense: 1 })).status).toBe(400);
    const limits = await control('PATCH', 'limits', { daily: 500, used: 100 });
    expect(limits.body).toMatchObject({ daily: 500, used: 100 });
    await control('PATCH', 'app', { blocked: true });
    expect((await call(simulator, 'GET', 'limits')).status).toBe(401);
    await control('PATCH', 'app', { blocked: false });
    await control('PATCH', 'fields', { object: 'Lead', field: 'City' });
    expect((await query(simulator, 'SELECT City FROM Lead')).status).toBe(400);
    await control('PATCH', 'fields', { object: 'Lead', field: 'City', hidden: false });
    const { org, setup } = simulator;
    await control('PATCH', 'permissions', { permission: 'ViewSetup' });
    expect(org.access.has(setup.integration, 'ViewSetup')).toBe(true);
    await control('PATCH', 'permissions', { permission: 'ViewSetup', given: false });
    expect(org.access.has(setup.integration, 'ViewSetup')).toBe(false);
    await control('POST', 'rules', { object: 'Lead', when: "Title = 'Nobody'" });
    const rule = await control('POST', 'rules', { object: 'Lead', when: "Nonsense = 'x'" });
    expect([rule.status, rule.body.error]).toEqual([400, expect.stringMatching(/^INVALID_FIELD/)]);
    expect(simulator.org.validationRules).toHaveLength(1);
    await control('DELETE', 'rules');
    const fault = await control('POST', 'faults', { kind: 'status', status: 503, count: 1 });
    expect((await call(simulator, 'GET', 'limits')).status).toBe(503);
    await control('DELETE', `faults/${fault.body.id}`);
    await control('POST', 'revoke');
    expect((await call(simulator, 'GET', 'limits')).status).toBe(401);
    const { accessToken } = (await control('POST', 'tokens', {})).body;
    expect((await call(simulator, 'GET', 'limits', undefined, { token: accessToken })).status).toBe(
      200,
    );
    expect((await control('GET', 'nonsense')).status).toBe(404);
  });
});

describe('the market', () => {
  test('the same people as the other simulator has for the same seed', async () => {
    const [sales, hub] = await Promise.all([
      startSalesforceSimulator({ seed: 11, people: 60, now: NOW }),
      startHubSpotSimulator({ seed: 11, contacts: 60, now: NOW }),
    ]);
    const emails = new Set(
      ['Lead', 'Contact'].flatMap((object) =>
        [...sales.org.records.all(object).values()].map(({ values }) => values.Email),
      ),
    );
    const theirs = [...hub.data().store.all('contacts')].map((record) => record.values.email);
    await Promise.all([sales.close(), hub.close()]);
    // An address of more than 80 characters does not fit the field.
    expect(
      [...theirs]
        .filter((email) => (email ?? '').length <= 80)
        .every((email) => emails.has(email ?? '')),
    ).toBe(true);
    expect(theirs).toHaveLength(60);
  });

  test('leads, contacts with accounts, deals with roles, activities, responses, history', () => {
    const { records } = simulator.org;
    const objects = [
      'Lead',
      'Contact',
      'Account',
      'Opportunity',
      'OpportunityContactRole',
      'Task',
      'Event',
      'EmailMessage',
      'CampaignMember',
      'LeadHistory',
      'OpportunityFieldHistory',
    ];
    for (const object of objects)
      expect([object, records.count(object) > 0]).toEqual([object, true]);
    const all = [...records.all('Lead').values()];
    const converted = all.filter(({ values }) => values.IsConverted === true);
    expect(converted.length).toBeGreaterThan(0);
    for (const { values } of converted) {
      const contact = records.get('Contact', String(values.ConvertedContactId));
      expect(contact?.values.Email).toBe(values.Email);
    }
    expect(leads(simulator).some(({ values }) => String(values.OwnerId).startsWith('00G'))).toBe(
      true,
    );
    const now = new Date(simulator.clock.now()).toISOString();
    expect(all.every(({ values }) => String(values.SystemModstamp) <= now)).toBe(true);
  });

  test('several currencies', async () => {
    const token = simulator.accessToken();
    const ask = (soql: string) => query(simulator, soql, { token });
    const { body } = await ask('SELECT IsoCode, IsCorporate FROM CurrencyType');
    expect(body.records).toMatchObject([
      { IsoCode: 'EUR', IsCorporate: true },
      { IsoCode: 'USD', IsCorporate: false },
    ]);
    const deals = await ask('SELECT CurrencyIsoCode FROM Opportunity LIMIT 1');
    expect(deals.body.records[0].CurrencyIsoCode).toBe('EUR');
  });
});
