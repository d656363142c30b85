import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { loadMapping } from '../../src/mapping/load.js';
import { compileModel } from '../../src/scoring/compile.js';
import { loadModel } from '../../src/scoring/load.js';
import { points } from '../scoring/support.js';

const FILE = 'mappings/salesforce.yaml';
const { mapping, document, warnings } = loadMapping(readFileSync(FILE, 'utf8'), FILE);

const MEMBER = { HasResponded: 'true', FirstRespondedDate: '2026-03-02', Status: 'Attended' };
const types = (object: string, values: Record<string, string | null>) =>
  mapping.engagement(object, 'r1', values).map(({ type }) => type);

test('it loads without a warning and reads people from leads and contacts', () => {
  expect(warnings).toEqual([]);
  expect(mapping.crm).toBe('salesforce');
  const needs = new Map(mapping.needs().map((need) => [need.object, need]));
  expect([...needs.keys()]).toEqual([
    'Lead',
    'Contact',
    'Account',
    'Opportunity',
    'Task',
    'Event',
    'EmailMessage',
    'CampaignMember',
  ]);
  expect(needs.get('Contact')?.links).toEqual(['Account']);
  for (const object of ['Opportunity', 'Task', 'Event', 'EmailMessage', 'CampaignMember']) {
    expect([object, needs.get(object)?.links]).toEqual([object, ['Lead', 'Contact']]);
  }
  expect([...mapping.channels()].sort()).toEqual([
    'email',
    'event',
    'none',
    'sales',
    'social',
    'web',
  ]);
});

test('results go into our own fields alone: nobody but people writes Status', () => {
  const written = Object.values(mapping.writes).map(({ property }) => property);
  expect(written).toHaveLength(8);
  for (const property of written) expect(property).toMatch(/^Plumbline_[A-Z]\w*__c$/);
});

test('a lead and the contact that it became fill the same fields', () => {
  const filled = (object: string) => Object.keys(document.objects[object]?.fields ?? {});
  const alone = filled('Lead').filter((field) => !filled('Contact').includes(field));
  // The account says the company's for a contact; a contact has neither status nor rating.
  expect(alone.filter((field) => !field.startsWith('company.'))).toEqual([
    'leadStatus',
    'custom.rating',
  ]);
  expect(filled('Contact').filter((field) => !filled('Lead').includes(field))).toEqual([]);
  const lead = mapping.fields('Lead', {
    Email: 'Aino@Acme.example',
    Country: 'Finland',
    CountryCode: '',
    LeadSource: 'Partner Referral',
    Website: 'https://www.acme.example/en',
    NumberOfEmployees: '250',
    HasOptedOutOfEmail: 'false',
    Rating: 'Hot',
  });
  expect(lead.problems).toEqual([]);
  expect(lead.fields).toMatchObject({
    email: 'aino@acme.example',
    country: 'FI',
    source: 'referral',
    'company.domain': 'acme.example',
    'company.employees': 250,
    doNotEmail: false,
    'custom.rating': 'hot',
  });
});

test.each([
  ['Webinar', 'webinar_attended'],
  ['Conference', 'event_attended'],
  ['Trade Show', 'event_attended'],
  ['Seminar / Conference', 'event_attended'],
  ['Content', 'content_download'],
  ['Email', 'email_click'],
  ['Advertisement', 'ad_click'],
  ['Social Media', 'social_engagement'],
  ['Direct Mail', 'custom:campaign_response'],
  [null, 'custom:campaign_response'],
])('an answer to a campaign of type %j is %s', (type, expected) => {
  expect(types('CampaignMember', { ...MEMBER, 'Campaign.Type': type })).toEqual([expected]);
});

test('a member who never answered did nothing; an answer keeps campaign and status', () => {
  const silent = { ...MEMBER, HasResponded: 'false', 'Campaign.Type': 'Webinar' };
  expect(types('CampaignMember', silent)).toEqual([]);
  const values = { ...MEMBER, 'Campaign.Type': 'Webinar', 'Campaign.Name': 'Autumn' };
  expect(mapping.engagement('CampaignMember', 'r1', values)).toEqual([
    {
      type: 'webinar_attended',
      at: Date.UTC(2026, 2, 2),
      attributes: { campaign: 'Autumn', status: 'Attended', channel: 'event' },
      property: '',
      engagement: 'r1',
    },
  ]);
});

