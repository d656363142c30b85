import { CrmError } from '../../src/lead/crm-error.js';
import { objectOf, textOf } from '../kit/json.js';
import { withoutAddresses } from '../kit/quote.js';

const HOUR = 3_600_000;
const MINUTE = 60_000;

/** A message of the Bayeux protocol, as far as we look at it. */
export interface BayeuxMessage {
  readonly channel?: string | undefined;
  readonly clientId?: string | undefined;
  readonly successful?: boolean;
  readonly error?: string | undefined;
  readonly advice?: unknown;
  readonly ext?: unknown;
  readonly data?: unknown;
}

/** What the streaming API's refusal means to whoever subscribed. */
export type StreamFailure =
  /** A fresh token may help. */
  | { readonly kind: 'token' }
  /** The server lost the session: it is begun anew. */
  | { readonly kind: 'lost' }
  /** The position is older than what Salesforce keeps. */
  | { readonly kind: 'stale' }
  | { readonly kind: 'error'; readonly error: CrmError };

/** Errors read `code:args:text`; the handshake's own reason stands in an extension. */
export function failureOf(message: BayeuxMessage): StreamFailure {
  const said = [message.error ?? '', reasonOf(message)].filter(Boolean).join(' ');
  if (/daily limit exceeded/i.test(said)) {
    return refusal(
      "The org's streamed events of the last 24 hours are used up: it is polled, and streaming is tried again each hour. Fewer streamed objects, or an allocation bought from Salesforce, make room.",
      HOUR,
    );
  }
  if (/concurrent user limit exceeded/i.test(said)) {
    return refusal(
      'As many programs listen to the org as it allows, so it is polled; streaming is tried again in a quarter of an hour.',
      15 * MINUTE,
    );
  }
  if (/^401\b|authentication invalid|requires authentication/i.test(said)) return { kind: 'token' };
  if (/replay ?id/i.test(said)) return { kind: 'stale' };
  if (/^400:.*channel/i.test(said)) {
    return refusal(
      'The org has no channel Plumbline__chn of change events, so it is polled. Plumbline makes it as soon as the connected user has View Setup and Configuration and Customize Application; afterwards View All on the objects is enough.',
    );
  }
  if (/unknown client/i.test(said)) return { kind: 'lost' };
  if (/^403:/.test(said)) {
    return refusal(
      `Salesforce does not let us listen to changes, so the org is polled: give the connected user View All Data, or View All on the streamed objects. Salesforce says: ${withoutAddresses(said)}`,
    );
  }
  const error = new CrmError(
    'transient',
    `The stream of changes failed: ${withoutAddresses(said) || 'it was cut.'}`,
  );
  return { kind: 'error', error };
}

/** What an admin mends is worth a try at any time. */
function refusal(message: string, waitMs = 0): StreamFailure {
  return { kind: 'error', error: new CrmError('rights', message, { waitMs }) };
}

function reasonOf({ ext }: BayeuxMessage): string {
  return textOf(objectOf(objectOf(ext).sfdc).failureReason) ?? '';
}
