import { expect, test } from '@jest/globals';
import { fetchRecords } from '../../../connectors/salesforce/fetch.js';
import { noNetwork } from '../no-network.js';
import {
  answers,
  described,
  id,
  NOW,
  need,
  open,
  REST,
  refusal,
  salesforce,
  stamp,
} from './support.js';

noNetwork((mock) => mock.endsWith('/describe'));

const BASE = ['Id', 'SystemModstamp', 'CreatedDate', 'LastModifiedById', 'IsDeleted'];

function collection(object: string, records: readonly (object | null)[]): void {
  salesforce().post(`${REST}/composite/sobjects/${object}`).reply(200, records);
}

test('values are text: numbers plain, moments in UTC, ids long, nothing is null', async () => {
  described('Contact', [
    ...BASE,
    { name: 'Employees__c', type: 'double' },
    { name: 'Revenue__c', type: 'currency' },
    { name: 'HasOptedOutOfEmail', type: 'boolean' },
    { name: 'EmailBouncedDate', type: 'datetime' },
    { name: 'Birthdate', type: 'date' },
    { name: 'OwnerId', type: 'reference' },
    { name: 'MailingAddress', type: 'address' },
    'Title',
    'Phone',
  ]);
  const owner = id('005', 7);
  collection('Contact', [
    {
      Id: id('003', 1),
      SystemModstamp: stamp(NOW - 1_000),
      Employees__c: 12.0,
      Revenue__c: 1_000_000.5,
      HasOptedOutOfEmail: false,
      EmailBouncedDate: '2026-11-01T10:00:00.000+0200',
      Birthdate: '1980-02-03',
      OwnerId: owner.slice(0, 15),
      Title: '',
      Phone: null,
    },
  ]);
  const properties = [
    'employees__c',
    'Revenue__c',
    'HasOptedOutOfEmail',
    'EmailBouncedDate',
    'Birthdate',
    'OwnerId',
    'MailingAddress',
    'Title',
    'Phone',
  ];
  const page = await fetchRecords(
    open().org,
    need('Contact', { properties }),
    [id('003', 1).slice(0, 15)],
    false,
    'live',
  );
  expect(page.snapshots[0]?.properties).toEqual({
    employees__c: '12',
    Revenue__c: '1000000.5',
    HasOptedOutOfEmail: 'false',
    EmailBouncedDate: '2026-11-01T08:00:00.000Z',
    Birthdate: '1980-02-03',
    OwnerId: owner,
    Title: null,
    Phone: null,
  });
});

test('what is not there and what is no id of an org is missing', async () => {
  described('Account', BASE);
  salesforce()
    .post(`${REST}/composite/sobjects/Account`, (body) => {
      expect(body).toEqual({
        ids: [id('001', 1), id('001', 2)],
        fields: ['Id', 'SystemModstamp', 'CreatedDate', 'LastModifiedById', 'IsDeleted'],
      });
      return true;
    })
    .reply(200, [{ Id: id('001', 1), SystemModstamp: stamp(NOW) }, null]);
  const page = await fetchRecords(
    open().org,
    need('Account'),
    [id('001', 1), id('001', 2), "x' OR Name != '"],
    false,
    'background',
  );
  expect(page).toMatchObject({ origin: 'fetch', readAt: NOW });
  expect(page.snapshots.map(({ record }) => record)).toEqual([id('001', 1)]);
  expect(page.missing.map(({ record }) => record)).toEqual([id('001', 2), "x' OR Name != '"]);
});

test('a contact has its account as primary company; a person account is no company', async () => {
  described('Contact', [...BASE, 'AccountId', { name: 'IsPersonAccount', type: 'boolean' }]);
  collection('Contact', [
    { Id: id('003', 1), AccountId: id('001', 1), IsPersonAccount: false },
    { Id: id('003', 2), AccountId: id('001', 2), IsPersonAccount: true },
    { Id: id('003', 3), AccountId: null, IsPersonAccount: false },
  ]);
  const ids = [1, 2, 3].map((number) => id('003', number));
  const wanted = need('Contact', { links: ['Account'] });
  const { snapshots } = await fetchRecords(open().org, wanted, ids, false, 'live');
  expect(snapshots.map(({ links }) => links)).toEqual([
    { Account: [{ record: id('001', 1), primary: true }] },
    { Account: [] },
    { Account: [] },
  ]);
});

