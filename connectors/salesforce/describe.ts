import { CrmError } from '../../src/lead/crm-error.js';
import type { AccountDescription, PropertyDescription } from '../connector.js';
import { objectOf } from '../kit/json.js';
import { type Field, isReadable, notReadable, type ObjectInfo } from './catalog.js';
import type { SalesforceApi } from './client.js';
import { declaration } from './definition.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { documentName, isOutput } from './package-names.js';
import { queryEach } from './query.js';
import { idIn, rowOfRecord, valueIn } from './row.js';
import { select } from './soql.js';

/** Fields of parents that a mapping may use like the record's own. */
const PARENTS: Readonly<Record<string, readonly string[]>> = {
  Campaign: ['Name', 'Type', 'Status'],
  RecordType: ['DeveloperName'],
};

const FIX = 'assign the permission set with its rights to the connected user.';

/** The check of a connection: the org, its objects and fields as the connected user sees them. */
export async function describe(org: Org, objects: readonly string[]): Promise<AccountDescription> {
  const { api, catalog } = org;
  const about = await organizationOf(api);
  const user = await userOf(api);
  await tellDay(api);
  const missing: string[] = [];
  const properties: Record<string, readonly PropertyDescription[]> = {};
  // What was known before this check says nothing about it.
  for (const object of [...objects, ...declaration.personObjects, 'Task']) catalog.forget(object);
  for (const object of objects) {
    const info = await catalog.object(object, 'live');
    missing.push(...(info?.queryable ? hiddenOutputs(info) : [notReadable(object).message]));
    properties[object] = info?.queryable ? await propertiesOf(org, info) : [];
  }
  const missingToWrite = await writeGaps(org);
  missing.push(...missingToWrite, ...(await taskGap(org)));
  return {
    portal: about.id ?? api.context.portal,
    name: about.name ?? `Salesforce org ${about.id ?? api.context.portal}`,
    timeZone: about.timeZone ?? 'UTC',
    uiDomain: new URL(api.context.baseUrl).host,
    scopes: [],
    missing,
    missingToWrite,
    ...(user !== undefined && { appId: user }),
    properties,
    stageOrder: stageOrderOf(properties),
  };
}

async function organizationOf(
  api: SalesforceApi,
): Promise<{ id?: string | undefined; name?: string | undefined; timeZone?: string | undefined }> {
  const fields = ['Id', 'Name', 'TimeZoneSidKey', 'IsSandbox'];
  const operation = 'Organization query';
  const soql = select({ fields, from: 'Organization', limit: 1 });
  const [record] = await queryEach(api, soql, { operation, priority: 'live' });
  if (!record) return {};
  const row = rowOfRecord(record);
  const name = valueIn(row, 'Name', 'string');
  const sandbox = valueIn(row, 'IsSandbox', 'boolean') === 'true';
  return {
    id: idIn(row, 'Id'),
    name: name === null ? undefined : `${name}${sandbox ? ' (sandbox)' : ''}`,
    timeZone: valueIn(row, 'TimeZoneSidKey', 'picklist') ?? undefined,
  };
}

/** The user whom we are, by whose id our changes are known. */
export async function userOf(api: SalesforceApi): Promise<string | undefined> {
  try {
    const { body } = await api.send({
      operation: 'user info',
      priority: 'live',
      method: 'GET',
      path: '/services/oauth2/userinfo',
    });
    return recordIdOf(objectOf(body).user_id);
  } catch (error) {
    // The identity is a scope of its own; nothing hangs on it.
    if (error instanceof CrmError && (error.kind === 'rights' || error.kind === 'gone')) return;
    throw error;
  }
}

/** The answer's header says it too, but for orgs that leave it out. */
async function tellDay(api: SalesforceApi): Promise<void> {
  try {
    const { body } = await api.send({
      operation: 'limits',
      priority: 'live',
      method: 'GET',
      path: '/limits',
    });
    const { Max: limit, Remaining: remaining } = objectOf(objectOf(body).DailyApiRequests);
    if (typeof limit === 'number' && typeof remaining === 'number') {
      api.context.day?.({ limit, remaining });
    }
  } catch (error) {
    // Needs a right of its own; the headers do without.
    if (!(error instanceof CrmError) || error.kind !== 'rights') throw error;
  }
}

/** Person objects that are read and may not be edited, whatever was asked for. */
async function writeGaps({ catalog }: Org): Promise<string[]> {
  const gaps: string[] = [];
  for (const object of declaration.personObjects) {
    const info = await catalog.object(object, 'live');
    if (!info?.queryable || info.updateable) continue;
    gaps.push(`Scores cannot be written to ${object}: ${object} may not be edited; ${FIX}`);
  }
  return gaps;
}

/** Fields of ours that are there and not ours to write: turning write-back on assigns what shows them. */
function hiddenOutputs(info: ObjectInfo): string[] {
  const { name, fields } = info;
  return fields
    .filter((field) => isOutput(field.name) && isUsed(info, field) && !field.updateable)
    .map(
      (field) => `${name}.${field.name} may not be edited: turn write-back on once more, or ${FIX}`,
    );
}

/** A field of ours is not where the package's stands for it. */
const isUsed = (info: ObjectInfo, { name }: Field): boolean =>
  info.field(documentName(name))?.name === name;

/** Scores can do without tasks. */
async function taskGap({ catalog }: Org): Promise<string[]> {
  const task = await catalog.object('Task', 'live');
  if (task?.createable) return [];
  return [`Tasks cannot be created for owners: ${FIX}`];
}

async function propertiesOf(org: Org, info: ObjectInfo): Promise<PropertyDescription[]> {
  const own = info.fields.flatMap((field) => (isUsed(info, field) ? propertyOf(field) : []));
  const parents = await Promise.all(info.fields.map((field) => parentProperties(org, field)));
  return [...own, ...parents.flat()];
}

async function parentProperties(
  { catalog }: Org,
  { relationship, referenceTo }: Field,
): Promise<PropertyDescription[]> {
  const [target] = referenceTo;
  const names = relationship === undefined ? undefined : PARENTS[relationship];
  if (!names || target === undefined) return [];
  const parent = await catalog.object(target, 'live');
  return names.flatMap((name) => {
    const field = parent?.field(name);
    return (field ? propertyOf(field) : []).map((property) => ({
      ...property,
      name: `${relationship}.${property.name}`,
      label: `${parent?.label ?? relationship}: ${property.label}`,
      readOnly: true,
    }));
  });
}

function propertyOf(field: Field): PropertyDescription[] {
  if (!isReadable(field)) return [];
  const { name, label, type, options } = field;
  return [
    {
      name: documentName(name),
      label,
      type: typeName(type),
      ...(field.custom && { group: 'custom' }),
      ...(options.length > 0 && { options }),
      readOnly: !field.updateable,
    },
  ];
}

/** Salesforce's words for what all CRMs have. */
function typeName(type: string): string {
  switch (type) {
    case 'picklist':
    case 'multipicklist':
    case 'combobox':
      return 'enumeration';
    case 'int':
    case 'long':
    case 'double':
    case 'currency':
    case 'percent':
      return 'number';
    case 'boolean':
      return 'bool';
    case 'date':
    case 'datetime':
      return type;
    default:
      return 'string';
  }
}

function stageOrderOf(
  properties: Readonly<Record<string, readonly PropertyDescription[]>>,
): readonly string[] {
  const { stage } = declaration;
  const fields = stage.objects.flatMap((object) => properties[object] ?? []);
  const options = fields.find(({ name }) => name === stage.property)?.options;
  return options?.map(({ value }) => value) ?? stage.order;
}
