import type { Declaration, ObjectNeed } from '../../connectors/connector.js';
import type { CompiledActivity } from './activities.js';
import { activityProperties } from './activities.js';
import type { CompiledFields } from './lead-fields.js';

/** Fields whose change matters by who made it: their history is wanted. */
const WHO_MATTERS = ['crmStage', 'owner', 'leadStatus'];

/** Roll-up date -> what is taken with it, over the activities that happened at their property's value. */
export function rollupsOf(
  activities: readonly CompiledActivity[],
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { when, at, taken } of activities) {
    if (when === undefined || (at !== 'value' && at !== when)) continue;
    const companions = taken.filter((property) => property !== when);
    found.set(when, [...new Set([...(found.get(when) ?? []), ...companions])]);
  }
  return found;
}

/** Properties that change what an activity is without being one. */
export function companionsOf(activities: readonly CompiledActivity[]): ReadonlySet<string> {
  const found = activities.flatMap((activity) =>
    activity.when === undefined
      ? []
      : activityProperties(activity).filter((property) => property !== activity.when),
  );
  return new Set(found);
}

/** Properties of the person object that are followed whatever the mapping says. */
export function alwaysNeeded(declaration: Declaration): string[] {
  const { stage, created, additionalEmails } = declaration;
  return [stage.property, created, ...(additionalEmails === undefined ? [] : [additionalEmails])];
}

/**
 * What must be read from the CRM. `person` adds properties to every person object (our own inputs and
 * outputs), `personHistory` those of them whose makers matter.
 */
export function needsOf(
  fields: ReadonlyMap<string, CompiledFields>,
  activities: ReadonlyMap<string, readonly CompiledActivity[]>,
  extra: { readonly person?: readonly string[]; readonly personHistory?: readonly string[] } = {},
): ObjectNeed[] {
  const of = (role: string): string[] =>
    [...fields].flatMap(([object, one]) => (one.role === role ? [object] : []));
  const persons = of('person');
  return [...fields].map(([object, { role, sources }]) => {
    const own = activities.get(object) ?? [];
    const person = role === 'person';
    const added = person ? [...(extra.person ?? []), ...(extra.personHistory ?? [])] : [];
    const watched = person ? WHO_MATTERS.flatMap((field) => propertiesOf(sources, field)) : [];
    const events = own.filter(({ when }) => when !== undefined);
    return {
      object,
      properties: unique([
        ...[...sources.values()].flatMap(({ properties }) => [...properties]),
        ...own.flatMap(activityProperties),
        ...added,
      ]),
      rollups: [...rollupsOf(own).keys()],
      history: unique([
        ...events.flatMap(activityProperties),
        ...watched,
        ...(person ? (extra.personHistory ?? []) : []),
      ]),
      links: person ? of('company') : role === 'company' ? [] : persons,
    };
  });
}

function propertiesOf(sources: CompiledFields['sources'], field: string): readonly string[] {
  return sources.get(field)?.properties ?? [];
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}
