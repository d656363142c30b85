import type { PropertyDefinition } from './definitions.js';
import type { ValueProblem } from './errors.js';

const written = new Map<number, string>();

/** ISO 8601 in UTC; whole seconds carry no fraction, as HubSpot writes them. */
export function isoTime(ms: number): string {
  // Formatting a date costs far more than a look-up, and every answer repeats the same few times.
  let text = written.get(ms);
  if (text === undefined) {
    text = new Date(ms).toISOString().replace('.000Z', 'Z');
    if (written.size >= 100_000) written.clear();
    written.set(ms, text);
  }
  return text;
}

const MAX_TEXT = 65_536;
const EMAIL = /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;"]+$/;

/** The value as it is stored, or the problem. Values are strings; the empty string clears. */
export function checkValue(
  definition: PropertyDefinition,
  value: string,
): { readonly value: string } | { readonly problem: ValueProblem } {
  if (value === '') return { value };
  const refuse = (code: string, message: string): { problem: ValueProblem } => ({
    problem: { name: definition.name, code, message },
  });
  switch (definition.type) {
    case 'number':
      return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)
        ? { value }
        : refuse('INVALID_INTEGER', `${value} was not a valid number.`);
    case 'bool':
      return value === 'true' || value === 'false'
        ? { value }
        : refuse('INVALID_OPTION', `${value} was not one of the allowed options: [true, false]`);
    case 'date':
      return (
        checkDate(value) ?? refuse('INVALID_DATE', `${value} was not a valid date at midnight UTC.`)
      );
    case 'datetime': {
      const ms = timeOf(value);
      return ms === undefined
        ? refuse('INVALID_LONG', `${value} was not a valid long.`)
        : { value: isoTime(ms) };
    }
    case 'enumeration': {
      const chosen = definition.fieldType === 'checkbox' ? value.split(';') : [value];
      if (definition.externalOptions) return { value };
      const bad = chosen.find(
        (entry) => !definition.options.some((option) => option.value === entry),
      );
      return bad === undefined
        ? { value }
        : refuse(
            'INVALID_OPTION',
            `${bad} was not one of the allowed options: [${definition.options.map((option) => option.value).join(', ')}]`,
          );
    }
    default:
      if (value.length > MAX_TEXT) {
        return refuse(
          'PROPERTY_VALUE_TOO_LONG',
          `The value is longer than ${MAX_TEXT} characters.`,
        );
      }
      if (definition.name === 'email' && !EMAIL.test(value)) {
        return refuse('INVALID_EMAIL', `Email address ${value} is invalid`);
      }
      return { value: definition.name === 'email' ? value.toLowerCase() : value };
  }
}

/** ms since the epoch of a datetime value, written as ISO 8601 or as ms. */
export function timeOf(value: string): number | undefined {
  if (/^-?\d{1,15}$/.test(value)) return Number(value);
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/.test(value))
    return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}

function checkDate(value: string): { value: string } | undefined {
  if (/^\d{4}-\d\d-\d\d$/.test(value)) {
    return Number.isNaN(Date.parse(value)) ? undefined : { value };
  }
  const ms = timeOf(value);
  if (ms === undefined || ms % 86_400_000 !== 0) return undefined;
  return { value: new Date(ms).toISOString().slice(0, 10) };
}

/** A value as webhooks carry it: times as ms since the epoch, everything else as it is. */
export function webhookValue(type: string, value: string): string {
  if (value === '' || (type !== 'datetime' && type !== 'date')) return value;
  return String(Date.parse(value));
}
