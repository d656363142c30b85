/** Errors of calls that the CRM did not answer, each saying whether anything may have been applied. */
import { CrmError } from '../../src/lead/crm-error.js';
import type { Call } from './call.js';

/** No place in the budget within the call's time. */
export function budgetFull(crm: string, call: Call, waitMs: number): CrmError {
  return new CrmError(
    'wait',
    `${crm}: ${call.operation} was not sent, the account's ${call.budget} limit is used up; it goes on by itself.`,
    { waitMs: Math.ceil(waitMs), sent: false, details: { operation: call.operation } },
  );
}

/** The renewal of the token took the call's time. */
export function tooLate(crm: string, call: Call): CrmError {
  return new CrmError(
    'transient',
    `${crm}: ${call.operation} was not sent, its time was up before there was a token.`,
    { outcome: 'not-applied', details: { operation: call.operation } },
  );
}

/** What was thrown before anything was sent, as a `CrmError`. */
export function notSent(crm: string, call: Call, cause: unknown): CrmError {
  if (cause instanceof CrmError) return cause;
  return new CrmError('transient', `${crm}: ${call.operation} could not be sent.`, {
    outcome: 'not-applied',
    cause,
    details: { operation: call.operation },
  });
}

export function timedOut(crm: string, call: Call, timeoutMs: number): CrmError {
  return new CrmError(
    'transient',
    `${crm}: no answer to ${call.operation} within ${timeoutMs / 1_000} s.`,
    {
      outcome: call.effect === 'read' ? 'not-applied' : 'unknown',
      details: { operation: call.operation },
    },
  );
}

export function connectionFailed(
  crm: string,
  call: Call,
  baseUrl: string,
  cause: unknown,
): CrmError {
  return new CrmError(
    'transient',
    `${crm}: the connection failed during ${call.operation}; check that this server reaches ${new URL(baseUrl).host}.`,
    {
      outcome: call.effect === 'read' || neverLeft(cause) ? 'not-applied' : 'unknown',
      cause,
      details: { operation: call.operation },
    },
  );
}

/** Errors that arise before a byte of the request is sent. */
function neverLeft(cause: unknown): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];
  for (let error = cause; error instanceof Error; error = error.cause) {
    const { code } = error as { code?: unknown };
    if (typeof code === 'string' && codes.includes(code)) return true;
  }
  return false;
}
