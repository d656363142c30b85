import { CrmError } from '../../src/lead/crm-error.js';
import type { AccountDescription, PropertyDescription } from '../connector.js';
import { arrayOf, idOf, objectOf, textOf } from '../kit/json.js';
import type { CallOptions, HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { isReadOnly } from './provision.js';
import { ACCOUNT_INFO_VERSION, HUBSPOT_API_VERSION } from './version.js';

/** Rights that an ordinary call shows: HubSpot checks them before it looks for the thing. */
interface Right {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** The sentence with the way out. */
  readonly missing: string;
  /** Tasks can do without, scores cannot. */
  readonly toWrite?: true;
}

const CRM = '/crm';
/** No contact has this id and no account this property: the calls cannot change anything. */
const NOBODY = '0';
const NOTHING = 'plumbline_rights_check_only';

const WRITE_RIGHTS: readonly Right[] = [
  {
    method: 'PATCH',
    path: `${CRM}/objects/${HUBSPOT_API_VERSION}/contacts/${NOBODY}`,
    body: { properties: {} },
    toWrite: true,
    missing:
      'Scores cannot be written to contacts: grant the scope crm.objects.contacts.write and connect again.',
  },
  {
    method: 'PATCH',
    path: `${CRM}/properties/${HUBSPOT_API_VERSION}/contacts/${NOTHING}`,
    body: { label: 'Plumbline' },
    toWrite: true,
    missing:
      'Our properties cannot be created: grant the scope crm.schemas.contacts.write and connect again.',
  },
  {
    method: 'GET',
    path: `${CRM}/owners/${HUBSPOT_API_VERSION}?limit=1`,
    missing: 'Owners cannot be read: grant the scope crm.objects.owners.read and connect again.',
  },
];

/** Scopes that reading an object takes; engagements other than e-mails hang on the contacts' scope. */
const READ_SCOPE: Readonly<Record<string, string>> = {
  contacts: 'crm.objects.contacts.read',
  companies: 'crm.objects.companies.read',
  deals: 'crm.objects.deals.read',
  emails: 'sales-email-read',
};

/** The check of a connection, by calls: HubSpot tells scopes only to the app's own credentials. */
export async function describe(
  api: HubSpotApi,
  objects: readonly string[],
): Promise<AccountDescription> {
  const account = await accountOf(api);
  const missing: string[] = [];
  const properties: Record<string, readonly PropertyDescription[]> = {};
  for (const object of objects) {
    if (!(await isAllowed(api, readRight(object)))) missing.push(readRight(object).missing);
    properties[object] = await propertiesOf(api, object);
  }
  const missingToWrite: string[] = [];
  for (const right of WRITE_RIGHTS) {
    if (await isAllowed(api, right)) continue;
    missing.push(right.missing);
    if (right.toWrite) missingToWrite.push(right.missing);
  }
  return {
    portal: account.portal,
    name: `HubSpot account ${account.portal}`,
    timeZone: account.timeZone,
    ...(account.uiDomain !== undefined && { uiDomain: account.uiDomain }),
    scopes: [],
    missing,
    missingToWrite,
    ...(api.context.appId !== undefined && { appId: api.context.appId }),
    properties,
    stageOrder: stageOrderOf(properties[declaration.personObjects[0]]),
  };
}

async function accountOf(
  api: HubSpotApi,
): Promise<{ portal: string; timeZone: string; uiDomain?: string }> {
  const { body } = await api.send({
    ...call('account details'),
    method: 'GET',
    path: `/account-info/${ACCOUNT_INFO_VERSION}/details`,
  });
  const details = objectOf(body);
  const uiDomain = textOf(details.uiDomain);
  return {
    portal: idOf(details.portalId) ?? api.context.portal,
    timeZone: textOf(details.timeZone) ?? 'UTC',
    ...(uiDomain !== undefined && { uiDomain }),
  };
}

function readRight(object: string): Right {
  const label = declaration.objects[object]?.label ?? object;
  const scope = READ_SCOPE[object] ?? 'crm.objects.contacts.read';
  return {
    method: 'GET',
    path: `${CRM}/objects/${HUBSPOT_API_VERSION}/${object}?limit=1`,
    missing: `${label} cannot be read: grant the scope ${scope} and connect again.`,
  };
}

async function isAllowed(api: HubSpotApi, right: Right): Promise<boolean> {
  try {
    await api.send({ ...call('rights check'), effect: 'repeatable', ...right });
    return true;
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    if (error.kind === 'rights') return false;
    // Not found or refused for its content: the right itself is there.
    if (error.kind === 'gone' || error.kind === 'refused') return true;
    throw error;
  }
}

async function propertiesOf(api: HubSpotApi, object: string): Promise<PropertyDescription[]> {
  try {
    const body = await api.typed(call(`${object} properties`), (client) =>
      client.crm.properties.coreApi.getAll(object),
    );
    return arrayOf(objectOf(body).results).flatMap(propertyOf);
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'rights') return [];
    throw error;
  }
}

function propertyOf(row: unknown): PropertyDescription[] {
  const property = objectOf(row);
  const name = textOf(property.name);
  if (name === undefined || property.archived === true) return [];
  const group = textOf(property.groupName);
  const options = arrayOf(property.options)
    .map(objectOf)
    .sort((a, b) => order(a) - order(b))
    .map((option) => ({ value: textOf(option.value) ?? '', label: textOf(option.label) ?? '' }));
  return [
    {
      name,
      label: textOf(property.label) ?? name,
      type: textOf(property.type) ?? 'string',
      ...(group !== undefined && { group }),
      ...(options.length > 0 && { options }),
      readOnly: isReadOnly(property),
    },
  ];
}

/** HubSpot puts options without an order of their own (-1) last. */
function order(option: Readonly<Record<string, unknown>>): number {
  const { displayOrder } = option;
  return typeof displayOrder === 'number' && displayOrder >= 0 ? displayOrder : 1e9;
}

function stageOrderOf(properties: readonly PropertyDescription[] | undefined): readonly string[] {
  const stage = properties?.find((property) => property.name === declaration.stage.property);
  return stage?.options?.map((option) => option.value) ?? declaration.stage.order;
}

function call(operation: string): CallOptions {
  return { operation, priority: 'live' };
}
