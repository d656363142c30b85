import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { StoredRecord, Values } from '../../simulator-kit/store.js';
import {
  allTraced,
  answer,
  type BatchError,
  inputId,
  missingText,
  notFoundError,
  recordError,
  traceOf,
} from './batch-shapes.js';
import { batchInputs, bodyObject, type Call, nameList, poisonOf } from './call.js';
import { badRequest, invalidValues, notFound } from './errors.js';
import type { ObjectType } from './object-types.js';
import { applyCreation, duplicateOf, findRecord, planCreation, touched } from './objects.js';
import { renderRecord } from './render.js';
import { byApp } from './sources.js';
import { checkWrite, stringProperties } from './writes.js';

/** `POST .../batch/read`: no associations; missing ids come as one error with their ids. */
export function batchRead(call: Call, type: ObjectType): OutgoingResponse {
  const body = bodyObject(call);
  const wanted = {
    properties: nameList(body.properties, 'properties'),
    withHistory: nameList(body.propertiesWithHistory, 'propertiesWithHistory'),
  };
  const inputs = batchInputs(
    call,
    wanted.withHistory.length > 0 ? call.portal.settings.historyBatch : 100,
  );
  const archived = call.request.query.get('archived') === 'true';
  const found = new Set<StoredRecord>();
  const missing: string[] = [];
  for (const [at, input] of inputs.entries()) {
    const id = inputId(input, at);
    const record =
      body.idProperty === undefined || body.idProperty === null
        ? call.portal.store.get(type.name, id)
        : findRecord(call, type, id, String(body.idProperty));
    if (record && (record.archivedAt !== null) === archived) found.add(record);
    else missing.push(id);
  }
  const results = [...found].map((record) => renderRecord(call.portal, record, wanted));
  return answer(call, 200, results, missing.length > 0 ? [notFoundError(type, missing)] : []);
}

/** `POST .../batch/update`. Partial success is opt-in by a unique `objectWriteTraceId` on every input. */
export function batchUpdate(call: Call, type: ObjectType): OutgoingResponse {
  const inputs = batchInputs(call, 100);
  const traced = call.portal.settings.tracedUpdates && allTraced(inputs);
  const errors: BatchError[] = [];
  const missing: string[] = [];
  const plan = new Map<
    StoredRecord,
    { input: Record<string, unknown>; asked: Values; values: Values }
  >();
  for (const [at, input] of inputs.entries()) {
    const id = inputId(input, at);
    const record = updateTarget(call, type, id, input);
    const asked = stringProperties(input.properties, `inputs[${at}].properties`);
    if (!record) {
      if (traced) errors.push(recordError(input, notFound(missingText(type)), id));
      else missing.push(id);
      continue;
    }
    const problem = updateProblem(call, type, record, asked);
    if (problem.refusal) {
      if (!traced) throw problem.refusal;
      errors.push(recordError(input, problem.refusal, id));
      continue;
    }
    if (plan.has(record) && call.portal.settings.duplicateInputs === 'refuse') {
      throw badRequest(`Duplicate IDs found in batch input: [${id}]. IDs must be unique`);
    }
    plan.set(record, { input, asked, values: problem.values });
  }
  if (missing.length > 0) {
    if (call.portal.settings.missingInBatch === 'refuse') throw notFound(missingText(type));
    errors.push(notFoundError(type, missing));
  }
  const source = byApp(call.principal.appId);
  const results = [...plan].map(([record, { input, asked, values }]) => {
    call.portal.change(record, values, source);
    return traceOf(input, renderRecord(call.portal, record, touched(type, asked)));
  });
  return answer(call, 200, results, errors);
}

/** `POST .../batch/create`: 201, or 207 with what failed. */
export function batchCreate(call: Call, type: ObjectType): OutgoingResponse {
  const inputs = batchInputs(call, 100);
  const traced = allTraced(inputs);
  const errors: BatchError[] = [];
  const taken = new Set<string>();
  const plans = inputs.flatMap((input, at) => {
    const plan = planCreation(call, type, input, `inputs[${at}].properties`);
    const refusal =
      plan.problem ?? duplicateOf(call, type, plan.values, null) ?? twice(type, plan.values, taken);
    if (!refusal) return [{ input, plan }];
    if (!traced) throw refusal;
    errors.push(recordError(input, refusal));
    return [];
  });
  const results = plans.map(({ input, plan }) => {
    const record = applyCreation(call, type, plan.values, plan.links);
    return traceOf(input, renderRecord(call.portal, record, touched(type, plan.values)));
  });
  return answer(call, 201, results, errors);
}

