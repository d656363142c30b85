import type { Fault } from '../../simulator-kit/faults.js';
import { apiError, oauthError, Refusal } from './errors.js';

const CODES: Readonly<Record<number, readonly [string, string]>> = {
  400: ['UNABLE_TO_LOCK_ROW', 'unable to obtain exclusive access to this record'],
  401: ['INVALID_SESSION_ID', 'Session expired or invalid'],
  403: ['REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'],
  404: ['NOT_FOUND', 'The requested resource does not exist'],
  420: ['SERVER_UNAVAILABLE', 'the request cannot be served now'],
  429: ['REQUEST_LIMIT_EXCEEDED', 'ConcurrentRequests (Concurrent API Requests) Limit exceeded.'],
  500: ['UNKNOWN_EXCEPTION', 'An unexpected error occurred.'],
  503: ['SERVER_UNAVAILABLE', 'The server is unavailable.'],
};

/** What a `status` fault answers. Gateways in front (502, 504) speak HTML, as every status does with
 * the policy `html`. */
export function faultRefusal(fault: Fault, oauth: boolean): Refusal {
  const status = fault.status ?? 503;
  const retry: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'retry-after': String(fault.retryAfterSeconds) };
  if (fault.policy === 'html' || status === 502 || status === 504) {
    const html = `<html><head><title>Error ${status}</title></head><body><h1>We are down for maintenance.</h1></body></html>`;
    return new Refusal(status, `HTTP_${status}`, `status ${status}`, html, {
      ...retry,
      'content-type': 'text/html;charset=utf-8',
    });
  }
  if (oauth) {
    return oauthError(fault.code ?? 'rate_limit_exceeded', fault.message ?? 'try again', status);
  }
  const [code, message] = CODES[status] ?? ['UNKNOWN_EXCEPTION', `status ${status}`];
  const plain = apiError(status, fault.code ?? code, fault.message ?? message);
  return new Refusal(status, plain.errorCode, plain.message, plain.body, retry);
}
