import { CrmError, type CrmErrorKind } from '../../src/lead/crm-error.js';
import { type Answer, retryAfter } from '../kit/answer.js';
import type { Call } from '../kit/call.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import { withoutAddresses } from '../kit/quote.js';

const SECOND = 1_000;
const MINUTE = 60_000;
/** The day's calls are counted over a rolling 24 hours: some are free again after a while. */
const DAY_FULL_MS = 15 * MINUTE;
const BUSY_MS = 2 * SECOND;

/** One thing that Salesforce refuses, as it says so. */
export interface SalesforceFault {
  /** `errorCode` of a call, `statusCode` of a row, `faultcode` of SOAP; empty where none is told. */
  readonly code: string;
  readonly message: string;
  readonly fields: readonly string[];
}

/**
 * The faults of a refused call or row, in whichever form they come: an array of errors, one error, a row
 * of a collection, OAuth's pair, a SOAP fault. HTML and the like tell nothing.
 */
export function faultsOf(body: unknown): SalesforceFault[] {
  if (typeof body === 'string') return soapFault(body);
  const one = objectOf(body);
  const errors = Array.isArray(body) ? body : 'errors' in one ? arrayOf(one.errors) : [body];
  return errors.map(objectOf).flatMap((error) => {
    const code = textOf(error.errorCode) ?? textOf(error.statusCode) ?? textOf(error.error) ?? '';
    const message = textOf(error.message) ?? textOf(error.error_description) ?? '';
    if (!code && !message) return [];
    const fields = arrayOf(error.fields).filter((field) => typeof field === 'string');
    return [{ code, message: withoutAddresses(message), fields }];
  });
}

function soapFault(text: string): SalesforceFault[] {
  const code = /<faultcode>(?:\w+:)?([^<]+)<\/faultcode>/.exec(text)?.[1];
  if (code === undefined) return [];
  const message = /<faultstring>([^<]*)<\/faultstring>/.exec(text)?.[1] ?? '';
  return [{ code, message: withoutAddresses(message), fields: [] }];
}

const RIGHTS =
  /^(INSUFFICIENT_ACCESS.*|INVALID_FIELD|INVALID_FIELD_FOR_INSERT_UPDATE|INVALID_TYPE|API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED|FUNCTIONALITY_NOT_ENABLED|OAUTH_APP_.*|FORBIDDEN)$/;
const GONE = /^(NOT_FOUND|ENTITY_IS_DELETED)$/;
const BUSY = /^(UNABLE_TO_LOCK_ROW|TXN_SECURITY_METERING_ERROR|REQUEST_LIMIT_EXCEEDED)$/;
/** Nothing was applied: Salesforce gave up before or rolled back. */
const GAVE_UP = /^(QUERY_TIMEOUT|SERVER_UNAVAILABLE|APEX_DATA_ACCESS_RESTRICTION)$/;
const FAILED = /^(UNKNOWN_EXCEPTION|INTERNAL_ERROR|INTERNAL_SERVER_ERROR)$/;

/** What a code means for the row or the call that it refuses; any other is a no to the content. */
export function kindOf(code: string): CrmErrorKind {
  if (code === 'INVALID_SESSION_ID') return 'reconnect';
  if (RIGHTS.test(code)) return 'rights';
  if (GONE.test(code)) return 'gone';
  if (BUSY.test(code)) return 'wait';
  return GAVE_UP.test(code) || FAILED.test(code) ? 'transient' : 'refused';
}

/** Whether the org's calls of the last 24 hours are used up, or too many of its calls run at once. */
export function limitOf(body: unknown): 'day' | 'concurrent' | undefined {
  const fault = faultsOf(body).find(({ code }) => code === 'REQUEST_LIMIT_EXCEEDED');
  if (!fault) return undefined;
  return /concurrent/i.test(fault.message) ? 'concurrent' : 'day';
}

/** The token is no longer taken: also told by SOAP in a failure and by the identity service in a 403. */
export function isExpired(status: number, body: unknown): boolean {
  if (typeof body === 'string' && body.includes('Bad_OAuth_Token')) return true;
  const expired = faultsOf(body).some(({ code }) => code === 'INVALID_SESSION_ID');
  // A fresh token would be refused for the same reason.
  return (expired || status === 401) && !isBarred(body);
}

