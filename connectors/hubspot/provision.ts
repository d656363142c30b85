import { CrmError } from '../../src/lead/crm-error.js';
import type { OutputProperty, ProvisionStep } from '../connector.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import type { CallOptions, HubSpotApi } from './client.js';
import { declaration } from './definition.js';

const [OBJECT] = declaration.personObjects;
const GROUP = { name: 'plumbline', label: 'Plumbline', displayOrder: -1 };

/** HubSpot docs: Properties, the pairs of type and field type. */
const TYPES = {
  number: ['number', 'number'],
  text: ['string', 'text'],
  'long-text': ['string', 'textarea'],
  datetime: ['datetime', 'date'],
  date: ['date', 'date'],
  boolean: ['bool', 'booleancheckbox'],
  list: ['enumeration', 'select'],
} as const;

interface Option {
  readonly label: string;
  readonly value: string;
  readonly displayOrder: number;
  readonly hidden: boolean;
}

/** One property as it is in the account, beside what we want of it. */
interface Plan {
  readonly step: ProvisionStep;
  readonly wanted: OutputProperty;
  /** Options that an existing list lacks; HubSpot replaces all options at once. */
  readonly options?: readonly Option[];
}

export async function planProvision(
  api: HubSpotApi,
  properties: readonly OutputProperty[],
): Promise<ProvisionStep[]> {
  const plans = await planAll(api, properties);
  return plans.map((plan) => plan.step);
}

/** Group and properties, each created when absent; one that is there already is not an error. */
export async function provision(
  api: HubSpotApi,
  properties: readonly OutputProperty[],
): Promise<ProvisionStep[]> {
  const plans = await planAll(api, properties);
  if (plans.some((plan) => plan.step.action === 'create')) await ensureGroup(api);
  const steps: ProvisionStep[] = [];
  for (const plan of plans) steps.push(await apply(api, plan));
  return steps;
}

async function planAll(api: HubSpotApi, properties: readonly OutputProperty[]): Promise<Plan[]> {
  const plans: Plan[] = [];
  for (const property of properties) plans.push(await planOne(api, property));
  return plans;
}

async function planOne(api: HubSpotApi, wanted: OutputProperty): Promise<Plan> {
  const property = declaration.outputName(wanted.name);
  const existing = await absentIfGone(
    api.typed(read(`property ${property}`), (client) =>
      client.crm.properties.coreApi.getByName(OBJECT, property),
    ),
  );
  if (existing === undefined) return { wanted, step: { property, action: 'create' } };
  return compare(property, wanted, existing);
}

function compare(property: string, wanted: OutputProperty, existing: unknown): Plan {
  const found = objectOf(existing);
  const [type, fieldType] = TYPES[wanted.type];
  const step = (action: ProvisionStep['action'], reason?: string): Plan => ({
    wanted,
    step: reason === undefined ? { property, action } : { property, action, reason },
  });
  if (found.type !== type) {
    return step(
      'refuse',
      `The contact property ${property} exists with the type ${textOf(found.type)}; it must be ${type}. Delete or rename it in HubSpot, then try again.`,
    );
  }
  if (isReadOnly(found)) {
    return step(
      'refuse',
      `The contact property ${property} exists and HubSpot calculates it, so it cannot be written. Delete it in HubSpot, then try again.`,
    );
  }
  if (found.fieldType !== fieldType) {
    return step(
      'adopt',
      `The contact property ${property} exists as the field type ${textOf(found.fieldType)} instead of ${fieldType}; it is used as it is.`,
    );
  }
  const options = missingOptions(wanted, found.options);
  if (options !== undefined) {
    const plan = step('adopt', `The list ${property} exists and gets the choices that it lacks.`);
    return { ...plan, options };
  }
  if (found.groupName !== GROUP.name) {
    return step('adopt', `The contact property ${property} exists in another group; it is used.`);
  }
  return step('present');
}

export function isReadOnly(property: Readonly<Record<string, unknown>>): boolean {
  return (
    property.calculated === true || objectOf(property.modificationMetadata).readOnlyValue === true
  );
}

/** All options when the account's list lacks one of ours, its own kept; else undefined. */
function missingOptions(wanted: OutputProperty, raw: unknown): Option[] | undefined {
  if (wanted.type !== 'list') return undefined;
  const own = arrayOf(raw).map(objectOf);
  const values = new Set(own.map((option) => option.value));
  const lacking = (wanted.options ?? []).filter((option) => !values.has(option.value));
  if (lacking.length === 0) return undefined;
  return [
    ...own.map((option, index) => ({
      label: textOf(option.label) ?? '',
      value: textOf(option.value) ?? '',
      displayOrder: typeof option.displayOrder === 'number' ? option.displayOrder : index,
      hidden: option.hidden === true,
    })),
    ...lacking.map((option, index) => ({
      ...option,
      displayOrder: own.length + index,
      hidden: false,
    })),
  ];
}

async function apply(api: HubSpotApi, plan: Plan): Promise<ProvisionStep> {
  const { step, wanted, options } = plan;
  if (step.action === 'create') return create(api, wanted, step);
  if (options !== undefined) {
    await api.typed(write(`property ${step.property} change`), (client) =>
      client.crm.properties.coreApi.update(OBJECT, step.property, { options: [...options] }),
    );
  }
  return step;
}

async function create(
  api: HubSpotApi,
  wanted: OutputProperty,
  step: ProvisionStep,
): Promise<ProvisionStep> {
  const [type, fieldType] = TYPES[wanted.type];
  const made = await existsIfConflict(
    api.typed(write(`property ${step.property} create`), (client) =>
      client.crm.properties.coreApi.create(OBJECT, {
        name: step.property,
        label: wanted.label,
        description: wanted.description,
        groupName: GROUP.name,
        // The client's enums are the very texts.
        type: type as never,
        fieldType: fieldType as never,
        options: optionsOf(wanted),
      }),
    ),
  );
  if (made) return step;
  // Somebody created it between our look and our call: it counts when it is what we want.
  return (await planOne(api, wanted)).step;
}

function optionsOf(wanted: OutputProperty): Option[] {
  const options =
    wanted.type === 'boolean'
      ? [
          { label: 'Yes', value: 'true' },
          { label: 'No', value: 'false' },
        ]
      : wanted.type === 'list'
        ? (wanted.options ?? [])
        : [];
  return options.map((option, index) => ({ ...option, displayOrder: index, hidden: false }));
}

async function ensureGroup(api: HubSpotApi): Promise<void> {
  const existing = await absentIfGone(
    api.typed(read('property group'), (client) =>
      client.crm.properties.groupsApi.getByName(OBJECT, GROUP.name),
    ),
  );
  if (existing !== undefined) return;
  await existsIfConflict(
    api.typed(write('property group create'), (client) =>
      client.crm.properties.groupsApi.create(OBJECT, GROUP),
    ),
  );
}

function read(operation: string): CallOptions {
  return { operation, priority: 'live' };
}

/** A second create answers 409, which is as good as created: so it may be repeated. */
function write(operation: string): CallOptions {
  return { operation, priority: 'live', effect: 'repeatable' };
}

async function absentIfGone<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'gone') return undefined;
    throw error;
  }
}

/** False when HubSpot answers that the name is taken. */
async function existsIfConflict(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    if (error instanceof CrmError && error.details.status === 409) return false;
    throw error;
  }
}
