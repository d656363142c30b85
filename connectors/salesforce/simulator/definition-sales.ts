import { field, lookup, objectOf, picklist, text } from './definition-fields.js';
import { address, INDUSTRIES, LEAD_SOURCES, RATINGS } from './definition-people.js';
import type { ObjectDefinition } from './definition-types.js';
import { CAMPAIGN_TYPES, OPPORTUNITY_STAGES } from './setup-tables.js';

const owner = () =>
  lookup('OwnerId', 'User', null, { nillable: false, defaultedOnCreate: true, trackHistory: true });

export const ACCOUNT: () => ObjectDefinition = () =>
  objectOf({
    name: 'Account',
    keyPrefix: '001',
    mergeable: true,
    historyObject: 'AccountHistory',
    fields: [
      lookup('MasterRecordId', 'Account', null, { readOnly: true }),
      text('Name', 255, { required: true }),
      lookup('RecordTypeId', 'RecordType'),
      picklist('Type', ['Prospect', 'Customer - Direct', 'Channel Partner / Reseller', 'Other']),
      lookup('ParentId', 'Account', 'ChildAccounts'),
      ...address('Billing'),
      field('phone', 'Phone'),
      field('url', 'Website'),
      picklist('Industry', INDUSTRIES),
      field('currency', 'AnnualRevenue', { scale: 0 }),
      field('int', 'NumberOfEmployees'),
      picklist('Rating', RATINGS),
      field('textarea', 'Description'),
      owner(),
      field('date', 'LastActivityDate', { readOnly: true }),
    ],
  });

export const OPPORTUNITY: () => ObjectDefinition = () =>
  objectOf({
    name: 'Opportunity',
    keyPrefix: '006',
    labelPlural: 'Opportunities',
    historyObject: 'OpportunityFieldHistory',
    fields: [
      lookup('AccountId', 'Account', 'Opportunities'),
      lookup('ContactId', 'Contact', null, { updateable: false }),
      lookup('RecordTypeId', 'RecordType'),
      text('Name', 120, { required: true }),
      field('textarea', 'Description'),
      picklist(
        'StageName',
        OPPORTUNITY_STAGES.map((entry) => entry.label),
        { required: true, trackHistory: true },
      ),
      field('currency', 'Amount', { trackHistory: true }),
      field('percent', 'Probability', { precision: 3 }),
      field('date', 'CloseDate', { required: true, trackHistory: true }),
      picklist('Type', ['Existing Business', 'New Business']),
      picklist('LeadSource', LEAD_SOURCES),
      field('boolean', 'IsClosed', { readOnly: true }),
      field('boolean', 'IsWon', { readOnly: true }),
      picklist('ForecastCategory', ['Omitted', 'Pipeline', 'Best Case', 'Commit', 'Closed'], {
        readOnly: true,
      }),
      lookup('CampaignId', 'Campaign', 'Opportunities'),
      owner(),
      field('date', 'LastActivityDate', { readOnly: true }),
    ],
  });

export const OPPORTUNITY_CONTACT_ROLE: () => ObjectDefinition = () =>
  objectOf({
    name: 'OpportunityContactRole',
    keyPrefix: '00K',
    fields: [
      lookup('OpportunityId', 'Opportunity', 'OpportunityContactRoles', {
        required: true,
        updateable: false,
      }),
      lookup('ContactId', 'Contact', 'OpportunityContactRoles', { required: true }),
      picklist('Role', [
        'Business User',
        'Decision Maker',
        'Economic Buyer',
        'Evaluator',
        'Influencer',
        'Other',
      ]),
      field('boolean', 'IsPrimary'),
    ],
  });

export const CAMPAIGN: () => ObjectDefinition = () =>
  objectOf({
    name: 'Campaign',
    keyPrefix: '701',
    fields: [
      text('Name', 80, { required: true }),
      lookup('ParentId', 'Campaign', 'ChildCampaigns'),
      picklist('Type', CAMPAIGN_TYPES),
      picklist('Status', ['Planned', 'In Progress', 'Completed', 'Aborted'], {
        defaultValue: 'Planned',
      }),
      field('date', 'StartDate'),
      field('date', 'EndDate'),
      field('boolean', 'IsActive'),
      field('textarea', 'Description'),
      owner(),
    ],
  });

export const CAMPAIGN_MEMBER: () => ObjectDefinition = () =>
  objectOf({
    name: 'CampaignMember',
    keyPrefix: '00v',
    fields: [
      lookup('CampaignId', 'Campaign', 'CampaignMembers', { required: true, updateable: false }),
      lookup('LeadId', 'Lead', 'CampaignMembers', { updateable: false }),
      lookup('ContactId', 'Contact', 'CampaignMembers', { updateable: false }),
      lookup('LeadOrContactId', ['Contact', 'Lead'], null, { readOnly: true }),
      picklist('Status', ['Sent', 'Responded', 'Registered', 'Attended', 'No Show'], {
        defaultValue: 'Sent',
      }),
      field('boolean', 'HasResponded', { readOnly: true }),
      field('date', 'FirstRespondedDate', { readOnly: true }),
      picklist('Type', ['Lead', 'Contact'], { readOnly: true }),
    ],
  });

export const CAMPAIGN_MEMBER_STATUS: () => ObjectDefinition = () =>
  objectOf({
    name: 'CampaignMemberStatus',
    keyPrefix: '01Y',
    fields: [
      lookup('CampaignId', 'Campaign', 'CampaignMemberStatuses', {
        required: true,
        updateable: false,
      }),
      text('Label', 765, { required: true }),
      field('int', 'SortOrder'),
      field('boolean', 'IsDefault'),
      field('boolean', 'HasResponded'),
    ],
  });
