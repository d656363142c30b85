import { CrmError } from '../../src/lead/crm-error.js';
import { type Answer, retryAfter } from '../kit/answer.js';
import type { Call } from '../kit/call.js';
import { arrayOf, objectOf, textOf } from '../kit/json.js';
import { isTimeZone, nextMidnight } from '../kit/midnight.js';
import { withoutAddresses } from '../kit/quote.js';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const JUST_TURNED = 10 * MINUTE;

/** What HubSpot says about a refused request (HubSpot docs: Error handling). All parts are optional. */
export interface HubSpotFault {
  readonly message: string;
  readonly category: string;
  readonly codes: readonly string[];
  /** Properties that the errors name. */
  readonly properties: readonly string[];
  readonly scopes: readonly string[];
}

export function faultOf(body: unknown): HubSpotFault {
  const fault = objectOf(body);
  const errors = arrayOf(fault.errors).map(objectOf);
  const named = (key: string): string[] =>
    [fault, ...errors].flatMap((error) =>
      arrayOf(objectOf(error.context)[key]).filter((name) => typeof name === 'string'),
    );
  return {
    message: withoutAddresses(textOf(fault.message) ?? ''),
    category: textOf(fault.category) ?? '',
    codes: errors.flatMap((error) => textOf(error.code) ?? []),
    properties: [...new Set(named('propertyName'))],
    scopes: [...new Set([...named('requiredGranularScopes'), ...named('requiredScopes')])],
  };
}

/** The account's day, by which a daily limit counts. */
export interface AccountDay {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** IANA name. */
  readonly timeZone?: string | undefined;
}

/** The error of an answer that is no success. */
export function failureOf(answer: Answer, call: Call, day: AccountDay): CrmError {
  const fault = faultOf(answer.body);
  const details = {
    operation: call.operation,
    status: answer.status,
    ...(fault.category && { category: fault.category }),
    ...(fault.codes.length > 0 && { codes: fault.codes }),
    ...(fault.properties.length > 0 && { properties: fault.properties }),
    ...(fault.scopes.length > 0 && { scopes: fault.scopes }),
    ...correlationOf(answer.body),
  };
  const said = fault.message ? `: ${fault.message}` : '.';
  const error = (
    kind: CrmError['kind'],
    message: string,
    options: { waitMs?: number; outcome?: 'not-applied' | 'unknown' } = {},
  ): CrmError => new CrmError(kind, message, { details, ...options });

  switch (answer.status) {
    case 401:
      return error(
        'reconnect',
        'HubSpot no longer accepts the credentials of this account; connect it again.',
      );
    case 403:
      return error('rights', rightsMessage(call.operation, fault));
    case 404:
      return error('gone', `HubSpot has no such thing for ${call.operation}${said}`);
    case 423:
      return error('wait', `HubSpot has locked what ${call.operation} needs.`, {
        waitMs: Math.max(2 * SECOND, retryAfter(answer) ?? 0),
      });
    case 429:
      return error('wait', `HubSpot's limit refused ${call.operation}${said}`, {
        waitMs: retryAfter(answer) ?? limitWait(answer.body, day),
      });
    case 477:
      return error('wait', 'HubSpot is moving this account to another data centre.', {
        waitMs: retryAfter(answer) ?? HOUR,
      });
  }
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408) {
    return error('refused', `HubSpot refused ${call.operation}${said}`);
  }
  const waitMs = retryAfter(answer);
  return error('transient', `HubSpot failed at ${call.operation} (HTTP ${answer.status}).`, {
    outcome: call.effect === 'read' ? 'not-applied' : 'unknown',
    ...(waitMs !== undefined && { waitMs }),
  });
}

function rightsMessage(operation: string, fault: HubSpotFault): string {
  const scopes = fault.scopes.join(', ');
  return scopes
    ? `HubSpot does not let us do ${operation}: grant one of the scopes ${scopes}.`
    : `HubSpot does not let us do ${operation}: grant the app or key the missing scope.`;
}

/** Waits by the limit's name. */
function limitWait(body: unknown, day: AccountDay): number {
  const policy = textOf(objectOf(body).policyName);
  if (policy === 'DAILY') return dailyWait(day);
  if (policy === 'SECONDLY') return SECOND;
  if (policy === undefined && /secondly limit/.test(faultOf(body).message)) return SECOND;
  return 10 * SECOND;
}

/**
 * A daily limit ends at the account's midnight (HubSpot docs: API usage guidelines and limits); a minute
 * is added because clocks differ. Refused just after midnight, HubSpot's day may not have turned yet, and
 * the next midnight would be a day too late. Without a known time zone it is asked again each hour.
 */
export function dailyWait({ now, timeZone }: AccountDay): number {
  if (timeZone === undefined || !isTimeZone(timeZone)) return HOUR;
  const justTurned = nextMidnight(now - JUST_TURNED, timeZone) <= now;
  return justTurned ? JUST_TURNED : nextMidnight(now, timeZone) - now + MINUTE;
}

export function isDailyLimit(body: unknown): boolean {
  return textOf(objectOf(body).policyName) === 'DAILY';
}

function correlationOf(body: unknown): { correlation?: string } {
  const correlation = textOf(objectOf(body).correlationId);
  return correlation ? { correlation } : {};
}
