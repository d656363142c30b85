import nock from 'nock';
import type { Session, SessionContext } from '../../../connectors/connector.js';
import { openSession } from '../../../connectors/hubspot/session.js';
import { type Recorded, recordedContext } from '../recorded.js';

export const HOST = 'https://api.hubapi.com';
export const NOW = Date.UTC(2026, 10, 10, 9, 0, 0);

export interface Opened extends Recorded {
  readonly session: Session;
}

/** A session on HubSpot's host, which nock answers; waits pass at once and are written down. */
export function open(options: Partial<SessionContext> = {}): Opened {
  const place = { baseUrl: HOST, portal: '4711', now: NOW };
  const { recorded, context, timing } = recordedContext(place, options);
  return { ...recorded, session: openSession(context, timing) };
}

export { need } from '../recorded.js';

/** A scope that insists on the token of every call. */
export function hubspotApi(token = 'token-1'): nock.Scope {
  return nock(HOST, { reqheaders: { authorization: `Bearer ${token}` } });
}

/** HubSpot's 400 for a value (HubSpot docs: Error handling). */
export function validationError(code: string, property: string, message = 'not valid'): object {
  return {
    status: 'error',
    message: `Property values were not valid: ${message}`,
    correlationId: 'c0ffee00-0000-4000-8000-000000000001',
    category: 'VALIDATION_ERROR',
    errors: [{ message, code, context: { propertyName: [property] } }],
  };
}

export const NOT_FOUND = {
  status: 'error',
  message: 'resource not found',
  correlationId: 'c0ffee00-0000-4000-8000-000000000002',
  category: 'OBJECT_NOT_FOUND',
};
