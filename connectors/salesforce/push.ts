import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, Write, WriteOutcome } from '../connector.js';
import { chunks, halves } from '../kit/batch.js';
import { arrayOf, objectOf } from '../kit/json.js';
import { createPushRun, mergeByRecord, type PushRun, settle } from '../kit/push-run.js';
import type { ObjectInfo } from './catalog.js';
import { declaration } from './definition.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { outcomeOfRow } from './row-outcome.js';
import { typedValue } from './typed-value.js';

/** What the calls of one push have in common. */
interface Push {
  readonly org: Org;
  readonly object: string;
  readonly priority: Priority;
  readonly run: PushRun;
}

/** A write in the types of its fields, ready to send. */
interface Row {
  readonly record: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * Nothing of the org is to act on our writes as on a person's: no assignment rule moves an owner, no alert
 * of a duplicate rule stops them, and no record becomes recently used.
 */
const HEADERS = {
  'sforce-auto-assign': 'FALSE',
  'sforce-duplicate-rule-header':
    'allowSave=true; includeRecordDetails=false; runAsCurrentUser=true',
  'sforce-mru': 'updateMru=false',
};

/**
 * Updates records by id through collections of 200, one outcome each. Salesforce answers row by row; where
 * it refuses a batch as a whole, the batch is halved until the bad row stands alone. Rows that only
 * another's lock held up are told as failed, so that the core sends them again; a repeated update changes
 * nothing. A push ends within three time-outs (`createPushRun`): the core's lease is no shorter.
 */
export async function pushWrites(
  org: Org,
  object: string,
  writes: readonly Write[],
  priority: Priority,
): Promise<WriteOutcome[]> {
  const { api } = org;
  // One record under both forms of its id would be refused as a duplicate.
  const merged = mergeByRecord(
    writes.map((write) => ({ ...write, record: recordIdOf(write.record) ?? write.record })),
  );
  const run = createPushRun('Salesforce', api.timing, api.context.timeoutMs);
  const push: Push = { org, object, priority, run };
  return settle(run, merged, async () => {
    const rows = await rowsOf(push, merged);
    for (const part of chunks(rows, declaration.limits.writeBatch)) await pushPart(push, part);
  });
}

/** Writes as rows; those that cannot be sent get their outcome here. */
async function rowsOf(push: Push, writes: readonly Write[]): Promise<Row[]> {
  const { org, object, priority, run } = push;
  const info = await writable(push);
  const names = new Set(writes.flatMap(({ values }) => Object.keys(values)));
  const known = await org.catalog.paths(object, [...names], priority);
  const hidden = [...names].filter((name) => !known.has(name));
  const rows: Row[] = [];
  for (const write of writes) {
    const { record } = write;
    if (recordIdOf(record) === undefined) {
      const message = `${record} is no record id of Salesforce.`;
      run.outcomes.set(record, { record, status: 'refused', message });
      continue;
    }
    const body = bodyOf(push, info, write, hidden);
    if (body) rows.push({ record, body: { attributes: { type: object }, id: record, ...body } });
  }
  return rows;
}

/** Throws when the object itself is not ours to write; asked again at the next try. */
async function writable({ org, object, priority }: Push): Promise<ObjectInfo> {
  const info = await org.catalog.readable(object, priority);
  if (info.updateable) return info;
  org.catalog.forget(object);
  throw new CrmError(
    'rights',
    `${object} records cannot be written: give the connected user edit access to ${object} by a permission set.`,
    { details: { object } },
  );
}

/** The typed values of a write; undefined when its outcome is known without asking. */
function bodyOf(
  { org, object, run }: Push,
  info: ObjectInfo,
  { record, values }: Write,
  hidden: readonly string[],
): Record<string, unknown> | undefined {
  const body: Record<string, unknown> = {};
  const closed: string[] = [];
  for (const [name, text] of Object.entries(values)) {
    const field = hidden.includes(name) ? undefined : info.field(name);
    if (!field?.updateable) {
      // What is not there cannot be filled, and needs not be cleared.
      if (text !== null) closed.push(name);
      continue;
    }
    const typed = typedValue(field, text);
    if ('problem' in typed) {
      const message = `The field ${name} ${typed.problem}.`;
      run.outcomes.set(record, { record, status: 'refused', message, properties: [name] });
      return undefined;
    }
    body[field.name] = typed.value;
  }
  if (closed.length > 0) {
    org.catalog.forget(object);
    const error = notOurs(object, closed);
    run.outcomes.set(record, { record, status: 'failed', error });
    return undefined;
  }
  if (Object.keys(body).length > 0) return body;
  run.outcomes.set(record, { record, status: 'written' });
  return undefined;
}

/** Missing and hidden look alike from outside; both are mended by an admin, and then it goes on. */
function notOurs(object: string, fields: readonly string[]): CrmError {
  const names = fields.join(', ');
  return new CrmError(
    'rights',
    `${object}: ${names} cannot be written. Assign the permission set Plumbline Integration to the connected user, or turn write-back on again to make what is missing.`,
    { details: { object, properties: fields } },
  );
}

async function pushPart(push: Push, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const { org, object, priority, run } = push;
  run.inTime();
  try {
    const answer = await org.api.send({
      operation: `${object} collection update`,
      priority,
      effect: 'once',
      method: 'PATCH',
      path: '/composite/sobjects',
      headers: HEADERS,
      body: { allOrNone: false, records: rows.map(({ body }) => body) },
    });
    run.asked = true;
    read(push, rows, answer.body);
  } catch (error) {
    if (!(error instanceof CrmError)) throw error;
    if (error.kind === 'rights') org.catalog.forget(object);
    if (error.kind !== 'refused' && error.kind !== 'gone') throw error;
    run.asked = true;
    const [only, ...others] = rows;
    if (only && others.length === 0) {
      run.outcomes.set(only.record, refusalOf(only.record, error));
      return;
    }
    for (const half of halves(rows)) await pushPart(push, half);
  }
}

/** Results stand in the order of the rows. */
function read({ org, object, run }: Push, rows: readonly Row[], body: unknown): void {
  const results = arrayOf(body);
  if (results.length !== rows.length) {
    throw new CrmError('transient', 'Salesforce answered a collection without all of its rows.', {
      outcome: 'unknown',
    });
  }
  for (const [index, { record }] of rows.entries()) {
    const outcome = outcomeOfRow(record, objectOf(results[index]));
    if (outcome.status === 'failed' && outcome.error.kind === 'rights') org.catalog.forget(object);
    run.outcomes.set(record, outcome);
  }
}

function refusalOf(record: string, error: CrmError): WriteOutcome {
  if (error.kind === 'gone') return { record, status: 'gone' };
  return { record, status: 'refused', message: error.message };
}
