import { CrmError } from '../../src/lead/crm-error.js';
import type { OutputProperty, ProvisionStep } from '../connector.js';
import { type Comparison, compareField, fieldComponent, nameProblem } from './custom-field.js';
import { declaration } from './definition.js';
import { type Component, readComponents } from './metadata.js';
import type { Org } from './org.js';
import type { InstalledPackage } from './package.js';
import { namespaceOf } from './package-names.js';
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
  /** Objects on which the field is ours to make: on the others it came with the package. */
  readonly objects: readonly string[];
}

/** A property by the name that documents use, and where it is ours to make. */
interface Named extends Pick<Plan, 'wanted' | 'objects'> {
  readonly property: string;
}

/** What every property needs, by the metadata of its fields. */
export async function planAll(
  org: Org,
  properties: readonly OutputProperty[],
  installed: InstalledPackage | undefined,
): Promise<Plan[]> {
  const named: Named[] = [];
  for (const wanted of properties) {
    const property = declaration.outputName(wanted.name);
    const packaged = await packagedOn(org, property, installed);
    named.push({ wanted, property, objects: OBJECTS.filter((one) => !packaged.has(one)) });
  }
  const fullNames = named.flatMap(({ property, objects }) =>
    objects.map((one) => `${one}.${property}`),
  );
  const existing = fullNames.length > 0 ? await readFields(org, fullNames) : new Map();
  const plans: Plan[] = [];
  for (const one of named) plans.push(await planOne(org, one, existing, installed));
  return plans;
}

/** Objects on which a field came with the package, whether the connected user sees it or not. */
async function packagedOn(
  { catalog }: Org,
  property: string,
  installed: InstalledPackage | undefined,
): Promise<ReadonlySet<string>> {
  const objects = new Set<string>();
  for (const object of OBJECTS) {
    const field = (await catalog.object(object, 'live'))?.field(property);
    const seen = field !== undefined && namespaceOf(field.name) !== undefined;
    if (seen || installed?.fields.has(`${object}.${property}`)) objects.add(object);
  }
  return objects;
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
  named: Named,
  existing: ReadonlyMap<string, Element> | null,
  installed: InstalledPackage | undefined,
): Promise<Plan> {
  const { property, wanted, objects } = named;
  const told = (step: ProvisionStep, components: readonly PlannedComponent[] = []): Plan => ({
    wanted,
    objects,
    components,
    step,
  });
  if (objects.length === 0) return told(await foundStep(org, property, installed));
  if (existing === null) return told(await withoutRights(org, property, wanted));
  const problem = nameProblem(property);
  if (problem !== undefined) return told(refusal(property, problem));
  const plans = objects.map((object) => planField(object, property, wanted, existing));
  const components = plans.flatMap(({ component }) => component ?? []);
  const reason = (action: string): string | undefined =>
    plans
      .flatMap(({ comparison }) =>
        comparison.action === action && 'reason' in comparison ? comparison.reason : [],
      )
      .join(' ') || undefined;
  const refused = reason('refuse');
  if (refused !== undefined) return told(refusal(property, refused));
  if (plans.some(({ comparison }) => comparison.action === 'create')) {
    return told({ property, action: 'create' }, components);
  }
  const adopted = reason('adopt');
  if (adopted !== undefined) {
    return told({ property, action: 'adopt', reason: adopted }, components);
  }
  if (!(await isHidden(org, property, installed))) {
    return told({ property, action: 'present' }, components);
  }
  const shown = `The field ${property} exists and is hidden from the connected user; a permission set shows it.`;
  return told({ property, action: 'adopt', reason: shown }, components);
}

/** A field of the package is never ours to make or to change. */
async function foundStep(
  org: Org,
  property: string,
  installed: InstalledPackage | undefined,
): Promise<ProvisionStep> {
  const names = new Set<string>();
  let both = false;
  for (const object of OBJECTS) {
    const info = await org.catalog.object(object, 'live');
    const name = installed?.fields.get(`${object}.${property}`) ?? info?.field(property)?.name;
    if (name !== undefined) names.add(name);
    both ||= info?.fields.some((one) => one.name === property) === true;
  }
  const what = `found from the package as ${[...names].join(', ')}`;
  const twice = both
    ? `; the field ${property} that was there before is used no more and may be deleted`
    : '';
  if (!(await isHidden(org, property, installed))) {
    return { property, action: 'present', reason: `${what}${twice}.` };
  }
  const shown = "the package's permission set Plumbline Integration shows it to the connected user";
  return { property, action: 'adopt', reason: `${what}${twice}; ${shown}.` };
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

/** Whether the connected user cannot write it on some person object, the package's where it has one. */
export async function isHidden(
  { catalog }: Org,
  property: string,
  installed?: InstalledPackage,
): Promise<boolean> {
  for (const object of OBJECTS) {
    const info = await catalog.object(object, 'live');
    const name = installed?.fields.get(`${object}.${property}`) ?? property;
    if (!info?.field(name)?.updateable) return true;
  }
  return false;
}

export function refusal(property: string, reason: string): ProvisionStep {
  return { property, action: 'refuse', reason };
}
