import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type ApiCall, bodyObject, writeContext } from './call.js';
import type { FieldDefinition, ObjectDefinition } from './definition-types.js';
import { apiError, notFound, saveRefusal } from './errors.js';
import { readId } from './ids.js';
import type { OrgRecord } from './records.js';
import { saveFault } from './save-faults.js';
import { addressOf } from './soql-select.js';

/** The object that a path names. @throws Refusal 404 when it is unknown or closed to the user. */
export function objectOf(call: ApiCall, name: string): ObjectDefinition {
  const object = call.org.access.object(call.user, name);
  if (!object) throw notFound();
  return object;
}

/** Fields by name; all that the user sees when none are named. @throws Refusal 400 INVALID_FIELD. */
export function fieldsOf(
  call: ApiCall,
  object: ObjectDefinition,
  names: readonly string[] | null,
): FieldDefinition[] {
  if (names === null) return call.org.access.fields(call.user, object);
  return names.map((name) => {
    const field = object.fields.get(name.trim().toLowerCase());
    if (field && call.org.access.canRead(call.user, object, field)) return field;
    throw apiError(400, 'INVALID_FIELD', `No such column '${name}' on entity '${object.name}'.`);
  });
}

export function renderRecord(
  record: OrgRecord,
  fields: readonly FieldDefinition[],
  version: string,
): Record<string, unknown> {
  const row: Record<string, unknown> = {
    attributes: {
      type: record.object,
      url: `/services/data/v${version}/sobjects/${record.object}/${record.id}`,
    },
  };
  for (const field of fields) {
    row[field.name] =
      field.type === 'address'
        ? addressOf(record, field.name)
        : (record.values[field.name] ?? null);
  }
  return row;
}

/** `GET sobjects/<T>/<id>?fields=`. */
export function retrieveRecord(call: ApiCall, name: string, given: string): OutgoingResponse {
  const object = objectOf(call, name);
  const record = livingRecord(call, object, given);
  const names = call.request.query.get('fields');
  const fields = fieldsOf(call, object, names === null ? null : names.split(','));
  return { status: 200, body: renderRecord(record, fields, call.version) };
}

function livingRecord(call: ApiCall, object: ObjectDefinition, given: string): OrgRecord {
  const id = readId(given);
  if (id === undefined)
    throw apiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${given}`,
    );
  const record = call.org.records.get(object.name, id);
  if (!record) throw notFound();
  if (record.values.IsDeleted === true)
    throw apiError(404, 'ENTITY_IS_DELETED', 'entity is deleted', []);
  return record;
}

/** `POST sobjects/<T>`: 201. */
export function createRecord(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  const fields = bodyObject(call);
  const fault = saveFault(call, null, fields);
  if (fault) throw saveRefusal([fault]);
  const result = call.org.create(object.name, fields, writeContext(call), call.transaction);
  if (!result.success) throw saveRefusal(result.errors);
  return {
    status: 201,
    headers: { location: `/services/data/v${call.version}/sobjects/${object.name}/${result.id}` },
    body: { id: result.id, success: true, errors: [] },
  };
}

/** `PATCH sobjects/<T>/<id>`: 204. */
export function updateRecord(call: ApiCall, name: string, given: string): OutgoingResponse {
  const object = objectOf(call, name);
  const fields = bodyObject(call);
  if (Object.keys(fields).some((field) => field.toLowerCase() === 'id')) {
    throw apiError(
      400,
      'INVALID_FIELD',
      'The Id field should not be specified in the sobject data.',
      ['Id'],
    );
  }
  const record = livingRecord(call, object, given);
  const fault = saveFault(call, record.id, fields);
  if (fault) throw saveRefusal([fault]);
  const result = call.org.update(
    object.name,
    record.id,
    fields,
    writeContext(call),
    call.transaction,
  );
  if (!result.success) throw saveRefusal(result.errors);
  return { status: 204 };
}

/** `DELETE sobjects/<T>/<id>`: 204. */
export function deleteRecord(call: ApiCall, name: string, given: string): OutgoingResponse {
  const object = objectOf(call, name);
  const record = livingRecord(call, object, given);
  const fault = saveFault(call, record.id, {});
  if (fault) throw saveRefusal([fault]);
  const result = call.org.delete(object.name, record.id, writeContext(call), call.transaction);
  if (!result.success) throw saveRefusal(result.errors);
  return { status: 204 };
}

/** Living records whose external id has the value. @throws Refusal when the field is no external id. */
export function byExternalId(
  call: ApiCall,
  object: ObjectDefinition,
  fieldName: string,
  value: string,
): OrgRecord[] {
  const field = object.fields.get(fieldName.toLowerCase());
  const readable = field && call.org.access.canRead(call.user, object, field);
  if (!readable || !(field.externalId || field.idLookup)) {
    throw apiError(
      404,
      'NOT_FOUND',
      `Provided external ID field does not exist or is not accessible: ${fieldName}`,
    );
  }
  if (field.name === 'Id') {
    const record = call.org.living(object.name, readId(value) ?? '');
    return record ? [record] : [];
  }
  call.org.records.index(object.name, field.name);
  return call.org.records
    .by(object.name, field.name, value)
    .filter((record) => record.values.IsDeleted !== true);
}

/** `GET sobjects/<T>/<Ext>/<value>`. */
export function retrieveByExternalId(
  call: ApiCall,
  name: string,
  field: string,
  value: string,
): OutgoingResponse {
  const object = objectOf(call, name);
  const [only, ...more] = byExternalId(call, object, field, value);
  if (!only) throw notFound();
  if (more.length > 0) return several(call, object, [only, ...more]);
  return { status: 200, body: renderRecord(only, fieldsOf(call, object, null), call.version) };
}

/** `PATCH sobjects/<T>/<Ext>/<value>`: 201 created, 200 updated, 300 when several match. */
export function upsertRecord(
  call: ApiCall,
  name: string,
  field: string,
  value: string,
): OutgoingResponse {
  const object = objectOf(call, name);
  const fields = bodyObject(call);
  const [only, ...more] = byExternalId(call, object, field, value);
  if (only && more.length > 0) return several(call, object, [only, ...more]);
  const fault = saveFault(call, only?.id ?? null, fields);
  if (fault) throw saveRefusal([fault]);
  const context = writeContext(call);
  const result = only
    ? call.org.update(object.name, only.id, fields, context, call.transaction)
    : call.org.create(object.name, { ...fields, [field]: value }, context, call.transaction);
  if (!result.success) throw saveRefusal(result.errors);
  return {
    status: result.created ? 201 : 200,
    body: { id: result.id, success: true, errors: [], created: result.created },
  };
}

function several(
  call: ApiCall,
  object: ObjectDefinition,
  records: readonly OrgRecord[],
): OutgoingResponse {
  const base = `/services/data/v${call.version}/sobjects/${object.name}`;
  return { status: 300, body: records.map((record) => `${base}/${record.id}`) };
}
