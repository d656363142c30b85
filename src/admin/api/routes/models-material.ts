/** The lead's fields and activity types as an editor offers them. */
import type { Material } from '../../../evaluate/model-workbench/index.js';
import { NUMBER_OPERATORS, OPERATORS } from '../../../language/predicate-schema.js';
import { ACTIVITY_CHANNEL, channelOf } from '../../../lead/activity.js';
import { type FieldType, LEAD_FIELDS } from '../../../lead/fields.js';
import { activityWords, fieldWords } from '../../../scoring/words/field.js';
import type { ModelMaterial } from '../contract/models.js';

const NUMBERS: readonly string[] = ['gt', 'gte', 'lt', 'lte', 'between'];
const DATES: readonly string[] = ['before', 'after', 'withinLast', 'olderThan'];
const PRESENCE: readonly string[] = ['exists', 'missing'];

/** The operators that make sense of a type; all others would never be true. */
function operatorsOf(type: FieldType): string[] {
  switch (type) {
    case 'number':
      return [...NUMBER_OPERATORS];
    case 'date':
      return [...DATES, ...PRESENCE];
    case 'boolean':
      return ['eq', 'ne', ...PRESENCE];
    case 'text':
    case 'list':
      return OPERATORS.filter((name) => !NUMBERS.includes(name) && !DATES.includes(name));
  }
}

/** Fields of the common model, then the workspace's own and whatever else leads have. */
function fieldNames({ fields, produced }: Material): string[] {
  const own = [...fields.keys(), ...produced.fields].filter((name) => name.startsWith('custom.'));
  return [...Object.keys(LEAD_FIELDS), ...[...new Set(own)].sort()];
}

/** The type of a field of their own, by the values it has. */
function guessedType(values: readonly { readonly value: string }[]): FieldType {
  const all = (pattern: RegExp) =>
    values.length > 0 && values.every(({ value }) => pattern.test(value));
  if (all(/^-?\d+(\.\d+)?$/)) return 'number';
  if (all(/^(true|false)$/)) return 'boolean';
  return all(/^\d{4}-\d{2}-\d{2}/) ? 'date' : 'text';
}

function labelOf(name: string): string {
  const known = LEAD_FIELDS[name];
  if (known) return known.label;
  return capital(fieldWords(name));
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function materialAnswer(material: Material): Omit<ModelMaterial, 'channels'> {
  const { looked, of, fields, activities, produced } = material;
  const seen = new Map(activities.map((one) => [one.type, one]));
  const types = new Set([...seen.keys(), ...produced.types, ...Object.keys(ACTIVITY_CHANNEL)]);
  return {
    looked,
    of,
    fields: fieldNames(material).map((name) => {
      const { filled = 0, values = [] } = fields.get(name) ?? {};
      const type = LEAD_FIELDS[name]?.type ?? guessedType(values);
      const mapped = produced.fields.has(name);
      return {
        name,
        label: labelOf(name),
        type,
        operators: operatorsOf(type),
        filled,
        mapped,
        values,
      };
    }),
    activities: [...types].map((type) => ({
      type,
      label: capital(activityWords(type)),
      channel: seen.get(type)?.channel ?? channelOf(type, {}),
      seen: seen.get(type)?.count ?? 0,
      mapped: produced.types.has(type),
      attributes: seen.get(type)?.attributes ?? [],
    })),
  };
}