/** `POST .../batch/upsert`: `id` is the value of `idProperty`; rows say whether they are `new`. */
export function batchUpsert(call: Call, type: ObjectType): OutgoingResponse {
  const inputs = batchInputs(call, 100);
  const traced = call.portal.settings.tracedUpdates && allTraced(inputs);
  const errors: BatchError[] = [];
  const taken = new Set<string>();
  const steps: (() => Record<string, unknown>)[] = [];
  for (const [at, input] of inputs.entries()) {
    const id = inputId(input, at);
    const idProperty = input.idProperty;
    if (typeof idProperty !== 'string')
      throw badRequest('Some required fields were not set: [idProperty]');
    const key = id.toLowerCase();
    if (taken.has(key))
      throw badRequest(`Duplicate IDs found in batch input: [${id}]. IDs must be unique`);
    taken.add(key);
    const record = findRecord(call, type, id, idProperty);
    const step = record
      ? upsertExisting(call, type, record, input, at)
      : upsertNew(call, type, { ...input, properties: withId(input, idProperty, id, at) }, at);
    if (typeof step === 'function') steps.push(step);
    else if (traced) errors.push(recordError(input, step, id));
    else throw step;
  }
  return answer(
    call,
    200,
    steps.map((step) => step()),
    errors,
  );
}

/** `POST .../batch/archive`: 204, whatever the ids are. */
export function batchArchive(call: Call, type: ObjectType): OutgoingResponse {
  for (const [at, input] of batchInputs(call, 100).entries()) {
    const record = call.portal.store.get(type.name, inputId(input, at));
    if (record) call.portal.archive(record, byApp(call.principal.appId));
  }
  return { status: 204 };
}

function withId(
  input: Record<string, unknown>,
  idProperty: string,
  id: string,
  at: number,
): Values {
  const properties = stringProperties(input.properties, `inputs[${at}].properties`);
  return { ...properties, [idProperty]: id };
}

function upsertExisting(
  call: Call,
  type: ObjectType,
  record: StoredRecord,
  input: Record<string, unknown>,
  at: number,
): Error | (() => Record<string, unknown>) {
  const asked = stringProperties(input.properties, `inputs[${at}].properties`);
  const { values, refusal } = updateProblem(call, type, record, asked);
  if (refusal) return refusal;
  return () => {
    call.portal.change(record, values, byApp(call.principal.appId));
    return traceOf(input, {
      ...renderRecord(call.portal, record, touched(type, asked)),
      new: false,
    });
  };
}

function upsertNew(
  call: Call,
  type: ObjectType,
  input: Record<string, unknown>,
  at: number,
): Error | (() => Record<string, unknown>) {
  const plan = planCreation(call, type, input, `inputs[${at}].properties`);
  const refusal = plan.problem ?? duplicateOf(call, type, plan.values, null);
  if (refusal) return refusal;
  return () => {
    const record = applyCreation(call, type, plan.values, plan.links);
    return traceOf(input, {
      ...renderRecord(call.portal, record, touched(type, plan.values)),
      new: true,
    });
  };
}

/** The former id of a merged record works in a single call, not in a batch. */
function updateTarget(
  call: Call,
  type: ObjectType,
  id: string,
  input: Record<string, unknown>,
): StoredRecord | undefined {
  const record =
    typeof input.idProperty === 'string'
      ? findRecord(call, type, id, input.idProperty)
      : call.portal.store.get(type.name, id);
  return record && record.archivedAt === null ? record : undefined;
}

function updateProblem(
  call: Call,
  type: ObjectType,
  record: StoredRecord,
  asked: Values,
): { values: Values; refusal: Error | null } {
  const { values, problems } = checkWrite(call.portal, type.name, asked, record);
  const poison = poisonOf(call, record.id, asked) ?? partialFailure(call);
  if (poison) problems.push(poison);
  if (problems.length > 0) return { values, refusal: invalidValues(problems) };
  return { values, refusal: duplicateOf(call, type, values, record) };
}

function partialFailure(call: Call) {
  if (call.faults.empty) return undefined;
  const target = {
    method: call.request.method,
    path: call.request.path,
    operation: call.operation,
  };
  const fault = call.faults.find(['partial-failure'], target, (entry) => call.faults.roll(entry));
  return fault
    ? {
        name: 'hs_object_id',
        code: fault.code ?? 'RECORD_LOCKED',
        message: fault.message ?? 'This record could not be written.',
      }
    : undefined;
}

function twice(type: ObjectType, values: Values, taken: Set<string>): Error | null {
  const value =
    type.uniqueProperty === null ? undefined : values[type.uniqueProperty]?.toLowerCase();
  if (!value) return null;
  if (taken.has(value))
    return badRequest('Duplicate values of a unique property found in batch input');
  taken.add(value);
  return null;
}