test('activities hang on whom their id names; campaign members on lead or contact', async () => {
  const links = ['Lead', 'Contact'];
  described('Task', [...BASE, 'WhoId']);
  described('TaskRelation', ['Id', 'TaskId', 'RelationId']);
  collection('Task', [
    { Id: id('00T', 1), WhoId: id('00Q', 1) },
    { Id: id('00T', 2), WhoId: id('003', 1) },
    { Id: id('00T', 3), WhoId: null },
  ]);
  const { org } = open();
  const ids = [1, 2, 3].map((number) => id('00T', number));
  const relation = (task: number, to: string): object => ({
    TaskId: id('00T', task),
    RelationId: to,
  });
  answers(/^SELECT TaskId,RelationId FROM TaskRelation WHERE TaskId IN/, [
    relation(2, id('003', 1)),
    relation(2, id('003', 2)),
    relation(2, id('001', 1)),
  ]);
  const tasks = await fetchRecords(org, need('Task', { links }), ids, false, 'live');
  expect(tasks.snapshots.map((one) => one.links)).toEqual([
    { Lead: [{ record: id('00Q', 1) }], Contact: [] },
    { Lead: [], Contact: [{ record: id('003', 1) }, { record: id('003', 2) }] },
    { Lead: [], Contact: [] },
  ]);

  described('CampaignMember', [...BASE, 'LeadId', 'ContactId', 'CampaignId']);
  described('Campaign', ['Id', 'Name', 'Type']);
  const member = id('00v', 1);
  collection('CampaignMember', [{ Id: member, LeadId: id('00Q', 1), ContactId: id('003', 1) }]);
  answers(`SELECT Id,Campaign.Type FROM CampaignMember WHERE Id IN ('${member}')`, [
    { Id: member, Campaign: { attributes: {}, Type: 'Webinar' } },
  ]);
  const { snapshots } = await fetchRecords(
    org,
    need('CampaignMember', { properties: ['Campaign.Type', 'Campaign.Secret__c'], links }),
    [member],
    false,
    'live',
  );
  expect(snapshots[0]).toMatchObject({
    properties: { 'Campaign.Type': 'Webinar' },
    links: { Lead: [{ record: id('00Q', 1) }], Contact: [{ record: id('003', 1) }] },
  });
});

test('where activities are not shared, a task hangs on its first person; that is asked once', async () => {
  described('Task', [...BASE, 'WhoId']);
  salesforce().get(`${REST}/sobjects/TaskRelation/describe`).reply(404, refusal('NOT_FOUND'));
  const { org } = open();
  for (let turn = 0; turn < 2; turn += 1) {
    collection('Task', [{ Id: id('00T', 1), WhoId: id('00Q', 1) }]);
    const wanted = need('Task', { links: ['Lead'] });
    const { snapshots } = await fetchRecords(org, wanted, [id('00T', 1)], false, 'live');
    expect(snapshots[0]?.links).toEqual({ Lead: [{ record: id('00Q', 1) }] });
  }
});

test('a mail hangs on everybody whom its relations name, once', async () => {
  described('EmailMessage', BASE);
  described('EmailMessageRelation', ['Id', 'EmailMessageId', 'RelationId']);
  const mail = id('02s', 1);
  collection('EmailMessage', [{ Id: mail }]);
  answers(
    `SELECT EmailMessageId,RelationId FROM EmailMessageRelation WHERE EmailMessageId IN ('${mail}')`,
    [
      { EmailMessageId: mail, RelationId: id('005', 1) },
      { EmailMessageId: mail, RelationId: id('003', 1) },
      { EmailMessageId: mail, RelationId: id('003', 1) },
      { EmailMessageId: mail, RelationId: null },
    ],
  );
  const wanted = need('EmailMessage', { links: ['Lead', 'Contact'] });
  const { snapshots } = await fetchRecords(open().org, wanted, [mail], false, 'live');
  expect(snapshots[0]?.links).toEqual({ Lead: [], Contact: [{ record: id('003', 1) }] });
});

const USERS = [
  { Id: id('005', 1), IsActive: true, UserType: 'Standard', Profile: license('Salesforce') },
  {
    Id: id('005', 2),
    IsActive: true,
    UserType: 'Standard',
    Profile: license('Salesforce Integration'),
  },
  { Id: id('005', 3), IsActive: false, UserType: 'Standard', Profile: license('Salesforce') },
  { Id: id('005', 4), IsActive: true, UserType: 'AutomatedProcess', Profile: null },
];

