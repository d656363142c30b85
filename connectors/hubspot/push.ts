import { CrmError } from '../../src/lead/crm-error.js';
import type { Priority, Write, WriteOutcome } from '../connector.js';
import { chunks, halves } from '../kit/batch.js';
import { arrayOf, idOf, objectOf, textOf, timeOf } from '../kit/json.js';
import { createPushRun, mergeByRecord, type PushRun, settle } from '../kit/push-run.js';
import type { HubSpotApi } from './client.js';
import { declaration } from './definition.js';
import { faultOf } from './errors.js';
import { HUBSPOT_API_VERSION } from './version.js';

type Outcomes = Map<string, WriteOutcome>;

/** What the calls of one push have in common. */
interface Push {
  readonly api: HubSpotApi;
  readonly object: string;
  readonly priority: Priority;
  readonly run: PushRun;
}

/**
 * Updates records by id, one outcome each. HubSpot reports errors of single records when every input
 * carries its own `objectWriteTraceId`; where it refuses a batch as a whole all the same, the batch is
 * halved until the bad record stands alone. A repeated update changes nothing, so where a call fails its
 * records are told as failed, or the error is thrown where it is all there is to tell, and the core sends
 * the newest values again.
 *
 * A push ends within three time-outs (`createPushRun`): the core's lease is no shorter.
 */
export async function pushWrites(
  api: HubSpotApi,
  object: string,
  writes: readonly Write[],
  priority: Priority,
): Promise<WriteOutcome[]> {
  const merged = mergeByRecord(writes);
  const run = createPushRun('HubSpot', api.timing, api.context.timeoutMs);
  const push: Push = { api, object, priority, run };
  return settle(run, merged, async () => {
    for (const part of chunks(merged, declaration.limits.writeBatch)) {
      await pushPart(push, part);
    }
  });
}

async function pushPart(push: Push, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const { api, object, priority, run } = push;
  const { outcomes } = run;
  run.inTime();
  try {
    const answer = await api.send({
      operation: `${object} batch update`,
      priority,
      effect: 'once',
      method: 'POST',
      path: `/crm/objects/${HUBSPOT_API_VERSION}/${object}/batch/update`,
      body: { inputs: writes.map(inputOf) },
    });
    run.asked = true;
    read(answer.body, writes, outcomes);
    for (const write of writes) {
      if (!outcomes.has(write.record)) await patchOne(push, write);
    }
  } catch (error) {
    if (!isRefusal(error)) throw error;
    run.asked = true;
    const bad = missingProperties(error);
    if (writes.some((write) => bad.some((name) => name in write.values))) {
      // The property itself is gone: halving would only repeat the refusal.
      await pushPart(push, withoutMissing(push, writes, bad, error));
      return;
    }
    const [only, ...others] = writes;
    if (only && others.length === 0) {
      outcomes.set(only.record, refusalOf(only, error));
      return;
    }
    for (const half of halves(writes)) await pushPart(push, half);
  }
}

/** What is left to send; a property that is gone cannot be filled, and needs not be cleared. */
function withoutMissing(
  { run: { outcomes } }: Push,
  writes: readonly Write[],
  missing: readonly string[],
  error: CrmError,
): Write[] {
  return writes.flatMap((write) => {
    const { record } = write;
    if (missing.some((name) => (write.values[name] ?? null) !== null)) {
      outcomes.set(record, refusalOf(write, error));
      return [];
    }
    const left = Object.entries(write.values).filter(([name]) => !missing.includes(name));
    if (left.length > 0) return [{ record, values: Object.fromEntries(left) }];
    outcomes.set(record, { record, status: 'written' });
    return [];
  });
}

function inputOf(write: Write): Record<string, unknown> {
  const properties = Object.fromEntries(
    Object.entries(write.values).map(([name, value]) => [name, value ?? '']),
  );
  return { id: write.record, properties, objectWriteTraceId: write.record };
}

/** Reads results and errors of any 2xx answer: dated paths fold errors into a 200. */
function read(body: unknown, writes: readonly Write[], outcomes: Outcomes): void {
  const { results, errors } = objectOf(body);
  const asked = new Set(writes.map((write) => write.record));
  for (const result of arrayOf(results).map(objectOf)) {
    const record = [idOf(result.objectWriteTraceId), idOf(result.id)].find(
      (id) => id !== undefined && asked.has(id),
    );
    if (record !== undefined) outcomes.set(record, writtenAt(record, result));
  }
  for (const error of arrayOf(errors)) {
    for (const record of recordsOf(error)) {
      if (asked.has(record)) outcomes.set(record, outcomeOfError(record, error));
    }
  }
}

/** HubSpot answers with the record as it is then, its time of modification included. */
function writtenAt(record: string, answer: Readonly<Record<string, unknown>>): WriteOutcome {
  const at = timeOf(answer.updatedAt);
  return { record, status: 'written', ...(at !== undefined && { at }) };
}

function recordsOf(error: unknown): string[] {
  const { context, id } = objectOf(error);
  const { ids, objectWriteTraceId } = objectOf(context);
  return [...arrayOf(objectWriteTraceId), objectWriteTraceId, ...arrayOf(ids), id].flatMap(
    (entry) => idOf(entry) ?? [],
  );
}

function outcomeOfError(record: string, error: unknown): WriteOutcome {
  const { category } = objectOf(error);
  if (textOf(category) === 'OBJECT_NOT_FOUND') return { record, status: 'gone' };
  const { message, properties } = faultOf(error);
  return {
    record,
    status: 'refused',
    message: message || 'HubSpot refused the values without saying why.',
    ...(properties.length > 0 && { properties }),
  };
}

/** For a record that a batch answer does not mention: its own call says. */
async function patchOne(push: Push, write: Write): Promise<void> {
  const { api, object, priority, run } = push;
  const { outcomes } = run;
  run.inTime();
  try {
    const answer = await api.send({
      operation: `${object} update`,
      priority,
      effect: 'once',
      method: 'PATCH',
      path: `/crm/objects/${HUBSPOT_API_VERSION}/${object}/${encodeURIComponent(write.record)}`,
      body: { properties: inputOf(write).properties },
    });
    outcomes.set(write.record, writtenAt(write.record, objectOf(answer.body)));
  } catch (error) {
    if (!isRefusal(error)) throw error;
    outcomes.set(write.record, refusalOf(write, error));
  }
}

function isRefusal(error: unknown): error is CrmError {
  return error instanceof CrmError && (error.kind === 'refused' || error.kind === 'gone');
}

function refusalOf(write: Write, error: CrmError): WriteOutcome {
  const { record } = write;
  if (error.kind === 'gone') return { record, status: 'gone' };
  const properties = namesOf(error.details.properties);
  return {
    record,
    status: 'refused',
    message: error.message,
    ...(properties.length > 0 && { properties }),
  };
}

function missingProperties(error: CrmError): string[] {
  const codes = namesOf(error.details.codes);
  return codes.includes('PROPERTY_DOESNT_EXIST') ? namesOf(error.details.properties) : [];
}

function namesOf(value: unknown): string[] {
  return arrayOf(value).filter((name) => typeof name === 'string');
}
