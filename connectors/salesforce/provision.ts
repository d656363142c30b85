import { CrmError } from '../../src/lead/crm-error.js';
import type { OutputProperty, ProvisionStep } from '../connector.js';
import { declaration } from './definition.js';
import { userOf } from './describe.js';
import { writeComponents } from './metadata.js';
import type { Org } from './org.js';
import { type InstalledPackage, installedPackage } from './package.js';
import { isOwnMade } from './package-names.js';
import { assignOwnTo, assignTo, grantFields, type OwnField } from './permission-sets.js';
import {
  isHidden,
  OBJECTS,
  type Plan,
  type PlannedComponent,
  planAll,
  refusal,
} from './provision-plan.js';

export async function planProvision(
  org: Org,
  properties: readonly OutputProperty[],
): Promise<ProvisionStep[]> {
  const plans = await planAll(org, properties, await installedPackage(org));
  return plans.map(({ step }) => step);
}

/**
 * Fields through the Metadata API on every person object, but for those that came with the package; then the
 * permission sets that show them, then a look whether the connected user really may write them. What
 * Salesforce does not let us do is told as a step with what an admin does by hand.
 */
export async function provision(
  org: Org,
  properties: readonly OutputProperty[],
): Promise<ProvisionStep[]> {
  const installed = await installedPackage(org);
  const plans = await planAll(org, properties, installed);
  const usable = plans.filter(({ step }) => step.action !== 'refuse');
  const failures = await makeFields(
    org,
    usable.flatMap(({ components }) => components),
  );
  const there = usable.filter(
    ({ components }) => !components.some(({ component }) => failures.has(component.fullName)),
  );
  let trouble: string | undefined;
  if (there.some(({ step }) => step.action !== 'present')) {
    trouble = await showFields(org, there, installed);
    for (const object of OBJECTS) org.catalog.forget(object);
  }
  const steps: ProvisionStep[] = [];
  for (const plan of plans) {
    const { step } = plan;
    const [failure] = plan.components.flatMap(
      ({ component }) => failures.get(component.fullName) ?? [],
    );
    if (step.action === 'refuse') steps.push(step);
    else if (failure !== undefined) steps.push(refusal(step.property, failure));
    else if (!(await isHidden(org, step.property, installed))) steps.push(step);
    else steps.push(hidden(plan, trouble));
  }
  return steps;
}

/** Makes and changes fields. @returns why a field could not be made, by its full name */
async function makeFields(
  { api }: Org,
  planned: readonly PlannedComponent[],
): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const how of ['create', 'update'] as const) {
    const components = planned.flatMap((one) => (one.how === how ? one.component : []));
    const results = await writeComponents(api, how, 'CustomField', components);
    for (const [index, { success, faults }] of results.entries()) {
      const name = components[index]?.fullName;
      if (success || name === undefined) continue;
      const said = faults.map(({ message, code }) => message || code).join(' ');
      failures.set(
        name,
        `Salesforce did not make the field ${name}: ${said || 'it did not say why.'}`,
      );
    }
  }
  return failures;
}

/** Shows our fields to the connected user. @returns what stood in the way */
async function showFields(
  org: Org,
  plans: readonly Plan[],
  installed: InstalledPackage | undefined,
): Promise<string | undefined> {
  const { api } = org;
  try {
    const user = api.context.appId ?? (await userOf(api));
    if (installed && user !== undefined && plans.some(({ objects }) => lacksSome(objects))) {
      await assignTo(api, user, installed.set);
    }
    const made = plans.filter(({ objects }) => objects.length > 0);
    if (made.length === 0) return undefined;
    await grantFields(api, await ownFields(org, made));
    if (user !== undefined) await assignOwnTo(api, user);
    return undefined;
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    if (error.kind !== 'rights' && error.kind !== 'refused') throw error;
    return error.message;
  }
}

const lacksSome = (objects: readonly string[]): boolean => objects.length < OBJECTS.length;

/** Inputs of people keep their edit right in the readers' set. */
const INPUTS = new Set(
  ['feedback', 'feedback_reason', 'override', 'override_until', 'release'].map((name) =>
    declaration.outputName(name),
  ),
);

/** The fields that we make and those of ours that are there already; the package has sets of its own. */
async function ownFields(org: Org, plans: readonly Plan[]): Promise<OwnField[]> {
  const fields: OwnField[] = [];
  for (const object of OBJECTS) {
    const named = new Map(
      plans
        .filter(({ objects }) => objects.includes(object))
        .map(({ step, wanted }) => [step.property, wanted.writtenBy] as const),
    );
    const info = await org.catalog.object(object, 'live');
    const others = (info?.fields ?? []).map(({ name }) => name).filter(isOwnMade);
    for (const name of new Set([...named.keys(), ...others])) {
      const writtenBy = named.get(name) ?? (INPUTS.has(name) ? 'person' : 'us');
      fields.push({ fullName: `${object}.${name}`, writtenBy });
    }
  }
  return fields;
}

function hidden({ step: { property }, objects }: Plan, trouble: string | undefined): ProvisionStep {
  const why = trouble === undefined ? '' : ` ${trouble}`;
  const from = lacksSome(objects) ? ' came with the package, but' : ' is there, but';
  return refusal(
    property,
    `The field ${property}${from} the connected user may not edit it. Assign the permission set Plumbline Integration to this user in Setup, Permission Sets, then try again.${why}`,
  );
}