test.each([
  ['42', 'call_connected'],
  ['600', 'call_connected'],
  ['0', 'sales_touch'],
  ['', 'sales_touch'],
  [null, 'sales_touch'],
])('a closed call of %j seconds is %s', (seconds, expected) => {
  const call = {
    TaskSubtype: 'Call',
    IsClosed: 'true',
    CompletedDateTime: '2026-03-02T10:00:00.000+0000',
    CallDurationInSeconds: seconds,
    CallType: 'Outbound',
    OwnerId: '005000000000001AAA',
  };
  expect(types('Task', call)).toEqual([expected]);
  expect(types('Task', { ...call, IsClosed: 'false', CompletedDateTime: null })).toEqual([]);
  expect(types('Task', { ...call, TaskSubtype: 'Task' })).toEqual([]);
});

test('mail: sent by sales, answered, opened; what was never opened is no problem', () => {
  const mail = { Incoming: 'false', Status: '3', MessageDate: '2026-03-02T10:00:00.000+0000' };
  const problems: unknown[] = [];
  const sent = mapping.engagement(
    'EmailMessage',
    'r1',
    { ...mail, FirstOpenedDate: null, LastOpenedDate: '' },
    (problem) => problems.push(problem),
  );
  expect(sent.map(({ type }) => type)).toEqual(['sales_touch']);
  expect(problems).toEqual([]);
  const opened = '2026-03-02T11:00:00.000+0000';
  const once = { ...mail, FirstOpenedDate: opened, LastOpenedDate: opened };
  expect(types('EmailMessage', once)).toEqual(['sales_touch', 'email_open', 'email_open']);
  expect(types('EmailMessage', { ...mail, Status: '5' })).toEqual([]);
  expect(types('EmailMessage', { ...mail, Incoming: 'true', Status: '0' })).toEqual([
    'email_reply',
  ]);
});

test('an event is booked when it was entered and held when it ended', () => {
  const event = {
    CreatedDate: '2026-03-01T08:00:00.000+0000',
    EndDateTime: '2026-03-09T10:30:00.000+0000',
    OwnerId: '005000000000001AAA',
  };
  expect(mapping.engagement('Event', 'r1', event).map(({ type, at }) => [type, at])).toEqual([
    ['meeting_booked', Date.UTC(2026, 2, 1, 8)],
    ['meeting_held', Date.UTC(2026, 2, 9, 10, 30)],
  ]);
});

test('of an opportunity the lead has stage, amount, and whether it is open or won', () => {
  const open = { StageName: 'Prospecting', Amount: '1200.5', IsClosed: 'false', IsWon: 'false' };
  expect(mapping.fields('Opportunity', open).fields).toEqual({
    'deal.stage': 'Prospecting',
    'deal.amount': 1200.5,
    'deal.open': true,
    'deal.won': false,
  });
});

test('it brings what the campaign model asks for', () => {
  const file = 'config/scoring/salesforce-campaigns.yaml';
  const { model } = loadModel(readFileSync(file, 'utf8'), file);
  const scorer = compileModel(model);
  const { fields } = mapping.fields('Lead', { Rating: 'Hot' });
  const found = mapping.engagement('CampaignMember', 'r1', {
    ...MEMBER,
    'Campaign.Type': 'Conference',
  });
  const activities = found.map(({ type, at, attributes }) => ({
    id: 'a1',
    type,
    occurredAt: at,
    attributes,
  }));
  const score = scorer.score({ id: 'l1', fields, activities }, Date.UTC(2026, 2, 2));
  expect([points(score, 'rated-hot'), points(score, 'attended')]).toEqual([15, 50]);
});

test('record types and picklists come by their API values, whatever people see', () => {
  const texts = {
    'RecordType.DeveloperName': 'Partner_Lead',
    Status: 'Working - Contacted',
    Industry: 'Media',
    LeadSource: 'Trade Show',
  };
  for (const object of ['Lead', 'Contact']) {
    const { fields, problems } = mapping.fields(object, texts);
    expect(problems).toEqual([]);
    expect(fields).toMatchObject({ 'custom.recordType': 'Partner_Lead', source: 'offline' });
  }
  expect(mapping.fields('Lead', texts).fields).toMatchObject({
    leadStatus: 'Working - Contacted',
    'company.industry': 'Media',
  });
});

test('a picklist of several values is a list', () => {
  const added = readFileSync(FILE, 'utf8').replace('# custom.product:', 'custom.product:');
  const { mapping: own } = loadMapping(added, FILE);
  const { fields } = own.fields('Lead', { ProductInterest__c: 'Cloud;On premises' });
  expect(fields['custom.product']).toEqual(['Cloud', 'On premises']);
});
