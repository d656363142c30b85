import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, Write, WriteOutcome } from '../connector.js';
import { chunks, halves } from '../kit/batch.js';
import { arrayOf, objectOf } from '../kit/json.js';
import { createPushRun, settle } from '../kit/push-run.js';
import { declaration } from './definition.js';
import { faultsOf } from './errors.js';
import type { Org } from './org.js';
import { objectClosed, oneARecord, type Push, type TypedRow, typedRows } from './push-rows.js';
import { isBarred, outcomeOfRow } from './row-outcome.js';

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
  const merged = oneARecord(writes);
  const run = createPushRun('Salesforce', api.timing, api.context.timeoutMs);
  const push: Push = { org, object, priority, run };
  return settle(run, merged, async () => {
    const rows = await typedRows(push, merged);
    for (const part of chunks(rows, declaration.limits.writeBatch)) await pushPart(push, part);
  });
}

const sent = (object: string, { record, values }: TypedRow) => ({
  attributes: { type: object },
  id: record,
  ...values,
});

async function pushPart(push: Push, rows: readonly TypedRow[]): Promise<void> {
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
      body: { allOrNone: false, records: rows.map((row) => sent(object, row)) },
    });
    run.asked = true;
    await read(push, rows, answer.body);
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
async function read(push: Push, rows: readonly TypedRow[], body: unknown): Promise<void> {
  const { org, object, run } = push;
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
  const barred = rows.filter((_, index) => isBarred(faultsOf(results[index])));
  await telling(push, barred);
}

/** A refusal of each record alike is one of the object: an admin gives the right to all of them. */
async function telling(push: Push, barred: readonly TypedRow[]): Promise<void> {
  const error = barred.length > 0 && (await objectClosed(push));
  if (!error) return;
  for (const { record } of barred) {
    push.run.outcomes.set(record, { record, status: 'failed', error });
  }
}

function refusalOf(record: string, error: CrmError): WriteOutcome {
  if (error.kind === 'gone') return { record, status: 'gone' };
  return { record, status: 'refused', message: error.message };
}