/** Refusals that come as an expired token and are none: the app or its session may not use the API. */
const BARRED = /not attached to Agent|not valid for use with the (REST )?API/i;

function isBarred(body: unknown): boolean {
  return faultsOf(body).some(({ message }) => BARRED.test(message));
}

/** The error of an answer that is no success. */
export function failureOf(answer: Answer, call: Call): CrmError {
  const { status, body } = answer;
  const faults = faultsOf(body);
  const first = faults[0];
  const { operation } = call;
  const fields = [...new Set(faults.flatMap((fault) => fault.fields))];
  const details = {
    operation,
    status,
    ...(faults.length > 0 && { codes: faults.map(({ code }) => code) }),
    ...(fields.length > 0 && { properties: fields }),
  };
  const said = first?.message ? `: ${first.message}` : '.';
  const error = (
    kind: CrmErrorKind,
    message: string,
    options: { waitMs?: number; outcome?: 'not-applied' | 'unknown' } = {},
  ): CrmError => new CrmError(kind, message, { details, ...options });

  if (isExpired(status, body)) {
    return error(
      'reconnect',
      'Salesforce no longer accepts the credentials of this org; connect it again.',
    );
  }
  const limit = limitOf(body);
  if (limit === 'day') {
    return error('wait', `The org's API calls of the last 24 hours are used up${said}`, {
      waitMs: DAY_FULL_MS,
    });
  }
  if (limit === 'concurrent') {
    return error('wait', `Salesforce runs too many calls of this org at once${said}`, {
      waitMs: BUSY_MS,
    });
  }
  const kind = kindByStatus(status, first?.code ?? '');
  switch (kind) {
    case 'rights':
      return error('rights', rightsMessage(operation, first));
    case 'gone':
      return error('gone', `Salesforce has no such thing for ${operation}${said}`);
    case 'wait':
      return error('wait', `Salesforce has locked what ${operation} needs.`, {
        waitMs: retryAfter(answer) ?? BUSY_MS,
      });
    case 'refused':
      return error('refused', refusedMessage(operation, status, said));
    default: {
      const waitMs = retryAfter(answer);
      const harmless = call.effect === 'read' || GAVE_UP.test(first?.code ?? '');
      return error('transient', `Salesforce failed at ${operation} (HTTP ${status}).`, {
        outcome: harmless ? 'not-applied' : 'unknown',
        ...(waitMs !== undefined && { waitMs }),
      });
    }
  }
}

function kindByStatus(status: number, code: string): CrmErrorKind {
  const kind = kindOf(code);
  // A code that says more than the status; `refused` is what an unknown one is taken for.
  if (kind !== 'refused' && kind !== 'reconnect') return kind;
  if (status === 401 || status === 403) return 'rights';
  if (status === 404) return 'gone';
  if (status === 408 || status === 420 || status < 400) return 'transient';
  if (status < 500) return 'refused';
  // A SOAP fault is always a 500; what it says of the content stays a no.
  return code === '' || code === 'Server' ? 'transient' : 'refused';
}

function rightsMessage(operation: string, fault: SalesforceFault | undefined): string {
  const said = fault?.message ? ` Salesforce says: ${fault.message}` : '';
  switch (fault?.code) {
    case 'API_DISABLED_FOR_ORG':
    case 'API_CURRENTLY_DISABLED':
    case 'FUNCTIONALITY_NOT_ENABLED':
      return `This Salesforce org does not let us do ${operation}: its edition or its settings leave the API out.${said}`;
    case 'INVALID_FIELD':
    case 'INVALID_FIELD_FOR_INSERT_UPDATE':
      return `A field that ${operation} needs is missing or hidden: assign the permission set with its field-level security to the connected user.${said}`;
    default:
      return `Salesforce does not let us do ${operation}: give the connected user the permission set with the rights it needs.${said}`;
  }
}

function refusedMessage(operation: string, status: number, said: string): string {
  switch (status) {
    case 410:
      return `Salesforce has retired the API version that ${operation} uses: update Plumbline.`;
    case 414:
    case 431:
      return `Salesforce refused ${operation}: its address is too long.`;
    default:
      return `Salesforce refused ${operation}${said}`;
  }
}
