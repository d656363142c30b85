import { beforeEach, expect, test } from '@jest/globals';
import {
  type ConversionRequest,
  convertLead,
} from '../../../../connectors/salesforce/simulator/conversion.js';
import { codesOf, type OrgWorld, openOrg } from './org-support.js';

let world: OrgWorld;
let lead: string;
beforeEach(() => {
  world = openOrg();
  for (const [label, converted] of [
    ['Working - Contacted', false],
    ['Closed - Converted', true],
  ] as const) {
    const id = world.org.ids.make('01J');
    const values = { Id: id, MasterLabel: label, IsConverted: converted };
    world.org.records.add({ object: 'LeadStatus', id, values });
  }
  lead = world.make('Lead', {
    FirstName: 'Ada',
    LastName: 'Byron',
    Company: 'Engines',
    Email: 'ada@engines.example',
    City: 'London',
    Industry: 'Technology',
    Title: 'CEO',
  });
  world.changes.length = 0;
});

const convert = (more: Partial<ConversionRequest> = {}) =>
  convertLead(world.org, { lead, ...more }, world.as(world.admin, { api: null }));

function converted(more: Partial<ConversionRequest> = {}) {
  const result = convert(more);
  if (!result.success) throw new Error(JSON.stringify(result.errors));
  return result;
}

const refusal = (more: Partial<ConversionRequest>) => {
  const result = convert(more);
  return result.success ? 'none' : result.errors[0]?.statusCode;
};

test('account, contact and opportunity are made in this order, then the lead says what it became', () => {
  const made = converted();
  expect(world.values('Account', made.account)).toMatchObject({
    Name: 'Engines',
    Industry: 'Technology',
    BillingCity: 'London',
    OwnerId: world.admin,
  });
  expect(world.values('Contact', made.contact)).toMatchObject({
    FirstName: 'Ada',
    Email: 'ada@engines.example',
    MailingCity: 'London',
    AccountId: made.account,
  });
  expect(world.values('Opportunity', made.opportunity ?? '')).toMatchObject({
    Name: 'Engines-',
    AccountId: made.account,
    CloseDate: '2026-12-31',
  });
  expect(world.values('Lead', lead)).toMatchObject({
    IsConverted: true,
    Status: 'Closed - Converted',
    ConvertedDate: '2026-11-22',
    ConvertedAccountId: made.account,
    ConvertedContactId: made.contact,
    ConvertedOpportunityId: made.opportunity,
  });
  const main = world.changes.filter(({ object }) => object !== 'OpportunityContactRole');
  expect(main.map(({ object, kind }) => `${object} ${kind}`).slice(0, 3)).toEqual([
    'Account CREATE',
    'Contact CREATE',
    'Opportunity CREATE',
  ]);
  const last = main.findLast(({ object }) => object === 'Lead');
  expect(new Set(last?.changed)).toEqual(
    new Set([
      'Status',
      'IsConverted',
      'ConvertedDate',
      'ConvertedAccountId',
      'ConvertedContactId',
      'ConvertedOpportunityId',
    ]),
  );
  expect(new Set(world.changes.map(({ transactionKey }) => transactionKey)).size).toBe(1);
});

test('the primary contact role of the opportunity is the contact', () => {
  const made = converted();
  const [role] = world.org.records.by('OpportunityContactRole', 'OpportunityId', made.opportunity);
  expect(role?.values).toMatchObject({ ContactId: made.contact, IsPrimary: true });
});

test('without an opportunity, and with its name', () => {
  expect(converted({ opportunityName: null }).opportunity).toBeNull();
  const other = world.make('Lead', { LastName: 'Two', Company: 'C' });
  const made = converted({ lead: other, opportunityName: 'Big deal' });
  expect(world.values('Opportunity', made.opportunity ?? '').Name).toBe('Big deal');
});

