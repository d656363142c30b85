import { DAY } from '../../../src/lib/clock.js';
import type { OwnerSeed } from '../../simulator-kit/population.js';
import type { Org } from './org.js';
import { stamp } from './save.js';
import { LEAD_STATUSES, OPPORTUNITY_STAGES, TASK_STATUSES } from './setup-tables.js';
import type { WriteContext } from './transaction.js';
import type { FieldValue } from './values.js';

export const INTEGRATION_USER = 'integration@seller.example';

/** What only an administrator may do. */
export const ADMIN_RIGHTS = [
  'ModifyMetadata',
  'CustomizeApplication',
  'ManageProfilesPermissionsets',
  'ViewSetup',
  'ViewAllData',
] as const;

/** The people and lists that an org is set up with; ids have 18 characters. */
export interface OrgSetup {
  /** Of the sellers, in the population's order. The first is the admin, one is inactive. */
  readonly owners: readonly string[];
  readonly admin: string;
  readonly integration: string;
  /** Platform work such as assignment. */
  readonly automated: string;
  readonly queues: {
    /** Takes leads. */
    readonly inbound: string;
    /** Takes leads and tasks. */
    readonly desk: string;
    /** Where the active assignment rule puts leads. */
    readonly triage: string;
  };
}

/** Work of the platform at a time in the past. */
export function seedContext(user: string, at: number): WriteContext {
  return { user, client: null, api: null, trusted: true, at };
}

/** Puts a record down by the rules for trusted writers. @throws Error when even those refuse it. */
export function put(
  org: Org,
  object: string,
  fields: Readonly<Record<string, FieldValue>>,
  context: WriteContext,
): string {
  const result = org.create(object, fields, context);
  if (result.success) return result.id;
  throw new Error(`seeding ${object}: ${result.errors.map((error) => error.message).join('; ')}`);
}

export function seedSetup(
  org: Org,
  sellers: readonly OwnerSeed[],
  edition: string,
  sandbox: boolean,
): OrgSetup {
  const at = org.clock.now() - 900 * DAY;
  const first = seedContext('005000000000000AAA', at);
  const add = (object: string, fields: Record<string, FieldValue>) =>
    put(org, object, fields, first);
  const organization: Record<string, FieldValue> = {
    Id: org.id,
    Name: org.name,
    OrganizationType: `${edition} Edition`,
    InstanceName: 'SIM1',
    IsSandbox: sandbox,
    TimeZoneSidKey: 'Europe/Berlin',
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    NamespacePrefix: null,
  };
  stamp(organization, at, first.user, null);
  org.records.add({ object: 'Organization', id: org.id, values: organization });
  const profile = (Name: string) => add('Profile', { Name, UserType: 'Standard' });
  const [adminProfile, sales, apiOnly] = [
    profile('System Administrator'),
    profile('Standard User'),
    profile('Salesforce API Only System Integrations'),
  ];
  for (const profileId of [adminProfile, sales, apiOnly]) {
    const name = `X${profileId}`;
    add('PermissionSet', { Name: name, Label: name, IsOwnedByProfile: true, ProfileId: profileId });
  }
  for (const right of ADMIN_RIGHTS) org.access.give(adminProfile, right);
  const user = (Username: string, LastName: string, fields: Record<string, FieldValue>) =>
    add('User', {
      Username,
      LastName,
      Email: Username,
      Alias: Username.slice(0, 8),
      IsActive: true,
      TimeZoneSidKey: 'Europe/Berlin',
      LocaleSidKey: 'en_US',
      LanguageLocaleKey: 'en_US',
      UserType: 'Standard',
      ...fields,
    });
  const owners = sellers.map((seller, index) =>
    user(seller.email, seller.lastName, {
      FirstName: seller.firstName,
      IsActive: seller.active,
      ProfileId: index === 0 ? adminProfile : sales,
    }),
  );
  const integration = user(INTEGRATION_USER, 'Integration', { ProfileId: apiOnly });
  const automated = user('autoproc@seller.example', 'Automated Process', {
    UserType: 'AutomatedProcess',
    ProfileId: sales,
  });
  org.access.give(integration, 'ViewAllData');
  const queues = {
    inbound: queue(org, 'Inbound Leads', ['Lead'], first),
    desk: queue(org, 'Sales Desk', ['Lead', 'Task'], first),
    triage: queue(org, 'Web Triage', ['Lead'], first),
  };
  org.assignmentQueue = queues.triage;
  seedLists(org, first);
  return { owners, admin: owners[0] ?? integration, integration, automated, queues };
}

function queue(org: Org, Name: string, takes: readonly string[], context: WriteContext): string {
  const DeveloperName = Name.replaceAll(' ', '_');
  const id = put(org, 'Group', { Name, DeveloperName, Type: 'Queue' }, context);
  for (const SobjectType of takes) {
    put(org, 'QueueSobject', { QueueId: id, SobjectType }, context);
  }
  return id;
}

const RECORD_TYPES: readonly (readonly [string, string, string])[] = [
  ['Lead', 'Business', 'Business'],
  ['Lead', 'Partner', 'Partner'],
  ['Opportunity', 'New Business', 'New_Business'],
  ['Opportunity', 'Renewal', 'Renewal'],
];

function seedLists(org: Org, context: WriteContext): void {
  for (const [SortOrder, { label, converted }] of LEAD_STATUSES.entries()) {
    const IsDefault = SortOrder === 0;
    const fields = { MasterLabel: label, ApiName: label, SortOrder, IsDefault };
    put(org, 'LeadStatus', { ...fields, IsConverted: converted }, context);
  }
  for (const [SortOrder, { label, closed }] of TASK_STATUSES.entries()) {
    const IsDefault = SortOrder === 0;
    const fields = { MasterLabel: label, ApiName: label, SortOrder, IsDefault };
    put(org, 'TaskStatus', { ...fields, IsClosed: closed }, context);
  }
  for (const [SortOrder, stage] of OPPORTUNITY_STAGES.entries()) {
    const fields = {
      MasterLabel: stage.label,
      ApiName: stage.label,
      SortOrder,
      IsActive: true,
      IsClosed: stage.closed,
      IsWon: stage.won,
      DefaultProbability: stage.probability,
      ForecastCategoryName: stage.forecast,
    };
    put(org, 'OpportunityStage', fields, context);
  }
  for (const [SobjectType, Name, DeveloperName] of RECORD_TYPES) {
    put(org, 'RecordType', { SobjectType, Name, DeveloperName, IsActive: true }, context);
  }
}
