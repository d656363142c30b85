import type { FieldDefinition } from './definition-types.js';
import { readId } from './ids.js';
import { type SaveError, saveError } from './transaction.js';
import { dateTimeText, type FieldValue, parseDate, parseDateTime } from './values.js';

/** The stored form of what a caller gives for a field, or why it is refused. */
export function readValue(field: FieldDefinition, given: unknown): FieldValue | SaveError {
  if (given === null || given === undefined || given === '') {
    if (field.type === 'boolean') return given === null ? nothingFor(field) : false;
    return null;
  }
  switch (field.type) {
    case 'boolean':
      return readBoolean(field, given);
    case 'int':
    case 'double':
    case 'currency':
    case 'percent':
      return readNumber(field, given);
    case 'date':
      return readDate(field, given);
    case 'datetime':
      return readDateTime(field, given);
    case 'reference':
    case 'id':
      return readReference(field, given);
    default:
      return readText(field, given);
  }
}

export function isSaveError(value: FieldValue | SaveError): value is SaveError {
  return typeof value === 'object' && value !== null;
}

function nothingFor(field: FieldDefinition): SaveError {
  return saveError(
    'INVALID_TYPE_ON_FIELD_IN_RECORD',
    `${field.label}: value not of required type: null`,
    [field.name],
  );
}

function unreadable(field: FieldDefinition, given: unknown, kind: string): SaveError {
  return {
    ...saveError(
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${kind} from VALUE_STRING value ${String(given)} or request may be missing a required field (${field.name})`,
    ),
    unreadable: true,
  };
}

function readBoolean(field: FieldDefinition, given: unknown): boolean | SaveError {
  if (typeof given === 'boolean') return given;
  const word = String(given).toLowerCase();
  if (word === 'true' || word === '1') return true;
  if (word === 'false' || word === '0') return false;
  return unreadable(field, given, 'boolean');
}

function readNumber(field: FieldDefinition, given: unknown): number | SaveError {
  const number = typeof given === 'number' ? given : Number(given);
  if (typeof given === 'boolean' || typeof given === 'object' || !Number.isFinite(number)) {
    return unreadable(field, given, field.type === 'int' ? 'int' : 'double');
  }
  if (field.type === 'int') {
    if (!Number.isInteger(number)) return unreadable(field, given, 'int');
    if (Math.abs(number) < 10 ** field.precision) return number;
    return outside(field, number, 10 ** field.precision - 1);
  }
  const most = 10 ** (field.precision - field.scale);
  const rounded = Number(number.toFixed(field.scale));
  const kept = field.type === 'percent' && field.scale === 0 ? number : rounded;
  return Math.abs(kept) < most ? kept : outside(field, number, most - 1);
}

function outside(field: FieldDefinition, number: number, most: number): SaveError {
  return saveError(
    'NUMBER_OUTSIDE_VALID_RANGE',
    `${field.label}: value outside of valid range on numeric field: ${number} (from ${-most} to ${most})`,
    [field.name],
  );
}

function readDate(field: FieldDefinition, given: unknown): string | SaveError {
  const text = String(given);
  const whole = parseDateTime(text);
  const date = parseDate(whole === undefined ? text : text.slice(0, 10));
  return date ?? unreadable(field, given, 'date');
}

function readDateTime(field: FieldDefinition, given: unknown): string | SaveError {
  const ms = parseDateTime(String(given));
  return ms === undefined ? unreadable(field, given, 'datetime') : dateTimeText(ms);
}

function readReference(field: FieldDefinition, given: unknown): string | SaveError {
  const id = typeof given === 'string' ? readId(given) : undefined;
  if (id !== undefined) return id;
  return saveError('MALFORMED_ID', `${field.label}: id value of incorrect type: ${String(given)}`, [
    field.name,
  ]);
}

const EMAIL = /^[^\s@<>()[\],;:"\\]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/;

function readText(field: FieldDefinition, given: unknown): string | null | SaveError {
  if (typeof given === 'object') return unreadable(field, JSON.stringify(given), 'string');
  const text = String(given).trim();
  if (text === '') return null;
  if (field.length > 0 && text.length > field.length) {
    return saveError(
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${text.slice(0, 255)} (max length=${field.length})`,
      [field.name],
    );
  }
  if (field.type === 'email' && (!EMAIL.test(text) || text.includes('..'))) {
    return saveError('INVALID_EMAIL_ADDRESS', `${field.label}: invalid email address: ${text}`, [
      field.name,
    ]);
  }
  if (field.restrictedPicklist && !allowed(field, text)) {
    return saveError(
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `${field.label}: bad value for restricted picklist field: ${text}`,
      [field.name],
    );
  }
  return text;
}

function allowed(field: FieldDefinition, text: string): boolean {
  const given = field.type === 'multipicklist' ? text.split(';') : [text];
  return given.every((one) =>
    field.picklistValues.some((entry) => entry.active && entry.value === one),
  );
}
