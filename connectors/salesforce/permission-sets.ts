/** Two permission sets over our fields: one for the connected user, one for the people who read them. */
import { CrmError } from '../../src/lead/crm-error.js';
import type { SalesforceApi } from './client.js';
import { recordIdOf } from './ids.js';
import { type Component, readComponents, writeComponents } from './metadata.js';
import { query } from './query.js';
import { select } from './soql.js';

export const INTEGRATION_SET = 'Plumbline_Integration';
const USER_SET = 'Plumbline_User';

export interface OwnField {
  /** `Lead.Plumbline_Score__c` */
  readonly fullName: string;
  readonly writtenBy: 'us' | 'person';
}

/** Both sets over these fields. */
export function permissionSets(fields: readonly OwnField[]): Component[] {
  return [
    permissionSet(
      INTEGRATION_SET,
      'Plumbline Integration',
      'What Plumbline writes: for the user it is connected as.',
      fields.map((field) => ({ field, editable: true })),
    ),
    permissionSet(
      USER_SET,
      'Plumbline User',
      'What Plumbline tells: for everybody who works with leads.',
      fields.map((field) => ({ field, editable: field.writtenBy === 'person' })),
    ),
  ];
}

/**
 * Makes both sets over all of our fields: a field that is left out would be taken from a set.
 * @throws CrmError `rights` with Salesforce's own words when it does not let us
 */
export async function grantFields(api: SalesforceApi, fields: readonly OwnField[]): Promise<void> {
  const sets = permissionSets(fields);
  const names = sets.map(({ fullName }) => fullName);
  const there = await readComponents(api, 'PermissionSet', names);
  const write = (how: 'create' | 'update') =>
    writeComponents(
      api,
      how,
      'PermissionSet',
      sets.filter(({ fullName }) => there.has(fullName) === (how === 'update')),
    );
  for (const { fullName, success, faults } of [
    ...(await write('create')),
    ...(await write('update')),
  ]) {
    if (success) continue;
    const said = faults.map(({ message, code }) => message || code).join(' ');
    throw new CrmError('rights', `The permission set ${fullName} was not made: ${said}`);
  }
}

function permissionSet(
  fullName: string,
  label: string,
  description: string,
  fields: readonly { readonly field: OwnField; readonly editable: boolean }[],
): Component {
  return {
    fullName,
    description,
    fieldPermissions: fields.map(({ field, editable }) => ({
      editable,
      field: field.fullName,
      readable: true,
    })),
    hasActivationRequired: false,
    label,
  };
}

/** Assigns the integration set that we made to a user; one who has it keeps it. */
export async function assignOwnTo(api: SalesforceApi, user: string): Promise<void> {
  const set = await idBy(api, 'PermissionSet', { Name: INTEGRATION_SET, NamespacePrefix: null });
  if (set === undefined)
    throw new CrmError('rights', `The permission set ${INTEGRATION_SET} is not to be seen.`);
  await assignTo(api, user, set);
}

/** Assigns a permission set, by its id, to a user; one who has it keeps it. */
export async function assignTo(api: SalesforceApi, user: string, set: string): Promise<void> {
  const assignment = { AssigneeId: user, PermissionSetId: set };
  if (await idBy(api, 'PermissionSetAssignment', assignment)) return;
  try {
    await api.send({
      operation: 'permission set assignment',
      priority: 'live',
      effect: 'repeatable',
      method: 'POST',
      path: '/sobjects/PermissionSetAssignment',
      body: assignment,
    });
  } catch (error) {
    const codes = error instanceof CrmError ? error.details.codes : undefined;
    if (!Array.isArray(codes) || !codes.includes('DUPLICATE_VALUE')) throw error;
  }
}

async function idBy(
  api: SalesforceApi,
  object: string,
  values: Readonly<Record<string, string | null>>,
): Promise<string | undefined> {
  const where = Object.entries(values).map(
    ([field, value]) => ({ field, is: '=', value }) as const,
  );
  const soql = select({ fields: ['Id'], from: object, where, limit: 1 });
  const { records } = await query(api, soql, { operation: `${object} query`, priority: 'live' });
  return recordIdOf(records[0]?.Id);
}
