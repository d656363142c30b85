import { CrmError } from '../../src/lead/crm-error.js';
import type { OutputProperty, ProvisionStep } from '../connector.js';
import { type Comparison, compareField, fieldComponent, nameProblem } from './custom-field.js';
import { declaration } from './definition.js';
import { type Component, readComponents } from './metadata.js';
import type { Org } from './org.js';
import type { Element } from './xml.js';

export const OBJECTS = declaration.personObjects;

/** A field to make, or one that is there to change. */
export interface PlannedComponent {
  readonly how: 'create' | 'update';
  readonly component: Component;
}

/** What a field of one object needs; absent when nothing. */
interface ObjectPlan {
  readonly comparison: Comparison | { readonly action: 'create' };
  readonly component?: PlannedComponent;
}

/** One property over all person objects. */
export interface Plan {
  readonly step: ProvisionStep;
  readonly wanted: OutputProperty;
  readonly components: readonly PlannedComponent[];
}

/** What every property needs, by the metadata of its fields. */
export async function planAll(org: Org, properties: readonly OutputProperty[]): Promise<Plan[]> {
  const named = properties.map((wanted) => ({
    wanted,
    property: declaration.outputName(wanted.name),
  }));
  const fullNames = named.flatMap(({ property }) => OBJECTS.map((one) => `${one}.${property}`));
  const existing = await readFields(org, fullNames);
  const plans: Plan[] = [];
  for (const { wanted, property } of named) {
    const step = existing === null ? await withoutRights(org, property, wanted) : undefined;
    plans.push(
      step === undefined
        ? await planOne(org, property, wanted, existing ?? new Map())
        : { wanted, step, components: [] },
    );
  }
  return plans;
}

/** The fields' metadata; null when the connected user may not see it. */
async function readFields(
  { api }: Org,
  names: readonly string[],
): Promise<ReadonlyMap<string, Element> | null> {
  try {
    return await readComponents(api, 'CustomField', names);
  } catch (error) {
    if (error instanceof CrmError && error.kind === 'rights') return null;
    throw error;
  }
}

async function planOne(
  org: Org,
  property: string,
  wanted: OutputProperty,
  existing: ReadonlyMap<string, Element>,
): Promise<Plan> {
  const problem = nameProblem(property);
  if (problem !== undefined) return { wanted, step: refusal(property, problem), components: [] };
  if (await isPackaged(org, property)) {
    return { wanted, step: { property, action: 'present' }, components: [] };
  }
  const plans = OBJECTS.map((object) => planField(object, property, wanted, existing));
  const components = plans.flatMap(({ component }) => component ?? []);
  const reason = (action: string): string | undefined =>
    plans
      .flatMap(({ comparison }) =>
        comparison.action === action && 'reason' in comparison ? comparison.reason : [],
      )
      .join(' ') || undefined;
  const refused = reason('refuse');
  if (refused !== undefined) return { wanted, step: refusal(property, refused), components: [] };
  if (plans.some(({ comparison }) => comparison.action === 'create')) {
    return { wanted, step: { property, action: 'create' }, components };
  }
  const adopted = reason('adopt');
  if (adopted !== undefined) {
    return { wanted, step: { property, action: 'adopt', reason: adopted }, components };
  }
  if (!(await isHidden(org, property))) {
    return { wanted, step: { property, action: 'present' }, components };
  }
  const shown = `The field ${property} exists and is hidden from the connected user; a permission set shows it.`;
  return { wanted, step: { property, action: 'adopt', reason: shown }, components };
}

function planField(
  object: string,
  property: string,
  wanted: OutputProperty,
  existing: ReadonlyMap<string, Element>,
): ObjectPlan {
  const fullName = `${object}.${property}`;
  const found = existing.get(fullName);
  if (found === undefined) {
    const component = fieldComponent(object, property, wanted);
    return { comparison: { action: 'create' }, component: { how: 'create', component } };
  }
  const comparison = compareField(fullName, found, wanted);
  if (comparison.action !== 'adopt' || comparison.choices === undefined) return { comparison };
  const component = fieldComponent(object, property, wanted, comparison.choices);
  return { comparison, component: { how: 'update', component } };
}

/** Where metadata is not ours to change, what the user sees is all there is. */
async function withoutRights(
  org: Org,
  property: string,
  wanted: OutputProperty,
): Promise<ProvisionStep> {
  if (!(await isHidden(org, property))) return { property, action: 'present' };
  const what = wanted.type === 'list' ? 'picklist' : wanted.type;
  return refusal(
    property,
    `The connected user may not make fields. Let an admin of Salesforce make the field ${property} (${wanted.label}, ${what}) on ${OBJECTS.join(' and ')} and let this user edit it, or give the user the rights Customize Application and Modify Metadata while write-back is turned on.`,
  );
}

/** Whether the connected user cannot write it on some person object. */
export async function isHidden({ catalog }: Org, property: string): Promise<boolean> {
  for (const object of OBJECTS) {
    const info = await catalog.object(object, 'live');
    if (!info?.field(property)?.updateable) return true;
  }
  return false;
}

/** Whether the org has it by our package, under the package's name. */
async function isPackaged({ catalog }: Org, property: string): Promise<boolean> {
  for (const object of OBJECTS) {
    const field = (await catalog.object(object, 'live'))?.field(property);
    if (!field || field.name.toLowerCase() === property.toLowerCase()) return false;
  }
  return true;
}

export function refusal(property: string, reason: string): ProvisionStep {
  return { property, action: 'refuse', reason };
}
