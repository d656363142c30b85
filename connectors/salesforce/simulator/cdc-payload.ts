import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import { type FieldValue, type FieldValues, parseDateTime } from './values.js';

/** Kept by the platform or reckoned on reading: never part of a change event. */
const NEVER = new Set(['Id', 'IsDeleted', 'SystemModstamp', 'LastActivityDate']);

const known = new WeakMap<ObjectDefinition, { size: number; fields: FieldDefinition[] }>();

/** Fields that appear in change events: no formulas, no derived fields, no whole of its parts. */
export function capturedFields(object: ObjectDefinition): readonly FieldDefinition[] {
  const kept = known.get(object);
  if (kept?.size === object.fields.size) return kept.fields;
  const all = [...object.fields.values()];
  const wholes = new Set(all.map((field) => field.compoundFieldName));
  const fields = all.filter(
    (field) =>
      !NEVER.has(field.name) &&
      !field.calculated &&
      field.type !== 'address' &&
      !wholes.has(field.name),
  );
  known.set(object, { size: object.fields.size, fields });
  return fields;
}

/** `BillingStreet` stands as `Street` in `BillingAddress`, `FirstName` under its own name in `Name`. */
function partName(field: FieldDefinition): string {
  const compound = field.compoundFieldName ?? '';
  const prefix = compound.endsWith('Address') ? compound.slice(0, -'Address'.length) : '';
  return field.name.slice(prefix.length);
}

/** How `changedFields` names a field. */
export function changedName(field: FieldDefinition): string {
  return field.compoundFieldName === null
    ? field.name
    : `${field.compoundFieldName}.${partName(field)}`;
}

/** Values as an event carries them: date-times end in `Z`, parts of a compound field are nested. */
export function eventFields(
  fields: readonly FieldDefinition[],
  values: FieldValues,
  withEmpty: boolean,
): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const field of fields) {
    const value = valueIn(field, values[field.name] ?? null);
    if (value === null && !withEmpty) continue;
    if (field.compoundFieldName === null) made[field.name] = value;
    else {
      const parts = made[field.compoundFieldName] as Record<string, unknown> | undefined;
      made[field.compoundFieldName] = { ...parts, [partName(field)]: value };
    }
  }
  return made;
}

function valueIn(field: FieldDefinition, value: FieldValue): FieldValue {
  if (field.type !== 'datetime' || typeof value !== 'string') return value;
  const ms = parseDateTime(value);
  return ms === undefined ? value : new Date(ms).toISOString();
}

/** The event's fields without those that a subscriber may not see. */
export function withoutHidden(
  object: ObjectDefinition,
  fields: Readonly<Record<string, unknown>>,
  sees: (field: FieldDefinition) => boolean,
): Record<string, unknown> {
  const shown = { ...fields };
  for (const field of object.fields.values()) {
    if (sees(field)) continue;
    if (field.compoundFieldName === null) delete shown[field.name];
    else if (shown[field.compoundFieldName] !== undefined) {
      const parts = { ...(shown[field.compoundFieldName] as Record<string, unknown>) };
      delete parts[partName(field)];
      if (Object.keys(parts).length > 0) shown[field.compoundFieldName] = parts;
      else delete shown[field.compoundFieldName];
    }
  }
  return shown;
}
