import { beforeEach, expect, test } from '@jest/globals';
import {
  type MergeRequest,
  mergeRecords,
} from '../../../../connectors/salesforce/simulator/merge.js';
import { type OrgWorld, openOrg } from './org-support.js';

let world: OrgWorld;
beforeEach(() => {
  world = openOrg();
});

const lead = (LastName: string) => world.make('Lead', { LastName, Company: 'C' });
const merge = (request: MergeRequest) =>
  mergeRecords(world.org, request, world.as(world.admin, { api: null }));
const refusal = (request: MergeRequest) => {
  const result = merge(request);
  return result.success ? 'none' : result.errors[0]?.statusCode;
};

test('the losers are in the bin and say who they became; what they had is the master’s', () => {
  const [master, one, two] = [lead('M'), lead('One'), lead('Two')];
  const task = world.make('Task', { WhoId: one, Subject: 'Call', OwnerId: world.admin });
  const campaign = world.make('Campaign', { Name: 'Webinar' });
  const shared = world.make('Campaign', { Name: 'Fair' });
  const member = (LeadId: string, CampaignId: string) =>
    world.make('CampaignMember', { CampaignId, LeadId }, world.platform);
  const moved = member(two, campaign);
  const doubled = member(two, shared);
  member(master, shared);
  world.changes.length = 0;
  expect(merge({ master, losers: [one, two], fields: { Title: 'CEO' } })).toEqual({
    success: true,
    id: master,
    merged: [one, two],
  });
  for (const loser of [one, two])
    expect(world.values('Lead', loser)).toMatchObject({ IsDeleted: true, MasterRecordId: master });
  expect(world.values('Lead', master)).toMatchObject({ Title: 'CEO', IsDeleted: false });
  expect(world.values('Task', task)).toMatchObject({ WhoId: master, IsDeleted: false });
  expect(world.values('CampaignMember', moved).LeadId).toBe(master);
  expect(world.values('CampaignMember', doubled).IsDeleted).toBe(true);
  const ofLeads = world.changes.filter(({ object }) => object === 'Lead');
  expect(ofLeads.map(({ id, kind }) => [id, kind])).toEqual([
    [one, 'DELETE'],
    [two, 'DELETE'],
    [master, 'UPDATE'],
  ]);
  expect(new Set(world.changes.map(({ transactionKey }) => transactionKey)).size).toBe(1);
});

test('the loser is found by queryAll alone, with its master', () => {
  const [master, loser] = [lead('M'), lead('L')];
  merge({ master, losers: [loser] });
  const rows = (all: boolean) =>
    world.org
      .query('SELECT Id, MasterRecordId FROM Lead WHERE IsDeleted = true', {
        all,
        user: world.admin,
      })
      .render(0, 10, '66.0');
  expect(rows(false)).toEqual([]);
  expect(rows(true)).toMatchObject([{ Id: loser, MasterRecordId: master }]);
});

test('contacts and accounts: roles, opportunities and contacts move', () => {
  const [kept, gone] = [
    world.make('Account', { Name: 'Kept' }),
    world.make('Account', { Name: 'Gone' }),
  ];
  const [one, two] = [
    world.make('Contact', { LastName: 'One', AccountId: kept }),
    world.make('Contact', { LastName: 'Two', AccountId: gone }),
  ];
  const deal = world.make('Opportunity', {
    Name: 'D',
    AccountId: gone,
    ContactId: two,
    StageName: 'Prospecting',
    CloseDate: '2026-12-01',
  });
  expect(merge({ master: kept, losers: [gone] }).success).toBe(true);
  expect(world.values('Contact', two).AccountId).toBe(kept);
  expect(world.values('Opportunity', deal)).toMatchObject({ AccountId: kept, IsDeleted: false });
  expect(merge({ master: one, losers: [two] }).success).toBe(true);
  expect(world.values('Opportunity', deal).ContactId).toBe(one);
  const [role] = world.org.records.by('OpportunityContactRole', 'OpportunityId', deal);
  expect(role?.values.ContactId).toBe(one);
});

test('what cannot be merged changes nothing', () => {
  const [master, other] = [lead('M'), lead('L')];
  const contact = world.make('Contact', { LastName: 'C' });
  const task = world.make('Task', { Subject: 'T', OwnerId: world.admin });
  expect(refusal({ master, losers: [] })).toBe('LIMIT_EXCEEDED');
  expect(refusal({ master, losers: [other, lead('A'), lead('B')] })).toBe('LIMIT_EXCEEDED');
  expect(refusal({ master, losers: [master] })).toBe('DUPLICATE_VALUE');
  expect(refusal({ master, losers: [contact] })).toBe('INVALID_CROSS_REFERENCE_KEY');
  expect(refusal({ master: task, losers: [task] })).toBe('INVALID_TYPE');
  expect(refusal({ master, losers: [other], fields: { LastName: null } })).toBe(
    'REQUIRED_FIELD_MISSING',
  );
  expect(world.values('Lead', other).IsDeleted).toBe(false);
  world.org.update('Lead', other, { IsConverted: true }, world.platform);
  expect(refusal({ master, losers: [other] })).toBe('CANNOT_UPDATE_CONVERTED_LEAD');
  world.org.delete('Lead', other, world.platform);
  expect(refusal({ master, losers: [other] })).toBe('ENTITY_IS_DELETED');
});
