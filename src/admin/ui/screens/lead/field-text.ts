import type { LeadSources } from '../../../api/contract/lead-shapes.js';
import { nameOfValue, valueNamesOf } from '../../lib/field-values.js';
import type { Formats } from '../../lib/formats.js';
import type { Texts } from '../../texts/index.js';

type Field = LeadSources['fields'][number];

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A field's value as people write it; what is not of its kind stays as it is. */
export function fieldText(
  { field, type, value }: Pick<Field, 'field' | 'type' | 'value'>,
  formats: Formats,
  { common, fieldValues }: Pick<Texts, 'common' | 'fieldValues'>,
): string | null {
  if (value === null) return null;
  if (type === 'boolean' && value === 'true') return common.yes;
  if (type === 'boolean' && value === 'false') return common.no;
  // A day has no zone: noon is in it wherever the reader is.
  if (type === 'date' && DAY.test(value)) return formats.date(`${value}T12:00`);
  if (type === 'date' && !Number.isNaN(Date.parse(value))) return formats.moment(value);
  const isNumber = type === 'number' && value.trim() !== '' && Number.isFinite(Number(value));
  if (isNumber) return formats.points(Number(value));
  return nameOfValue(valueNamesOf(fieldValues, field), value);
}
