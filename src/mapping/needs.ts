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

/** What is needed of a person object beside what its mapping says. */
export interface PersonNeed {
  readonly properties: readonly string[];
  /** Those whose makers matter. */
  readonly history: readonly string[];
}

/** What is followed of a person object whatever the mapping says, with `more` of its properties. */
export function alwaysNeeded(
  { stage, created, additionalEmails }: Declaration,
  object: string,
  more: Iterable<string> = [],
): PersonNeed {
  const history = stage.objects.includes(object) ? [stage.property] : [];
  const further = additionalEmails === undefined ? [] : [additionalEmails];
  return { properties: [...history, created, ...further, ...more], history };
}

/** What must be read from the CRM, with what `ofPerson` adds to each person object. */
export function needsOf(
  fields: ReadonlyMap<string, CompiledFields>,
  activities: ReadonlyMap<string, readonly CompiledActivity[]>,
  ofPerson: (object: string) => PersonNeed = () => ({ properties: [], history: [] }),
): ObjectNeed[] {
  const of = (role: string): string[] =>
    [...fields].flatMap(([object, one]) => (one.role === role ? [object] : []));
  const persons = of('person');
  return [...fields].map(([object, { role, sources }]) => {
    const own = activities.get(object) ?? [];
    const person = role === 'person';
    const added = person ? ofPerson(object) : undefined;
    const watched = person ? WHO_MATTERS.flatMap((field) => propertiesOf(sources, field)) : [];
    const events = own.filter(({ when }) => when !== undefined);
    return {
      object,
      properties: unique([
        ...[...sources.values()].flatMap(({ properties }) => [...properties]),
        ...own.flatMap(activityProperties),
        ...(added?.properties ?? []),
        ...(added?.history ?? []),
      ]),
      rollups: [...rollupsOf(own).keys()],
      history: unique([
        ...events.flatMap(activityProperties),
        ...watched,
        ...(added?.history ?? []),
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
