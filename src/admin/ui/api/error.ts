import { problemSchema } from '../../api/contract/endpoint.js';

/** A call that brought no good answer. `message` is a sentence for the reader that names the way out. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** `unreachable`: no answer at all; `mismatch`: another shape than agreed; else the server's code. */
  readonly code: string;
  /** HTTP status, 0 when there was none. */
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    status: number,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The refusal that an answer carries; without a readable one, its status alone. */
export async function refusalOf(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const problem = problemSchema.safeParse(body);
  if (!problem.success) return new ApiError('unreadable', '', response.status);
  const { code, message, details } = problem.data.error;
  return new ApiError(code, message, response.status, details);
}

export const isApiError = (thrown: unknown, code?: string): thrown is ApiError =>
  thrown instanceof ApiError && (code === undefined || thrown.code === code);
