import type { OutgoingResponse } from '../../simulator-kit/server.js';
import { type ApiCall, bodyObject, writeContext } from './call.js';
import type { ObjectDefinition } from './definition-types.js';
import { apiError, rowError } from './errors.js';
import { readId } from './ids.js';
import { byExternalId, fieldsOf, objectOf, renderRecord } from './rest-records.js';
import { saveFault } from './save-faults.js';
import {
  refused,
  type SaveResult,
  saveError,
  type Transaction,
  type WriteContext,
} from './transaction.js';

const MOST_WRITES = 200;
const MOST_READS = 2000;
const MOST_CHUNKS = 10;

type Row = Readonly<Record<string, unknown>>;
type Save = (row: Row, at: number, context: WriteContext, transaction: Transaction) => SaveResult;

/** `POST composite/sobjects/<T>` with `{ids, fields}`, and its GET form: null for what is not there. */
export function readCollection(call: ApiCall, name: string): OutgoingResponse {
  const object = objectOf(call, name);
  const { ids, fields } = call.request.method === 'GET' ? queryInput(call) : bodyObject(call);
  const wanted = fieldsOf(call, object, texts(fields, 'fields'));
  const list = texts(ids, 'ids');
  if (list.length > MOST_READS) throw tooMany(MOST_READS);
  return {
    status: 200,
    body: list.map((given) => {
      const id = readId(given);
      if (id === undefined) throw apiError(400, 'MALFORMED_ID', `malformed id ${given}`);
      const record = call.org.living(object.name, id);
      return record ? renderRecord(record, wanted, call.version) : null;
    }),
  };
}

/** `POST composite/sobjects`. */
export function createCollection(call: ApiCall): OutgoingResponse {
  return writeRows(call, null, (row, _at, context, transaction) => {
    const fault = saveFault(call, null, row);
    return fault ? refused([fault]) : call.org.create(typeOf(row), row, context, transaction);
  });
}

/** `PATCH composite/sobjects`. */
export function updateCollection(call: ApiCall): OutgoingResponse {
  const seen = new Set<string>();
  return writeRows(call, null, (row, _at, context, transaction) => {
    const given = String(row.id ?? row.Id ?? '');
    if (given === '') {
      return refused([saveError('MISSING_ARGUMENT', 'Id not specified in an update call')]);
    }
    const id = readId(given) ?? given;
    if (seen.has(id)) return twice(call, id);
    seen.add(id);
    const fault = saveFault(call, id, row);
    if (fault) return refused([fault], id);
    return call.org.update(typeOf(row), id, row, context, transaction);
  });
}

/** `PATCH composite/sobjects/<T>/<Ext>`: one type, and whether each was created. */
export function upsertCollection(call: ApiCall, name: string, ext: string): OutgoingResponse {
  const object = objectOf(call, name);
  const seen = new Set<string>();
  return writeRows(call, object, (row, _at, context, transaction) => {
    const field = Object.keys(row).find((key) => key.toLowerCase() === ext.toLowerCase());
    const value = field === undefined ? null : row[field];
    if (field === undefined || value === null || value === '') {
      return refused([saveError('MISSING_ARGUMENT', `${ext} not specified`)]);
    }
    if (seen.has(String(value))) return twice(call, String(value));
    seen.add(String(value));
    const [only, ...more] = byExternalId(call, object, ext, String(value));
    if (more.length > 0) {
      return refused([saveError('DUPLICATE_EXTERNAL_ID', `more than one record found for ${ext}`)]);
    }
    const fault = saveFault(call, only?.id ?? null, row);
    if (fault) return refused([fault], only?.id ?? null);
    return only
      ? call.org.update(object.name, only.id, row, context, transaction)
      : call.org.create(object.name, row, context, transaction);
  });
}

/** `DELETE composite/sobjects?ids=a,b&allOrNone=`. */
export function deleteCollection(call: ApiCall): OutgoingResponse {
  const { query } = call.request;
  const ids = (query.get('ids') ?? '').split(',').filter((id) => id !== '');
  const rows = ids.map((id) => ({ id }));
  return run(call, rows, query.get('allOrNone') === 'true', (row, _at, context, transaction) => {
    const id = readId(String(row.id));
    const object = id === undefined ? undefined : call.org.definitions.objectOfId(id);
    if (id === undefined || !object) {
      return refused([saveError('MALFORMED_ID', `malformed id ${String(row.id)}`)]);
    }
    const fault = saveFault(call, id, {});
    return fault ? refused([fault], id) : call.org.delete(object.name, id, context, transaction);
  });
}

