import type { Connector } from '../../connectors/connector.js';
import { predicateLeaves } from '../language/predicate.js';
import type { CompiledMapping } from '../mapping/compile.js';
import { activitySources } from '../mapping/derived.js';
import { modelFields } from '../scoring/coverage.js';
import type { Model } from '../scoring/schema.js';
import type { HistoryStart } from '../store/history-starts.js';

/** Fields that follow from another one where no record gives them. */
const DERIVED: Readonly<Record<string, string>> = {
  seniority: 'jobTitle',
  department: 'jobTitle',
  emailKind: 'email',
};

/** What a model asks of a lead: its own fields and those they follow from. A creation time needs no history. */
function askedFields(model: Model): string[] {
  const disqualifying = (model.disqualify ?? []).flatMap(({ when }) =>
    when ? [...predicateLeaves(when)].map(({ leaf }) => leaf.field ?? '') : [],
  );
  const fields = [...modelFields(model), ...disqualifying];
  const all = [...fields, ...fields.map((field) => DERIVED[field] ?? field)];
  return [...new Set(all)].filter((field) => field !== 'createdAt');
}

/**
 * From when on the values of an account that a model is given are complete, activities included;
 * milliseconds, 0 for always, null when they are not yet. Without a model everything that the mapping reads.
 */
export function completeFrom(
  { declaration }: Connector,
  mapping: CompiledMapping,
  starts: readonly HistoryStart[],
  model: Model | undefined,
): number | null {
  const known = new Map(starts.map((one) => [`${one.object}/${one.property}`, one.since ?? 0]));
  const fields = model && askedFields(model);
  let from = 0;
  for (const { object, properties } of mapping.needs()) {
    const role = declaration.objects[object]?.role;
    const whole = fields === undefined || role === 'engagement';
    const asked = whole ? properties : mapping.sources(object, fields);
    const acts = role === 'person' ? activitySources(mapping, object) : [];
    for (const property of [...asked, ...acts]) {
      const since = known.get(`${object}/${property}`);
      if (since === undefined) return null;
      from = Math.max(from, since);
    }
  }
  return from;
}
