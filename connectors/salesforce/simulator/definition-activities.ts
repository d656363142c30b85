import { field, lookup, objectOf, picklist, text } from './definition-fields.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import { TASK_STATUSES } from './setup-tables.js';

const WHAT = ['Account', 'Campaign', 'Opportunity'];

function shared(plural: string): FieldDefinition[] {
  return [
    lookup('WhoId', ['Contact', 'Lead'], plural),
    lookup('WhatId', WHAT, plural),
    lookup('AccountId', 'Account', null, { readOnly: true }),
    field('combobox', 'Subject', {
      picklistValues: ['Call', 'Email', 'Send Letter', 'Send Quote', 'Other'],
    }),
    field('date', 'ActivityDate'),
    field('textarea', 'Description'),
    picklist('Type', ['Call', 'Email', 'Meeting', 'Demo', 'Other']),
    field('boolean', 'IsArchived', { readOnly: true }),
    field('boolean', 'IsReminderSet'),
    field('datetime', 'ReminderDateTime'),
  ];
}

export const TASK: () => ObjectDefinition = () =>
  objectOf({
    name: 'Task',
    keyPrefix: '00T',
    fields: [
      ...shared('Tasks'),
      picklist(
        'Status',
        TASK_STATUSES.map((entry) => entry.label),
        { defaultValue: 'Not Started', required: true },
      ),
      picklist('Priority', ['High', 'Normal', 'Low'], { defaultValue: 'Normal', required: true }),
      lookup('OwnerId', ['Group', 'User'], null, { nillable: false, defaultedOnCreate: true }),
      field('boolean', 'IsClosed', { readOnly: true }),
      field('boolean', 'IsHighPriority', { readOnly: true }),
      field('datetime', 'CompletedDateTime', { readOnly: true }),
      picklist('TaskSubtype', ['Task', 'Email', 'Call', 'ListEmail', 'Cadence', 'LinkedIn'], {
        defaultValue: 'Task',
        restrictedPicklist: true,
        updateable: false,
      }),
      picklist('CallType', ['Internal', 'Inbound', 'Outbound'], { restrictedPicklist: true }),
      field('int', 'CallDurationInSeconds'),
      text('CallDisposition', 255),
    ],
  });

export const EVENT: () => ObjectDefinition = () =>
  objectOf({
    name: 'Event',
    keyPrefix: '00U',
    fields: [
      ...shared('Events'),
      lookup('OwnerId', ['Calendar', 'User'], null, { nillable: false, defaultedOnCreate: true }),
      field('datetime', 'StartDateTime'),
      field('datetime', 'EndDateTime'),
      field('datetime', 'ActivityDateTime'),
      field('int', 'DurationInMinutes'),
      field('boolean', 'IsAllDayEvent'),
      text('Location', 255),
      picklist('EventSubtype', ['Event'], { defaultValue: 'Event', updateable: false }),
    ],
  });

export const EMAIL_STATUSES: readonly (readonly [string, string])[] = [
  ['0', 'New'],
  ['1', 'Read'],
  ['2', 'Replied'],
  ['3', 'Sent'],
  ['4', 'Forwarded'],
  ['5', 'Draft'],
];

export const EMAIL_MESSAGE: () => ObjectDefinition = () =>
  objectOf({
    name: 'EmailMessage',
    keyPrefix: '02s',
    fields: [
      text('FromAddress', 1000),
      text('FromName', 1000),
      field('string', 'ToAddress', { length: 4000 }),
      text('Subject', 3000),
      field('textarea', 'TextBody'),
      field('boolean', 'Incoming'),
      picklist(
        'Status',
        EMAIL_STATUSES.map(([value, label]) => ({
          value,
          label,
          active: true,
          defaultValue: value === '5',
        })),
        { defaultValue: '5', restrictedPicklist: true, required: true },
      ),
      field('datetime', 'MessageDate'),
      lookup('RelatedToId', WHAT, 'Emails'),
      lookup('ActivityId', 'Task', null),
      field('boolean', 'IsTracked'),
      field('boolean', 'IsOpened', { readOnly: true }),
      field('datetime', 'FirstOpenedDate'),
      field('datetime', 'LastOpenedDate'),
      field('boolean', 'IsBounced', { readOnly: true }),
    ],
  });

export const EMAIL_MESSAGE_RELATION: () => ObjectDefinition = () =>
  objectOf({
    name: 'EmailMessageRelation',
    keyPrefix: '0CZ',
    updateable: false,
    fields: [
      lookup('EmailMessageId', 'EmailMessage', 'EmailMessageRelations', { required: true }),
      lookup('RelationId', ['Contact', 'Lead', 'User'], 'EmailMessageRelations'),
      picklist(
        'RelationType',
        ['ToAddress', 'CcAddress', 'BccAddress', 'FromAddress', 'OtherAddress'],
        {
          restrictedPicklist: true,
          required: true,
        },
      ),
      text('RelationAddress', 255),
      text('RelationObjectType', 40, { readOnly: true }),
    ],
  });
