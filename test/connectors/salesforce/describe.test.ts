import { expect, test } from '@jest/globals';
import { describe as describeOrg } from '../../../connectors/salesforce/describe.js';
import { noNetwork } from '../no-network.js';
import { answers, described, id, ORG, open, REST, refusal, salesforce } from './support.js';

noNetwork((mock) => mock.endsWith('/describe'));

function org(): void {
  answers(/FROM Organization LIMIT 1$/, [
    { Id: ORG.slice(0, 15), Name: 'Acme', TimeZoneSidKey: 'Europe/Berlin', IsSandbox: true },
  ]);
  salesforce()
    .get('/services/oauth2/userinfo')
    .reply(200, { user_id: id('005', 1).slice(0, 15), organization_id: ORG });
  salesforce()
    .get(`${REST}/limits`)
    .reply(200, { DailyApiRequests: { Max: 15_000, Remaining: 14_998 } });
}

const STATUS = {
  name: 'Status',
  type: 'picklist',
  label: 'Lead Status',
  picklistValues: [
    { value: 'Open', label: 'Open', active: true },
    { value: 'Old', label: 'Old', active: false },
    { value: 'Done', label: 'Finished', active: true },
  ],
};

test('what keeps from writing is told whatever was asked for', async () => {
  org();
  described('Lead', ['Id'], { updateable: false });
  described('Contact', ['Id']);
  described('Task', ['Id']);
  const { missingToWrite } = await describeOrg(open().org, []);
  expect(missingToWrite).toEqual([expect.stringMatching(/Lead may not be edited/)]);
});

test('the org, its user, its day and its fields', async () => {
  org();
  described('Lead', ['Id', STATUS, 'Name', { name: 'Address', type: 'address' }]);
  described('CampaignMember', ['Id', 'CampaignId']);
  described('Contact', ['Id']);
  described('Campaign', ['Name', { ...STATUS, name: 'Type' }]);
  described('Task', ['Id']);
  const { org: opened, days } = open();
  const description = await describeOrg(opened, ['Lead', 'CampaignMember']);
  expect(description).toMatchObject({
    portal: ORG,
    name: 'Acme (sandbox)',
    timeZone: 'Europe/Berlin',
    uiDomain: 'acme.my.salesforce.com',
    appId: id('005', 1),
    missing: [],
    missingToWrite: [],
    stageOrder: ['Open', 'Done'],
  });
  expect(days).toEqual([{ limit: 15_000, remaining: 14_998 }]);
  expect(description.properties.Lead).toEqual([
    { name: 'Id', label: 'Id', type: 'string', readOnly: false },
    {
      name: 'Status',
      label: 'Lead Status',
      type: 'enumeration',
      options: [
        { value: 'Open', label: 'Open' },
        { value: 'Done', label: 'Finished' },
      ],
      readOnly: false,
    },
    { name: 'Name', label: 'Name', type: 'string', readOnly: false },
  ]);
  expect(
    description.properties.CampaignMember?.map(({ name, readOnly }) => [name, readOnly]),
  ).toEqual([
    ['Id', false],
    ['CampaignId', false],
    ['Campaign.Name', true],
    ['Campaign.Type', true],
  ]);
});

test('what is missing is told with what to do about it', async () => {
  org();
  described('Lead', ['Id', { name: 'Plumbline_Score__c', type: 'double', updateable: false }]);
  described('Contact', ['Id'], { updateable: false });
  salesforce().get(`${REST}/sobjects/EmailMessage/describe`).reply(404, refusal('NOT_FOUND'));
  described('Task', ['Id'], { createable: false });
  const { missing, missingToWrite, properties } = await describeOrg(open().org, [
    'Lead',
    'Contact',
    'EmailMessage',
  ]);
  expect(missingToWrite).toEqual([
    expect.stringMatching(/Contact may not be edited; assign the permission set/),
  ]);
  expect(missing).toEqual([
    expect.stringMatching(/Lead\.Plumbline_Score__c .*turn write-back on once more/),
    expect.stringMatching(/EmailMessage cannot be read: .* permission set/),
    ...missingToWrite,
    expect.stringMatching(/Tasks cannot be created/),
  ]);
  expect(properties.EmailMessage).toEqual([]);
});

test('without the rights for user and limits the org is described all the same', async () => {
  answers(/FROM Organization/, [{ Id: ORG, Name: 'Acme', TimeZoneSidKey: null, IsSandbox: false }]);
  salesforce().get('/services/oauth2/userinfo').reply(403, refusal('FORBIDDEN'));
  salesforce().get(`${REST}/limits`).reply(403, refusal('FORBIDDEN'));
  for (const object of ['Task', 'Lead', 'Contact']) described(object, ['Id']);
  const description = await describeOrg(open().org, []);
  expect(description).toMatchObject({ portal: ORG, name: 'Acme', timeZone: 'UTC' });
  expect(description).not.toHaveProperty('appId');
  expect(description.stageOrder.length).toBeGreaterThan(1);
});

test('dead credentials end it', async () => {
  const dead = refusal('INVALID_SESSION_ID', 'Session expired or invalid');
  salesforce()
    .get(new RegExp(`${REST}/query`))
    .reply(401, dead);
  salesforce('token-2')
    .get(new RegExp(`${REST}/query`))
    .times(2)
    .reply(401, dead);
  await expect(describeOrg(open().org, ['Lead'])).rejects.toMatchObject({ kind: 'reconnect' });
});
