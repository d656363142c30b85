import { field, lookup, objectOf, picklist, text } from './definition-fields.js';
import type { ObjectDefinition } from './definition-types.js';

/** Users, queues, rights and the lists behind picklists: read by apps, written by the setup pages. */
export const SETUP_OBJECTS: () => readonly ObjectDefinition[] = () => [
  objectOf({
    name: 'User',
    keyPrefix: '005',
    readOnly: true,
    fields: [
      text('Username', 80),
      text('LastName', 80),
      text('FirstName', 40),
      text('Name', 121),
      text('CompanyName', 80),
      text('Title', 80),
      field('email', 'Email'),
      field('phone', 'Phone'),
      text('Alias', 8),
      field('boolean', 'IsActive'),
      text('TimeZoneSidKey', 40),
      text('LocaleSidKey', 40),
      text('LanguageLocaleKey', 40),
      picklist('UserType', ['Standard', 'PowerPartner', 'CspLitePortal', 'AutomatedProcess']),
      lookup('ProfileId', 'Profile'),
      lookup('UserRoleId', 'UserRole'),
      lookup('ManagerId', 'User'),
    ],
  }),
  objectOf({ name: 'UserRole', keyPrefix: '00E', readOnly: true, fields: [text('Name', 80)] }),
  objectOf({
    name: 'Profile',
    keyPrefix: '00e',
    readOnly: true,
    fields: [text('Name', 255), text('UserType', 40)],
  }),
  objectOf({
    name: 'Group',
    keyPrefix: '00G',
    readOnly: true,
    fields: [
      text('Name', 40),
      text('DeveloperName', 80),
      picklist('Type', ['Regular', 'Queue', 'Role']),
      field('email', 'Email'),
    ],
  }),
  objectOf({
    name: 'GroupMember',
    keyPrefix: '011',
    readOnly: true,
    fields: [
      lookup('GroupId', 'Group', 'GroupMembers'),
      lookup('UserOrGroupId', ['Group', 'User']),
    ],
  }),
  objectOf({
    name: 'QueueSobject',
    keyPrefix: '03g',
    readOnly: true,
    fields: [lookup('QueueId', 'Group', 'QueueSobjects'), text('SobjectType', 40)],
  }),
  objectOf({
    name: 'RecordType',
    keyPrefix: '012',
    readOnly: true,
    fields: [
      text('Name', 80),
      text('DeveloperName', 80),
      text('SobjectType', 40),
      field('boolean', 'IsActive'),
    ],
  }),
  objectOf({
    name: 'LeadStatus',
    keyPrefix: '01J',
    readOnly: true,
    fields: [
      text('MasterLabel', 255),
      text('ApiName', 255),
      field('int', 'SortOrder'),
      field('boolean', 'IsDefault'),
      field('boolean', 'IsConverted'),
    ],
  }),
  objectOf({
    name: 'TaskStatus',
    keyPrefix: '01K',
    readOnly: true,
    fields: [
      text('MasterLabel', 255),
      text('ApiName', 255),
      field('int', 'SortOrder'),
      field('boolean', 'IsDefault'),
      field('boolean', 'IsClosed'),
    ],
  }),
  objectOf({
    name: 'OpportunityStage',
    keyPrefix: '01L',
    readOnly: true,
    fields: [
      text('MasterLabel', 255),
      text('ApiName', 255),
      field('int', 'SortOrder'),
      field('boolean', 'IsActive'),
      field('boolean', 'IsClosed'),
      field('boolean', 'IsWon'),
      field('percent', 'DefaultProbability'),
      text('ForecastCategoryName', 40),
    ],
  }),
  objectOf({
    name: 'Organization',
    keyPrefix: '00D',
    readOnly: true,
    fields: [
      text('Name', 80),
      text('OrganizationType', 40),
      text('InstanceName', 10),
      field('boolean', 'IsSandbox'),
      text('TimeZoneSidKey', 40),
      text('DefaultLocaleSidKey', 40),
      text('LanguageLocaleKey', 40),
      text('NamespacePrefix', 15),
    ],
  }),
  objectOf({
    name: 'PermissionSet',
    keyPrefix: '0PS',
    fields: [
      text('Name', 80, { required: true }),
      text('Label', 80, { required: true }),
      text('NamespacePrefix', 15, { readOnly: true }),
      field('boolean', 'IsOwnedByProfile', { readOnly: true }),
      lookup('ProfileId', 'Profile', null, { readOnly: true }),
    ],
  }),
  objectOf({
    name: 'PermissionSetAssignment',
    keyPrefix: '0Pa',
    updateable: false,
    fields: [
      lookup('AssigneeId', 'User', 'PermissionSetAssignments', { required: true }),
      lookup('PermissionSetId', 'PermissionSet', 'Assignments', { required: true }),
    ],
  }),
  objectOf({
    name: 'FieldPermissions',
    keyPrefix: '01k',
    labelPlural: 'Field Permissions',
    fields: [
      lookup('ParentId', 'PermissionSet', 'FieldPerms', { required: true }),
      text('SobjectType', 40, { required: true }),
      text('Field', 120, { required: true }),
      field('boolean', 'PermissionsRead'),
      field('boolean', 'PermissionsEdit'),
    ],
  }),
];

/** The history of an object's tracked fields. */
export function historyObject(
  name: string,
  parent: string,
  keyPrefix: string,
  relationship = 'Histories',
): ObjectDefinition {
  return objectOf({
    name,
    keyPrefix,
    labelPlural: `${name} entries`,
    readOnly: true,
    fields: [
      lookup(`${parent}Id`, parent, relationship),
      picklist('Field', []),
      picklist('DataType', []),
      field('anyType', 'OldValue'),
      field('anyType', 'NewValue'),
    ],
  });
}
