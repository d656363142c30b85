import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { Call } from './call.js';
import { badRequest, Refusal } from './errors.js';
import type { ObjectType } from './object-types.js';
import { isoTime } from './values.js';

export interface BatchError {
  readonly status: 'error';
  readonly category: unknown;
  readonly message: unknown;
  readonly context: Readonly<Record<string, readonly string[]>>;
  readonly errors?: unknown;
}

export function inputId(input: Record<string, unknown>, at: number): string {
  if (typeof input.id !== 'string' || input.id === '') {
    throw badRequest(`Invalid input JSON: inputs[${at}].id must be a string`);
  }
  return input.id;
}

export function allTraced(inputs: readonly Record<string, unknown>[]): boolean {
  const ids = inputs.map((input) => input.objectWriteTraceId);
  return ids.every((id) => typeof id === 'string' && id !== '') && new Set(ids).size === ids.length;
}

export function traceOf(
  input: Record<string, unknown>,
  row: Record<string, unknown>,
): Record<string, unknown> {
  return typeof input.objectWriteTraceId === 'string'
    ? { ...row, objectWriteTraceId: input.objectWriteTraceId }
    : row;
}

export function recordError(
  input: Record<string, unknown>,
  thrown: Error,
  id?: string,
): BatchError {
  const body = thrown instanceof Refusal ? thrown.body : {};
  const trace = input.objectWriteTraceId;
  return {
    status: 'error',
    category: body.category ?? 'VALIDATION_ERROR',
    message: thrown.message,
    context: {
      ...(typeof trace === 'string' ? { objectWriteTraceId: [trace] } : {}),
      ...(id === undefined ? {} : { ids: [id] }),
    },
    ...(body.errors === undefined ? {} : { errors: body.errors }),
  };
}

export function missingText(type: ObjectType): string {
  return `Could not get some ${type.singular.toUpperCase()} objects, they may be deleted or not exist. Check that ids are valid.`;
}

export function notFoundError(type: ObjectType, ids: readonly string[]): BatchError {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: missingText(type),
    context: { ids },
  };
}

export function answer(
  call: Call,
  success: number,
  results: readonly unknown[],
  errors: readonly BatchError[],
): OutgoingResponse {
  const now = isoTime(call.portal.clock.now());
  const folded = call.portal.settings.foldErrors && call.version >= '2026-09' && call.version < 'v';
  return {
    status: errors.length === 0 || folded ? success : 207,
    body: {
      status: 'COMPLETE',
      results,
      ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
      startedAt: now,
      completedAt: now,
    },
  };
}
