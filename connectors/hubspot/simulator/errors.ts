import type { OutgoingResponse } from '../../simulator-kit/server.js';

/** One entry of `errors[]` (HubSpot docs: Error handling). */
export interface ErrorDetail {
  readonly message: string;
  readonly code?: string;
  readonly in?: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

/** A refusal, thrown by handlers and answered by the gateway. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    body: Readonly<Record<string, unknown>> & { readonly message: string },
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }

  response(correlationId: string): OutgoingResponse {
    return {
      status: this.status,
      headers: this.headers,
      body: { status: 'error', ...this.body, correlationId },
    };
  }
}

export function badRequest(message: string, errors: readonly ErrorDetail[] = []): Refusal {
  return new Refusal(400, {
    message,
    ...(errors.length > 0 ? { errors } : {}),
    category: 'VALIDATION_ERROR',
  });
}

export function notFound(message = 'resource not found'): Refusal {
  return new Refusal(404, { message, category: 'OBJECT_NOT_FOUND' });
}

export function conflict(message: string): Refusal {
  return new Refusal(409, { message, category: 'CONFLICT' });
}

export function unauthorized(message: string, category: string): Refusal {
  return new Refusal(401, { message, category });
}

export function missingScopes(scopes: readonly string[]): Refusal {
  return new Refusal(403, {
    message:
      "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
    errors: [
      {
        message: 'One or more of the following scopes are required.',
        context: { requiredGranularScopes: scopes },
      },
    ],
    links: { scopes: 'https://developers.hubspot.com/scopes' },
    category: 'MISSING_SCOPES',
  });
}

export type RatePolicy = 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY';

const RATE_MESSAGES: Readonly<Record<RatePolicy, string>> = {
  TEN_SECONDLY_ROLLING: 'You have reached your ten_secondly_rolling limit.',
  SECONDLY: 'You have reached your secondly limit.',
  DAILY: 'You have reached your daily limit.',
};

export function rateLimited(policy: RatePolicy, retryAfterSeconds?: number): Refusal {
  return new Refusal(
    429,
    { message: RATE_MESSAGES[policy], errorType: 'RATE_LIMIT', policyName: policy },
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
  );
}

/** A value that a property does not take. */
export interface ValueProblem {
  readonly name: string;
  readonly message: string;
  readonly code: string;
}

/** The body of a write with invalid values: the problems stand in the message as JSON and in `errors`. */
export function invalidValues(problems: readonly ValueProblem[]): Refusal {
  const listed = problems.map((problem) => ({
    isValid: false,
    message: problem.message,
    error: problem.code,
    name: problem.name,
    localizedErrorMessage: problem.message,
  }));
  return badRequest(
    `Property values were not valid: ${JSON.stringify(listed)}`,
    problems.map((problem) => ({
      message: problem.message,
      code: problem.code,
      context: { propertyName: [problem.name] },
    })),
  );
}

const STATUS_TEXT: Readonly<Record<number, string>> = {
  423: 'The resource is locked. Wait at least two seconds between calls.',
  477: 'This account is being migrated between data centers. Please retry after the given time.',
  500: 'internal error',
  502: 'Bad gateway',
  503: 'Service unavailable',
  504: 'Gateway timeout',
  521: 'Web server is down',
  523: 'Origin is unreachable',
  524: 'A timeout occurred',
};

/** What a `status` fault answers. Gateway errors come as plain text, as from the proxy in front. */
export function faultStatus(
  status: number,
  policy: string | undefined,
  retryAfterSeconds: number | undefined,
  message: string | undefined,
): Refusal {
  if (status === 429) {
    return rateLimited(
      (policy as RatePolicy | undefined) ?? 'TEN_SECONDLY_ROLLING',
      retryAfterSeconds,
    );
  }
  const retry = retryAfterSeconds ?? (status === 477 ? 60 : undefined);
  return new Refusal(
    status,
    { message: message ?? STATUS_TEXT[status] ?? `status ${status}` },
    retry === undefined ? {} : { 'retry-after': String(retry) },
  );
}
