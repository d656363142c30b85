import { API_VERSION } from './api-version.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import { isSaveError, readValue } from './field-values.js';
import { readId } from './ids.js';
import type { OrgCore, SaveDraft } from './org-core.js';
import type { OrgRecord } from './records.js';
import { checkRules } from './rules.js';
import {
  refused,
  type SaveError,
  type SaveResult,
  saveError,
  type Transaction,
  type WriteContext,
} from './transaction.js';
import { dateTimeText, type FieldValue, type FieldValues } from './values.js';

export interface SaveRequest {
  readonly object: string;
  /** Null: a creation. */
  readonly id: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly context: WriteContext;
}

/** One record through all the rules of the org; nothing is stored unless it succeeds. */
export function saveRecord(
  org: OrgCore,
  transaction: Transaction,
  request: SaveRequest,
): SaveResult {
  const { context } = request;
  const object = org.definitions.object(request.object);
  const create = request.id === null;
  if (!object || !(context.trusted || org.access.may(context.user, object.name, 'read'))) {
    return refused([
      saveError('INVALID_TYPE', `sObject type '${request.object}' is not supported.`),
    ]);
  }
  const right = rightProblem(org, object, create, context);
  if (right) return refused([right], request.id);
  const found = create ? null : target(org, object, request.id ?? '');
  if (found !== null && 'statusCode' in found) return refused([found], request.id);
  const given = readFields(org, object, request, create);
  if ('errors' in given) return refused(given.errors, found?.id ?? null);
  const draft = draftOf(org, transaction, object, found, given.values, context);
  const errors = checkDraft(draft);
  if (errors.length > 0) return refused(errors, found?.id ?? null);
  const record = store(draft, found);
  for (const hook of org.hooks.after) hook(draft);
  return { success: true, id: record.id, created: create, record };
}

function rightProblem(
  org: OrgCore,
  object: ObjectDefinition,
  create: boolean,
  context: WriteContext,
): SaveError | undefined {
  if (context.trusted) return undefined;
  const able = create ? object.createable : object.updateable;
  if (able && org.access.may(context.user, object.name, create ? 'create' : 'edit'))
    return undefined;
  return saveError(
    'INSUFFICIENT_ACCESS_OR_READONLY',
    able
      ? 'insufficient access rights on object id'
      : `entity type cannot be ${create ? 'inserted' : 'updated'}: ${object.label}`,
  );
}

/** The record that an id names, or why there is none to write to. */
export function target(
  org: OrgCore,
  object: ObjectDefinition,
  given: string,
): OrgRecord | SaveError {
  const id = readId(given);
  if (id === undefined || !id.startsWith(object.keyPrefix)) {
    return saveError('MALFORMED_ID', `${object.label} ID: id value of incorrect type: ${given}`, [
      'Id',
    ]);
  }
  const record = org.records.get(object.name, id);
  if (!record) return saveError('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id');
  if (record.values.IsDeleted === true) return saveError('ENTITY_IS_DELETED', 'entity is deleted');
  return record;
}

