import type { StoredRecord, Values } from '../../simulator-kit/store.js';
import { stageRank } from './automation.js';
import { badRequest, type ValueProblem } from './errors.js';
import type { Portal } from './portal.js';
import { checkValue } from './values.js';

/** `properties` of a request body: an object of strings, else 400 naming the place. */
export function stringProperties(input: unknown, at: string): Values {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) {
    throw badRequest(`Invalid input JSON: ${at} must be an object of strings`);
  }
  for (const [name, value] of Object.entries(input)) {
    if (typeof value !== 'string') {
      throw badRequest(
        `Invalid input JSON: Cannot deserialize value of type \`java.lang.String\` at ${at}.${name}`,
      );
    }
  }
  return input as Values;
}

/**
 * What a write by an app would store, or why not. `record` is null for a creation. Unknown and read-only
 * properties are refused, options and types enforced, and a lifecycle stage only moves forward.
 */
export function checkWrite(
  portal: Portal,
  type: string,
  properties: Values,
  record: StoredRecord | null,
): { values: Record<string, string>; problems: ValueProblem[] } {
  const values: Record<string, string> = {};
  const problems: ValueProblem[] = [];
  for (const name in properties) {
    const definition = portal.properties.find(type, name);
    if (!definition) {
      problems.push({
        name,
        code: 'PROPERTY_DOESNT_EXIST',
        message: `Property "${name}" does not exist`,
      });
      continue;
    }
    if (definition.readOnly || definition.fieldType === 'calculation_equation') {
      const message = `"${name}" is a read only property; its value cannot be set.`;
      problems.push({ name, code: 'READ_ONLY_VALUE', message });
      continue;
    }
    const checked = checkValue(definition, properties[name] as string);
    if ('problem' in checked) problems.push(checked.problem);
    else values[name] = checked.value;
  }
  if (values.hubspot_owner_id) checkOwner(portal, values.hubspot_owner_id, problems);
  if (values.lifecyclestage) checkStage(portal, type, values, record, problems);
  return { values, problems };
}

function checkOwner(portal: Portal, id: string, problems: ValueProblem[]): void {
  if (portal.owners.some((owner) => owner.id === id && !owner.archived)) return;
  problems.push({
    name: 'hubspot_owner_id',
    code: 'INVALID_OWNER_ID',
    message: `Owner ${id} does not exist or is deactivated`,
  });
}

function checkStage(
  portal: Portal,
  type: string,
  values: Record<string, string>,
  record: StoredRecord | null,
  problems: ValueProblem[],
): void {
  const wanted = stageRank(portal, type, values.lifecyclestage);
  const current = stageRank(portal, type, record?.values.lifecyclestage);
  if (wanted >= current) return;
  if (portal.settings.backwardStage === 'refuse') {
    problems.push({
      name: 'lifecyclestage',
      code: 'INVALID_LIFECYCLE_STAGE',
      message: 'The lifecycle stage can only be moved forward; clear it first.',
    });
  }
  delete values.lifecyclestage;
}
