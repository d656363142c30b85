import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { convertLead } from '../../../../connectors/salesforce/simulator/conversion.js';
import type { Simulator } from '../../../../connectors/salesforce/simulator/index.js';
import { call, type Json, query, start } from './support.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await start({
    people: 60,
    leadShare: 0,
    personAccounts: true,
    customFields: [{ object: 'Contact', name: 'Score__c', type: 'double' }],
  });
});
afterAll(() => simulator.close());

test('people without a company are accounts with a contact of their own', async () => {
  const { body } = await query(
    simulator,
    'SELECT Name, PersonEmail, PersonContactId, PersonContact.Email, PersonContact.IsPersonAccount FROM Account WHERE IsPersonAccount = true',
  );
  expect(body.records.length).toBeGreaterThan(0);
  for (const row of body.records) {
    expect(row.PersonContact).toMatchObject({ Email: row.PersonEmail, IsPersonAccount: true });
  }
});

test('a change of either shows on the other, each told once', () => {
  const { acts, org } = simulator;
  const account = acts.create('Account', { LastName: 'Solo', PersonEmail: 'solo@x.example' });
  const contact = String(org.get('Account', account.id)?.values.PersonContactId);
  expect(org.get('Contact', contact)?.values).toMatchObject({
    Name: 'Solo',
    AccountId: account.id,
  });
  const heard: string[] = [];
  org.onChange(({ object, kind, transactionKey }) =>
    heard.push([object, kind, transactionKey].join()),
  );
  acts.edit('Contact', contact, { Title: 'Solist', Score__c: 7 });
  expect(org.get('Account', account.id)?.values).toMatchObject({
    PersonTitle: 'Solist',
    Score__pc: 7,
  });
  acts.edit('Account', account.id, { Score__pc: 8, FirstName: 'Han' });
  expect(org.get('Contact', contact)?.values).toMatchObject({ Score__c: 8, Name: 'Han Solo' });
  expect(heard.map((one) => one.split(',').slice(0, 2).join(' '))).toEqual([
    'Contact UPDATE',
    'Account UPDATE',
    'Account UPDATE',
    'Contact UPDATE',
  ]);
  expect(new Set(heard.map((one) => one.split(',')[2])).size).toBe(2);
});

test('describe shows the fields of both, and a person contact is not deleted alone', async () => {
  const { body } = await call(simulator, 'GET', 'sobjects/Account/describe');
  expect(body.fields.map((field: Json) => field.name)).toEqual(
    expect.arrayContaining(['IsPersonAccount', 'PersonContactId', 'PersonEmail', 'Score__pc']),
  );
  const account = simulator.acts.create('Account', { LastName: 'Kept' });
  const contact = simulator.org.get('Account', account.id)?.values.PersonContactId;
  const refused = await call(simulator, 'DELETE', `sobjects/Contact/${contact}`);
  expect(refused.body[0].errorCode).toBe('INVALID_PERSON_ACCOUNT_OPERATION');
});

test('a lead without a company becomes a person account, with the contact that it has', () => {
  const { acts, org } = simulator;
  const lead = acts.create('Lead', { LastName: 'Ride', FirstName: 'Sally', Email: 's@x.example' });
  const made = convertLead(org, { lead: lead.id }, acts.context());
  if (!made.success) throw new Error(JSON.stringify(made.errors));
  expect(org.get('Account', made.account)?.values).toMatchObject({
    IsPersonAccount: true,
    PersonContactId: made.contact,
    PersonEmail: 's@x.example',
    Name: 'Sally Ride',
  });
  expect(org.get('Contact', made.contact)?.values).toMatchObject({
    AccountId: made.account,
    IsPersonAccount: true,
    Email: 's@x.example',
  });
  const contacts = [...org.records.all('Contact').values()];
  expect(contacts.filter(({ values }) => values.AccountId === made.account)).toHaveLength(1);
});

test('without person accounts the fields do not exist', async () => {
  const plain = await start({ people: 0 });
  const answer = await query(plain, 'SELECT IsPersonAccount FROM Account');
  await plain.close();
  expect(answer.body[0].errorCode).toBe('INVALID_FIELD');
});
