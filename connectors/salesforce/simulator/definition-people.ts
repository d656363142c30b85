import { field, lookup, objectOf, picklist, text } from './definition-fields.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import { LEAD_STATUSES } from './setup-tables.js';

export const LEAD_SOURCES = [
  'Web',
  'Phone Inquiry',
  'Partner Referral',
  'Purchased List',
  'Paid Search',
  'Social Media',
  'Email Marketing',
  'Trade Show',
  'Other',
];
export const RATINGS = ['Hot', 'Warm', 'Cold'];
export const SALUTATIONS = ['Mr.', 'Ms.', 'Mrs.', 'Dr.', 'Prof.'];
export const INDUSTRIES = [
  'Banking',
  'Construction',
  'Consulting',
  'Consumer Goods',
  'Education',
  'Energy',
  'Financial Services',
  'Healthcare',
  'Logistics',
  'Manufacturing',
  'Media',
  'Retail',
  'Software',
  'Technology',
  'Telecommunications',
  'Other',
];

/** `Name` and its parts. */
export function personName(required = true): FieldDefinition[] {
  const part = { compoundFieldName: 'Name' };
  return [
    text('LastName', 80, { required, ...part }),
    text('FirstName', 40, part),
    picklist('Salutation', SALUTATIONS, part),
    text('Name', 121, { readOnly: true, nillable: false }),
  ];
}

/** An address with its parts; `prefix` is empty, `Mailing`, `Billing` … */
export function address(prefix: string): FieldDefinition[] {
  const compound = `${prefix}Address`;
  const part = { compoundFieldName: compound };
  return [
    field('textarea', `${prefix}Street`, { length: 255, ...part }),
    text(`${prefix}City`, 40, part),
    text(`${prefix}State`, 80, part),
    text(`${prefix}PostalCode`, 20, part),
    text(`${prefix}Country`, 80, part),
    field('address', compound, { nillable: true }),
  ];
}

const bounced = (): FieldDefinition[] => [
  text('EmailBouncedReason', 255, { readOnly: true }),
  field('datetime', 'EmailBouncedDate', { readOnly: true }),
];
const activityDate = (): FieldDefinition =>
  field('date', 'LastActivityDate', { readOnly: true, calculated: false });

export const LEAD: () => ObjectDefinition = () =>
  objectOf({
    name: 'Lead',
    keyPrefix: '00Q',
    mergeable: true,
    historyObject: 'LeadHistory',
    fields: [
      lookup('MasterRecordId', 'Lead', null, { readOnly: true }),
      ...personName(),
      lookup('RecordTypeId', 'RecordType'),
      text('Title', 128, { trackHistory: true }),
      text('Company', 255, { required: true }),
      ...address(''),
      field('phone', 'Phone'),
      field('phone', 'MobilePhone'),
      field('email', 'Email', { idLookup: true, trackHistory: true }),
      field('url', 'Website'),
      field('textarea', 'Description'),
      picklist('LeadSource', LEAD_SOURCES),
      picklist(
        'Status',
        LEAD_STATUSES.map((entry) => entry.label),
        { defaultValue: 'Open - Not Contacted', required: true, trackHistory: true },
      ),
      picklist('Industry', INDUSTRIES),
      picklist('Rating', RATINGS, { trackHistory: true }),
      field('currency', 'AnnualRevenue', { scale: 0 }),
      field('int', 'NumberOfEmployees'),
      lookup('OwnerId', ['Group', 'User'], null, {
        nillable: false,
        defaultedOnCreate: true,
        trackHistory: true,
      }),
      field('boolean', 'HasOptedOutOfEmail'),
      field('boolean', 'HasOptedOutOfFax'),
      field('boolean', 'DoNotCall'),
      field('boolean', 'IsConverted', { readOnly: true }),
      field('date', 'ConvertedDate', { readOnly: true }),
      lookup('ConvertedAccountId', 'Account', null, { readOnly: true }),
      lookup('ConvertedContactId', 'Contact', null, { readOnly: true }),
      lookup('ConvertedOpportunityId', 'Opportunity', null, { readOnly: true }),
      field('boolean', 'IsUnreadByOwner', { defaultValue: true }),
      activityDate(),
      ...bounced(),
    ],
  });

export const CONTACT: () => ObjectDefinition = () =>
  objectOf({
    name: 'Contact',
    keyPrefix: '003',
    mergeable: true,
    historyObject: 'ContactHistory',
    fields: [
      lookup('MasterRecordId', 'Contact', null, { readOnly: true }),
      lookup('AccountId', 'Account', 'Contacts'),
      ...personName(),
      lookup('RecordTypeId', 'RecordType'),
      ...address('Mailing'),
      field('phone', 'Phone'),
      field('phone', 'MobilePhone'),
      lookup('ReportsToId', 'Contact'),
      field('email', 'Email', { idLookup: true, trackHistory: true }),
      text('Title', 128, { trackHistory: true }),
      text('Department', 80),
      picklist('LeadSource', LEAD_SOURCES),
      field('date', 'Birthdate'),
      field('textarea', 'Description'),
      lookup('OwnerId', 'User', null, {
        nillable: false,
        defaultedOnCreate: true,
        trackHistory: true,
      }),
      field('boolean', 'HasOptedOutOfEmail'),
      field('boolean', 'HasOptedOutOfFax'),
      field('boolean', 'DoNotCall'),
      activityDate(),
      ...bounced(),
      field('boolean', 'IsEmailBounced', { readOnly: true }),
    ],
  });
