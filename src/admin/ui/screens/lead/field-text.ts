import type { LeadSources } from '../../../api/contract/lead-shapes.js';
import type { Formats } from '../../lib/formats.js';

type Field = LeadSources['fields'][number];

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A field's value as people write it; what is not of its kind stays as it is. */
export function fieldText({ type, value }: Pick<Field, 'type' | 'value'>, formats: Formats) {
  if (value === null) return null;
  // A day has no zone: noon is in it wherever the reader is.
  if (type === 'date' && DAY.test(value)) return formats.date(`${value}T12:00`);
  if (type === 'date' && !Number.isNaN(Date.parse(value))) return formats.moment(value);
  const isNumber = type === 'number' && value.trim() !== '' && Number.isFinite(Number(value));
  return isNumber ? formats.points(Number(value)) : value;
}