test('activities and campaign memberships go to the contact; the membership keeps the lead', () => {
  const task = world.make('Task', { WhoId: lead, Subject: 'Call', OwnerId: world.admin });
  const event = world.make('Event', {
    WhoId: lead,
    StartDateTime: '2026-11-20T10:00:00Z',
    OwnerId: world.admin,
  });
  const campaign = world.make('Campaign', { Name: 'Webinar' });
  const member = world.make(
    'CampaignMember',
    { CampaignId: campaign, LeadId: lead },
    world.platform,
  );
  const made = converted();
  expect(world.values('Task', task).WhoId).toBe(made.contact);
  expect(world.values('Event', event).WhoId).toBe(made.contact);
  expect(world.values('CampaignMember', member)).toMatchObject({
    LeadId: lead,
    ContactId: made.contact,
    LeadOrContactId: made.contact,
  });
});

test('a chosen account and contact are used; the contact keeps its values and its gaps are filled', () => {
  const account = world.make('Account', { Name: 'Engines Ltd' });
  const contact = world.make('Contact', {
    LastName: 'Byron',
    Title: 'Founder',
    AccountId: account,
  });
  const made = converted({ account, contact });
  expect(made).toMatchObject({ account, contact });
  expect(world.values('Contact', contact)).toMatchObject({
    Title: 'Founder',
    Email: 'ada@engines.example',
  });
  expect(world.org.records.count('Account')).toBe(1);
});

test('custom values come along only where the org maps them', () => {
  const plain = converted();
  expect(world.values('Contact', plain.contact).Department ?? null).toBeNull();
  const other = world.make('Lead', { LastName: 'Two', Company: 'C', Title: 'CTO' });
  const mapped = converted({ lead: other, mapping: { Title: 'Department' } });
  expect(world.values('Contact', mapped.contact).Department).toBe('CTO');
});

test('a converted lead is locked, also against a second conversion', () => {
  converted();
  expect(refusal({})).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
  const update = () => world.org.update('Lead', lead, { Title: 'CFO' }, world.as(world.admin));
  expect(codesOf(update())).toEqual(['CANNOT_UPDATE_CONVERTED_LEAD']);
  world.org.access.give(world.admin, 'ViewAndEditConvertedLeads');
  expect(codesOf(update())).toEqual([]);
});

test('the history tells of the conversion', () => {
  converted();
  const rows = world.org.records
    .by('LeadHistory', 'LeadId', lead)
    .map(({ values }) => values.Field);
  expect(rows).toContain('leadConverted');
});

test('what cannot be converted changes nothing', () => {
  const account = world.make('Account', { Name: 'A' });
  const stranger = world.make('Contact', { LastName: 'X' });
  const queue = world.org.ids.make('00G');
  world.org.records.replace(world.org.get('Lead', lead) ?? never(), {
    ...world.values('Lead', lead),
    OwnerId: queue,
  });
  expect(refusal({})).toBe('INVALID_OPERATION');
  const ours = { owner: world.seller };
  expect(refusal({ ...ours, status: 'Working - Contacted' })).toBe('INVALID_STATUS');
  expect(refusal({ ...ours, lead: '00Q000000000001' })).toBe('INVALID_CROSS_REFERENCE_KEY');
  expect(refusal({ ...ours, account: '001000000000001' })).toBe('INVALID_CROSS_REFERENCE_KEY');
  expect(refusal({ ...ours, account, contact: stranger })).toBe('INVALID_CROSS_REFERENCE_KEY');
  world.org.records.replace(world.org.get('User', world.seller) ?? never(), {
    ...world.values('User', world.seller),
    IsActive: false,
  });
  expect(refusal(ours)).toBe('INACTIVE_OWNER_OR_USER');
  expect(world.values('Lead', lead).IsConverted).toBe(false);
  expect(world.org.records.count('Opportunity')).toBe(0);
  expect(world.org.records.count('Account')).toBe(1);
});

function never(): never {
  throw new Error('it is there');
}