function writeRows(call: ApiCall, one: ObjectDefinition | null, save: Save): OutgoingResponse {
  const { records, allOrNone } = bodyObject(call);
  if (!Array.isArray(records) || records.length === 0) {
    throw apiError(400, 'JSON_PARSER_ERROR', 'records must be a list with entries');
  }
  if (records.length > MOST_WRITES) throw tooMany(MOST_WRITES);
  const rows = records.map((row: unknown, at) => {
    if (row === null || typeof row !== 'object' || Array.isArray(row)) {
      throw apiError(400, 'JSON_PARSER_ERROR', `records[${at}] must be an object`);
    }
    return row as Row;
  });
  checkTypes(rows, one);
  return run(call, rows, allOrNone === true, save);
}

function checkTypes(rows: readonly Row[], one: ObjectDefinition | null): void {
  let chunks = 0;
  let last = '';
  for (const [at, row] of rows.entries()) {
    const type = typeOf(row);
    if (type === '') {
      throw apiError(400, 'INVALID_INPUT', `records[${at}] needs attributes with a type`);
    }
    if (one && type.toLowerCase() !== one.name.toLowerCase()) {
      throw apiError(400, 'INVALID_INPUT', `records[${at}] must be of type ${one.name}`);
    }
    if (type !== last) chunks += 1;
    last = type;
  }
  if (chunks > MOST_CHUNKS) {
    throw apiError(
      400,
      'INVALID_INPUT',
      `Records of ${chunks} alternating types; at most ${MOST_CHUNKS} chunks`,
    );
  }
}

function typeOf(row: Row): string {
  const { attributes } = row;
  if (attributes === null || typeof attributes !== 'object') return '';
  return String((attributes as Record<string, unknown>).type ?? '');
}

/** Saves row after row; with `allOrNone` one refusal takes everything back. */
function run(
  call: ApiCall,
  rows: readonly Row[],
  allOrNone: boolean,
  save: Save,
): OutgoingResponse {
  if (rows.length > MOST_WRITES) throw tooMany(MOST_WRITES);
  const transaction = call.transaction ?? call.org.begin();
  const { mark } = transaction;
  const context = writeContext(call);
  const results: SaveResult[] = [];
  for (const [at, row] of rows.entries()) {
    const result = save(row, at, context, transaction);
    const unreadable = result.success
      ? undefined
      : result.errors.find(
          (error) =>
            error.unreadable === true ||
            (error.statusCode === 'INVALID_FIELD' &&
              call.org.settings.unknownFieldInCollection === 'request'),
        );
    if (unreadable) {
      transaction.rollback(mark);
      throw apiError(400, unreadable.statusCode, unreadable.message);
    }
    results.push(result);
  }
  const failed = allOrNone && results.some((result) => !result.success);
  if (failed) transaction.rollback(mark);
  if (!call.transaction) transaction.commit();
  const body = results.map((result) => rendered(result, failed, call.operation));
  return { status: 200, body };
}

const ROLLED_BACK = saveError(
  'ALL_OR_NONE_OPERATION_ROLLED_BACK',
  'Record rolled back because not all records were valid and the request was using AllOrNone header',
);

function rendered(result: SaveResult, failed: boolean, operation: string): Record<string, unknown> {
  if (!result.success || failed) {
    const errors = result.success ? [ROLLED_BACK] : result.errors;
    return {
      ...(result.id === null ? {} : { id: result.id }),
      success: false,
      errors: errors.map(rowError),
    };
  }
  const created = operation === 'collections.upsert' ? { created: result.created } : {};
  return { id: result.id, success: true, errors: [], ...created };
}

function twice(call: ApiCall, id: string): SaveResult {
  const message = `Duplicate id in list: ${id}`;
  if (call.org.settings.duplicateInCollection === 'request') {
    throw apiError(400, 'DUPLICATE_VALUE', message);
  }
  return refused([saveError('DUPLICATE_VALUE', message)], id);
}

function tooMany(most: number) {
  return apiError(
    400,
    'EXCEEDED_ID_LIMIT',
    `record limit reached. cannot submit more than ${most} records into this call`,
  );
}

function queryInput({ request }: ApiCall): Record<string, unknown> {
  const list = (name: string) => (request.query.get(name) ?? '').split(',').filter(Boolean);
  return { ids: list('ids'), fields: list('fields') };
}

function texts(value: unknown, name: string): string[] {
  if (Array.isArray(value) && value.every((entry) => typeof entry === 'string')) return value;
  throw apiError(400, 'JSON_PARSER_ERROR', `${name} must be a list of strings`);
}
