import type { ApiCall } from './call.js';
import type { ObjectDefinition } from './definition-types.js';
import { readId } from './ids.js';
import { byExternalId } from './rest-records.js';
import { saveFault } from './save-faults.js';
import {
  refused,
  type SaveResult,
  saveError,
  type Transaction,
  type WriteContext,
} from './transaction.js';

/** What an ingest job does with its rows. */
export interface RowPlan {
  readonly object: ObjectDefinition;
  readonly operation: string;
  /** Of an upsert. */
  readonly externalId: string | undefined;
  readonly context: WriteContext;
  /** The call that made the job: faults that name records strike here too. */
  readonly call: ApiCall;
}

/** Rows that the platform saves together, in one transaction. */
export const CHUNK = 200;
const NULL = '#N/A';

type Fields = Readonly<Record<string, string | null>>;

/** One row by the rules of every write; empty cells are left as they are, `#N/A` empties a field. */
export function runRow(
  plan: RowPlan,
  header: readonly string[],
  cells: readonly string[],
  seen: Set<string>,
  transaction: Transaction,
): SaveResult {
  const fields: Record<string, string | null> = {};
  for (const [at, name] of header.entries()) {
    const cell = cells[at] ?? '';
    if (cell !== '') fields[name] = cell === NULL ? null : cell;
  }
  const found = targetOf(plan, fields);
  if (typeof found === 'object' && found !== null) return found;
  const id = found === null ? null : (readId(found) ?? found);
  if (id !== null) {
    if (seen.has(id))
      return refused([saveError('DUPLICATE_VALUE', `Duplicate id in list: ${id}`)], id);
    seen.add(id);
  }
  const { call, object, context, operation } = plan;
  const fault = saveFault({ ...call, operation: 'bulk.ingest.row' }, id, fields);
  if (fault) return refused([fault], id);
  if (id === null) return call.org.create(object.name, fields, context, transaction);
  return operation === 'delete'
    ? call.org.delete(object.name, id, context, transaction)
    : call.org.update(object.name, id, fields, context, transaction);
}

/** The id of the record that a row is about, null for a new one, or why there is none. */
function targetOf(
  { call, object, operation, externalId = 'Id' }: RowPlan,
  fields: Fields,
): string | null | SaveResult {
  if (operation === 'insert') return null;
  const name = operation === 'upsert' ? externalId : 'Id';
  const column = Object.keys(fields).find((key) => key.toLowerCase() === name.toLowerCase());
  const key = column === undefined ? null : (fields[column] ?? null);
  if (name === 'Id' && (key !== null || operation === 'upsert')) return key;
  if (key === null) return refused([saveError('MISSING_ARGUMENT', `${name} not specified`)]);
  const [only, ...more] = byExternalId(call, object, name, key);
  return more.length === 0
    ? (only?.id ?? null)
    : refused([
        saveError('DUPLICATE_EXTERNAL_ID', `more than one record found for ${name}: ${key}`),
      ]);
}
