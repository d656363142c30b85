import type { FaultPlan } from '../../simulator-kit/faults.js';
import type { IncomingRequest, OutgoingResponse } from '../../simulator-kit/server.js';
import type { Values } from '../../simulator-kit/store.js';
import type { Principal } from './credentials.js';
import { badRequest, type ValueProblem } from './errors.js';
import { type ObjectType, objectType } from './object-types.js';
import type { Portal } from './portal.js';

/** One authenticated API call. */
export interface Call {
  readonly request: IncomingRequest;
  readonly portal: Portal;
  readonly principal: Principal;
  /** `v3`, `v4` or a date. */
  readonly version: string;
  readonly operation: string;
  /** The JSON body; undefined when there is none. */
  readonly body: unknown;
  readonly faults: FaultPlan;
}

export type Handler = (call: Call) => OutgoingResponse;

export interface Route {
  readonly operation: string;
  /** Each entry must be satisfied by one of its scopes. */
  readonly scopes: readonly (readonly string[])[];
  readonly search?: boolean;
  readonly handle: Handler;
}

/** The JSON body as an object. */
export function bodyObject(call: Call): Record<string, unknown> {
  const { body } = call;
  if (body === null || typeof body !== 'object' || Array.isArray(body)) {
    throw badRequest('Invalid input JSON: the request body must be an object');
  }
  return body as Record<string, unknown>;
}

/** `inputs` of a batch: 1 to `most` objects. */
export function batchInputs(call: Call, most: number): Record<string, unknown>[] {
  const { inputs } = bodyObject(call);
  if (!Array.isArray(inputs)) throw badRequest('Some required fields were not set: [inputs]');
  if (inputs.length > most) {
    throw badRequest(`The batch has ${inputs.length} inputs; at most ${most} are allowed`);
  }
  return inputs.map((input: unknown, at) => {
    if (input === null || typeof input !== 'object' || Array.isArray(input)) {
      throw badRequest(`Invalid input JSON: inputs[${at}] must be an object`);
    }
    return input as Record<string, unknown>;
  });
}

/** A list of names, given as repeated keys, comma-joined, or a JSON array. */
export function nameList(value: unknown, at: string): string[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) {
    throw badRequest(`Invalid input JSON: ${at} must be a list of strings`);
  }
  return value as string[];
}

export function queryList(query: URLSearchParams, name: string): string[] {
  return query.getAll(name).flatMap((entry) => entry.split(',').filter((part) => part !== ''));
}

/** A whole number of the query string within bounds. */
export function queryNumber(
  query: URLSearchParams,
  name: string,
  standard: number,
  most: number,
): number {
  const text = query.get(name);
  if (text === null) return standard;
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1)
    throw badRequest(`${name} must be a positive integer`);
  if (number > most) throw badRequest(`${name} must not be greater than ${most}`);
  return number;
}

export function typeOrRefuse(word: string): ObjectType {
  const type = objectType(word);
  if (!type) throw badRequest(`Unable to infer object type from: ${word}`);
  return type;
}

/** A refusal of one record that was switched on as a fault. */
export function poisonOf(call: Call, record: string, values: Values): ValueProblem | undefined {
  if (call.faults.empty) return undefined;
  const target = {
    method: call.request.method,
    path: call.request.path,
    operation: call.operation,
  };
  const fault =
    call.faults.find(['poisoned-record'], target, (entry) => entry.record === record) ??
    call.faults.find(
      ['poisoned-value'],
      target,
      (entry) =>
        entry.property !== undefined &&
        values[entry.property] !== undefined &&
        (entry.value === undefined || values[entry.property] === entry.value),
    );
  if (!fault) return undefined;
  const name = fault.property ?? Object.keys(values)[0] ?? 'hs_object_id';
  return {
    name,
    code: fault.code ?? 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
    message:
      fault.message ?? `The value of "${name}" does not meet this account's validation rules.`,
  };
}
