/** What every answer of the web role has in common: headers, request ids, one form of refusal. */
import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { messageOf, PlumblineError } from './errors.js';
import type { Logger } from './logger.js';

/** Scripts are ours alone; Mantine and CodeMirror write style elements. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

/** `secure`: people come by https and shall never come otherwise. */
export function securityHeaders(secure: boolean): RequestHandler {
  return (_request, response, next) => {
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('referrer-policy', 'same-origin');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    if (secure) response.setHeader('strict-transport-security', 'max-age=31536000');
    next();
  };
}

/** The id of a request, as the answer's `x-request-id` and the log name it. */
export const requestIdOf = (response: Response): string => String(response.locals.requestId ?? '');

const pathOf = (request: Request): string => request.originalUrl.replace(/\?.*$/s, '');

/** Gives every request an id and notes how it ended. Queries are left out: they may tell of people. */
export function requestLog(log: Logger): RequestHandler {
  return (request, response, next) => {
    const requestId = randomUUID();
    const begun = performance.now();
    response.locals.requestId = requestId;
    response.setHeader('x-request-id', requestId);
    response.on('close', () => {
      log.debug('request', {
        requestId,
        method: request.method,
        path: pathOf(request),
        status: response.writableFinished ? response.statusCode : 'cut',
        ms: Math.round(performance.now() - begun),
      });
    });
    next();
  };
}

/** A refusal by Express itself or its body parser. */
interface HttpError extends Error {
  readonly status: number;
  readonly type?: string;
}

const REFUSALS: Readonly<Record<string, readonly [code: string, message: string]>> = {
  'entity.too.large': ['too-large', 'The body is too large: at most 1 MB.'],
  'entity.parse.failed': ['bad-json', 'The body is not valid JSON.'],
  'charset.unsupported': ['bad-charset', 'Send the body in UTF-8.'],
  'encoding.unsupported': ['bad-encoding', 'Send the body as it is, or compressed by gzip.'],
};

const isHttpError = (error: unknown): error is HttpError =>
  error instanceof Error && 'status' in error && typeof error.status === 'number';

function known(error: unknown): PlumblineError | null {
  if (error instanceof PlumblineError) return error;
  if (!isHttpError(error) || error.status < 400 || error.status >= 500) return null;
  const [code, message] = REFUSALS[error.type ?? ''] ?? [
    'bad-request',
    'The request cannot be read.',
  ];
  return new PlumblineError(code, message, { status: error.status });
}

/** Errors leave in one form: a stable code and a sentence; unexpected ones say nothing of the inside. */
export function answerErrors(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = known(error);
    const status = refusal?.status ?? 500;
    const requestId = requestIdOf(response);
    if (status >= 500) {
      const reason = messageOf(error);
      log.error('request failed', { requestId, path: pathOf(request), reason });
    }
    const code = refusal?.code ?? 'internal';
    const message = refusal?.message ?? `Something failed here; the log says what (${requestId}).`;
    const more = refusal && status < 500 ? refusal.details : {};
    const details = Object.keys(more).length > 0 ? { details: more } : {};
    response.status(status).json({ error: { code, message, ...details } });
  };
}
