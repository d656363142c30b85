/** What an object's describe says of its fields, kept for a while: writes need the types of values. */
import type { Priority } from '../connector.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import type { SalesforceApi } from './client.js';
import { objectName } from './soql.js';

export interface PicklistValue {
  readonly value: string;
  readonly label: string;
  readonly active: boolean;
  readonly standard: boolean;
}

export interface ObjectField {
  readonly name: string;
  readonly label: string;
  /** Salesforce's word: `string`, `double`, `datetime`, `picklist`, … */
  readonly type: string;
  readonly length: number;
  readonly custom: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  /** A formula or a roll-up: nobody can write it. */
  readonly calculated: boolean;
  readonly picklist: readonly PicklistValue[];
}

export type ObjectFields = ReadonlyMap<string, ObjectField>;

/** A field that an admin adds or shows is seen within this time, milliseconds. */
const KEPT_MS = 5 * 60_000;

interface Kept {
  readonly until: number;
  readonly fields: Promise<ObjectFields>;
}

const kept = new WeakMap<SalesforceApi, Map<string, Kept>>();

/** The object's fields that the connected user can see, by name. @throws CrmError */
export async function objectFields(
  api: SalesforceApi,
  object: string,
  priority: Priority = 'live',
): Promise<ObjectFields> {
  const own = kept.get(api) ?? new Map<string, Kept>();
  kept.set(api, own);
  const found = own.get(object);
  if (found && api.timing.now() < found.until) return found.fields;
  const fields = readFields(api, object, priority);
  own.set(object, { until: api.timing.now() + KEPT_MS, fields });
  // A failure is not worth keeping.
  fields.catch(() => {
    if (own.get(object)?.fields === fields) own.delete(object);
  });
  return fields;
}

/** The next look asks again: something was changed, or turned out to be. */
export function forgetFields(api: SalesforceApi, object: string): void {
  kept.get(api)?.delete(object);
}

async function readFields(
  api: SalesforceApi,
  object: string,
  priority: Priority,
): Promise<ObjectFields> {
  const answer = await api.send({
    operation: `${object} describe`,
    priority,
    method: 'GET',
    path: `/sobjects/${objectName(object)}/describe`,
  });
  const fields = arrayOf(objectOf(answer.body).fields).flatMap(fieldOf);
  return new Map(fields.map((field) => [field.name, field]));
}

function fieldOf(row: unknown): ObjectField[] {
  const field = objectOf(row);
  const name = textOf(field.name);
  if (name === undefined) return [];
  return [
    {
      name,
      label: textOf(field.label) ?? name,
      type: textOf(field.type) ?? 'string',
      length: typeof field.length === 'number' ? field.length : 0,
      custom: field.custom === true,
      createable: field.createable === true,
      updateable: field.updateable === true,
      calculated: field.calculated === true,
      picklist: arrayOf(field.picklistValues).map(objectOf).map(picklistValueOf),
    },
  ];
}

function picklistValueOf(row: Readonly<Record<string, unknown>>): PicklistValue {
  const value = textOf(row.value) ?? '';
  return {
    value,
    label: textOf(row.label) ?? value,
    active: row.active !== false,
    standard: row.defaultValue === true,
  };
}
