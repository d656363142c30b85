import type { OutgoingResponse } from '../../simulator-kit/server.js';
import type { SaveError } from './transaction.js';

/** A refusal, thrown by handlers and answered by the gateway. */
export class Refusal extends Error {
  readonly status: number;
  readonly errorCode: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    errorCode: string,
    message: string,
    body: unknown,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.errorCode = errorCode;
    this.body = body;
    this.headers = headers;
  }

  get response(): OutgoingResponse {
    return { status: this.status, body: this.body, headers: this.headers };
  }
}

/** REST's form: a list with one error. */
export function apiError(
  status: number,
  errorCode: string,
  message: string,
  fields?: readonly string[],
): Refusal {
  const error = { message, errorCode, ...(fields === undefined ? {} : { fields }) };
  return new Refusal(status, errorCode, message, [error]);
}

export function notFound(message = 'The requested resource does not exist'): Refusal {
  return apiError(404, 'NOT_FOUND', message);
}

/** OAuth's form. */
export function oauthError(error: string, description: string, status = 400): Refusal {
  return new Refusal(status, error, description, { error, error_description: description });
}

const SAVE_STATUS: Readonly<Record<string, number>> = {
  INVALID_TYPE: 404,
  ENTITY_IS_DELETED: 404,
  INSUFFICIENT_ACCESS_OR_READONLY: 403,
};

/** A refused save of a single record. */
export function saveRefusal(errors: readonly SaveError[]): Refusal {
  const [first] = errors;
  const code = first?.statusCode ?? 'UNKNOWN_EXCEPTION';
  const list = errors.map((error) => ({
    message: error.message,
    errorCode: error.statusCode,
    fields: error.fields,
    ...error.extra,
  }));
  return new Refusal(SAVE_STATUS[code] ?? 400, code, first?.message ?? '', list);
}

/** An error of one row of a collection. */
export function rowError(error: SaveError): Record<string, unknown> {
  return {
    statusCode: error.statusCode,
    message: error.message,
    fields: error.fields,
    ...error.extra,
  };
}