function describedUsers(): void {
  described('User', ['Id', 'IsActive', 'UserType', 'ProfileId']);
  described('Profile', ['Id', 'Name', 'UserLicenseId']);
  described('UserLicense', ['Id', 'Name']);
}

function license(name: string): object {
  return { UserLicense: { Name: name } };
}

test('tracked fields have their history, told by people and by automation', async () => {
  described('Lead', [...BASE, 'Status', 'OwnerId']);
  described('LeadHistory', ['Id', 'LeadId', 'Field', 'NewValue', 'CreatedDate', 'CreatedById']);
  const lead = id('00Q', 1);
  collection('Lead', [
    { Id: lead, Status: 'Working', LastModifiedById: id('005', 4), SystemModstamp: stamp(NOW) },
  ]);
  const entry = (Field: string, NewValue: string | null, by: number, ago: number): object => ({
    LeadId: lead,
    Field,
    NewValue,
    CreatedById: id('005', by),
    CreatedDate: stamp(NOW - ago),
  });
  answers(
    'SELECT Field,NewValue,CreatedDate,CreatedById,LeadId FROM LeadHistory ' +
      `WHERE LeadId IN ('${lead}') AND Field IN ('Status','Owner') ORDER BY CreatedDate,Id`,
    [
      entry('Status', 'Open', 4, 9_000),
      entry('Owner', 'Ada Byron', 2, 8_000),
      entry('Owner', id('005', 3), 2, 8_000),
      entry('Status', null, 3, 7_000),
      entry('Status', 'Working', 1, 6_000),
    ],
  );
  describedUsers();
  answers(
    /^SELECT Id,IsActive,UserType,Profile.Name,Profile.UserLicense.Name FROM User WHERE Id IN/,
    USERS,
  );
  const wanted = need('Lead', { properties: ['Status'], history: ['Status', 'OwnerId'] });
  const { snapshots } = await fetchRecords(open().org, wanted, [lead], true, 'live');
  expect(snapshots[0]?.history).toEqual({
    Status: [
      { value: 'Working', at: NOW - 6_000, source: { kind: 'person', id: id('005', 1) } },
      { value: null, at: NOW - 7_000, source: { kind: 'automation', id: id('005', 3) } },
      { value: 'Open', at: NOW - 9_000, source: { kind: 'automation', id: id('005', 4) } },
    ],
    OwnerId: [
      {
        value: id('005', 3),
        at: NOW - 8_000,
        source: { kind: 'automation', id: id('005', 2) },
      },
    ],
  });
});

test('a field that is not tracked was set by whoever changed the record last', async () => {
  described('Lead', [...BASE, 'Status']);
  described('LeadHistory', ['Id', 'LeadId', 'Field', 'NewValue', 'CreatedDate', 'CreatedById']);
  const lead = id('00Q', 1);
  collection('Lead', [
    { Id: lead, Status: 'Working', LastModifiedById: id('005', 1), SystemModstamp: stamp(NOW) },
  ]);
  answers(/FROM LeadHistory/, []);
  describedUsers();
  answers(/FROM User/, USERS);
  const wanted = need('Lead', { properties: ['Status'], history: ['Status'] });
  const { org } = open();
  const { snapshots } = await fetchRecords(org, wanted, [lead], true, 'live');
  expect(snapshots[0]?.history).toEqual({
    Status: [{ value: 'Working', at: NOW, source: { kind: 'person', id: id('005', 1) } }],
  });

  collection('Lead', [{ Id: lead, Status: 'Working', SystemModstamp: stamp(NOW) }]);
  const plain = await fetchRecords(org, wanted, [lead], false, 'live');
  expect(plain.snapshots[0]).not.toHaveProperty('history');
});

test('where users are not ours to read nobody is taken for a person', async () => {
  described('Lead', [...BASE, 'Status']);
  described('LeadHistory', []);
  const lead = id('00Q', 1);
  collection('Lead', [
    { Id: lead, Status: 'Working', LastModifiedById: id('005', 1), SystemModstamp: stamp(NOW) },
  ]);
  answers(/FROM LeadHistory/, []);
  salesforce().get(`${REST}/sobjects/User/describe`).times(2).reply(404, refusal('NOT_FOUND'));
  const wanted = need('Lead', { properties: ['Status'], history: ['Status'] });
  const { snapshots } = await fetchRecords(open().org, wanted, [lead], true, 'live');
  expect(snapshots[0]?.history?.Status?.[0]?.source).toEqual({
    kind: 'unknown',
    id: id('005', 1),
  });
});