function readFields(
  org: OrgCore,
  object: ObjectDefinition,
  { fields, context }: SaveRequest,
  create: boolean,
): { values: Record<string, FieldValue> } | { errors: SaveError[] } {
  const values: Record<string, FieldValue> = {};
  const errors: SaveError[] = [];
  const closed: string[] = [];
  for (const name in fields) {
    if (name === 'attributes') continue;
    const field = object.fields.get(name.toLowerCase());
    if (field?.name === 'Id') continue;
    if (!field || !(context.trusted || org.access.canRead(context.user, object, field))) {
      errors.push(
        saveError('INVALID_FIELD', `No such column '${name}' on sobject of type ${object.name}`),
      );
    } else if (!context.trusted && !writable(org, object, field, create, context.user)) {
      closed.push(field.name);
    } else {
      const value = readValue(field, fields[name]);
      if (isSaveError(value)) errors.push(value);
      else values[field.name] = value;
    }
  }
  if (closed.length > 0) {
    errors.push(
      saveError(
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${closed.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        closed,
      ),
    );
  }
  return errors.length > 0 ? { errors } : { values };
}

function writable(
  org: OrgCore,
  object: ObjectDefinition,
  field: FieldDefinition,
  create: boolean,
  user: string,
): boolean {
  return (create ? field.createable : field.updateable) && org.access.canEdit(user, object, field);
}

function draftOf(
  org: OrgCore,
  transaction: Transaction,
  object: ObjectDefinition,
  found: OrgRecord | null,
  values: Record<string, FieldValue>,
  context: WriteContext,
): SaveDraft {
  const given = new Set(Object.keys(values));
  const base = found?.values ?? defaults(object, context);
  return {
    org,
    object,
    kind: found ? 'UPDATE' : 'CREATE',
    id: found?.id ?? org.ids.make(object.keyPrefix),
    before: found?.values ?? null,
    values: { ...base, ...values },
    given,
    context,
    transaction,
  };
}

function defaults(object: ObjectDefinition, context: WriteContext): Record<string, FieldValue> {
  const values: Record<string, FieldValue> = {};
  for (const field of object.fields.values()) {
    if (field.defaultValue !== null) values[field.name] = field.defaultValue;
  }
  if (object.fields.has('ownerid')) values.OwnerId = context.user;
  return values;
}

function checkDraft(draft: SaveDraft): SaveError[] {
  const early = checkRules(draft, 'before-automation');
  if (early.length > 0) return early;
  for (const hook of draft.org.hooks.before) {
    const errors = hook(draft);
    if (errors && errors.length > 0) return [...errors];
  }
  return checkRules(draft, 'after-automation');
}

const SYSTEM = new Set([
  'Id',
  'IsDeleted',
  'CreatedDate',
  'CreatedById',
  'LastModifiedDate',
  'LastModifiedById',
  'SystemModstamp',
]);

function store(draft: SaveDraft, found: OrgRecord | null): OrgRecord {
  const { org, object, values, context, transaction, before } = draft;
  const at = context.at ?? org.clock.now();
  const changed = changedFields(values, before);
  stamp(values, at, context.user, before);
  values.Id = draft.id;
  const record = found ?? { object: object.name, id: draft.id, values };
  if (found) org.records.replace(found, values);
  else org.records.add(record);
  if (ACCESS_OBJECTS.has(object.name)) org.access.changed();
  transaction.record(
    {
      ...changeBase(context, at),
      object: object.name,
      id: record.id,
      kind: draft.kind,
      changed,
      before,
      after: values,
      transactionKey: transaction.key,
    },
    () => {
      if (before) org.records.replace(record, before);
      else org.records.erase(object.name, record.id);
      if (ACCESS_OBJECTS.has(object.name)) org.access.changed();
    },
  );
  return record;
}

export const ACCESS_OBJECTS: ReadonlySet<string> = new Set([
  'PermissionSet',
  'PermissionSetAssignment',
  'FieldPermissions',
]);

/** What every change tells of its writer. */
export function changeBase(
  context: WriteContext,
  at: number,
): { at: number; user: string; origin: string } {
  const client = context.client === null ? '' : `;client=${context.client}`;
  const origin =
    context.api === null ? '' : `com/salesforce/api/${context.api}/${API_VERSION}${client}`;
  return { at, user: context.user, origin };
}

/** Names of what differs, without the system fields. */
export function changedFields(values: FieldValues, before: FieldValues | null): string[] {
  const names: string[] = [];
  for (const name in values) {
    const differs = (values[name] ?? null) !== (before?.[name] ?? null);
    if (differs && !SYSTEM.has(name)) names.push(name);
  }
  return names;
}

/** Sets the system fields of a write; the modification stamp never goes back. */
export function stamp(
  values: Record<string, FieldValue>,
  at: number,
  user: string,
  before: FieldValues | null,
): void {
  const text = dateTimeText(at);
  if (!before) {
    values.IsDeleted = false;
    values.CreatedDate = text;
    values.CreatedById = user;
  }
  values.LastModifiedDate = text;
  values.LastModifiedById = user;
  if (String(before?.SystemModstamp ?? '') < text) values.SystemModstamp = text;
}
