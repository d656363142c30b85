/** What Salesforce's token endpoint refuses, with the way out. */
import { CrmError, type CrmErrorKind } from '../../src/lead/crm-error.js';
import { cleanText } from '../../src/lib/text.js';
import type { Answer } from '../kit/answer.js';
import { objectOf, textOf } from '../kit/json.js';

interface Refusal {
  readonly kind: CrmErrorKind;
  readonly message: string;
}

const APP_SETTINGS = "the app's settings in Salesforce (Setup, External Client App Manager)";

/** By `error`. */
const BY_ERROR: Readonly<Record<string, Refusal>> = {
  invalid_client_id: {
    kind: 'refused',
    message: `Salesforce does not know this consumer key; copy it again from ${APP_SETTINGS}. A new app takes up to ten minutes.`,
  },
  invalid_client: {
    kind: 'refused',
    message: `Salesforce does not accept the consumer key and secret together; copy both again from ${APP_SETTINGS}.`,
  },
  redirect_uri_mismatch: {
    kind: 'refused',
    message: `The callback address is not the app's; enter it exactly in ${APP_SETTINGS}.`,
  },
  unsupported_grant_type: {
    kind: 'refused',
    message: `The app does not allow this way to connect; turn its flow on in ${APP_SETTINGS}.`,
  },
};

/** By what `invalid_grant` says, in its order. */
const BY_DESCRIPTION: readonly (readonly [RegExp, Refusal])[] = [
  [
    /expired authorization code/,
    { kind: 'refused', message: 'The code from Salesforce is used up or too old; connect again.' },
  ],
  [
    /code verifier/,
    {
      kind: 'refused',
      message: 'Salesforce did not accept the proof key of this installation; connect again.',
    },
  ],
  [
    /expired access\/refresh token/,
    {
      kind: 'reconnect',
      message:
        'Salesforce no longer accepts the refresh token: it was revoked, rested for too long or was used twice. Connect the org again.',
    },
  ],
  [
    /inactive user/,
    {
      kind: 'reconnect',
      message:
        'The user who connected Salesforce is inactive. Activate this user, or connect again as another.',
    },
  ],
  [
    /blocked/,
    {
      kind: 'reconnect',
      message:
        'An admin of Salesforce has blocked the app: unblock it (Setup, Connected Apps OAuth Usage), then connect the org again.',
    },
  ],
  [
    /inactive organization|inactive org/,
    { kind: 'reconnect', message: 'This Salesforce org is inactive; connect another.' },
  ],
  [
    /ip restricted|ip not allowed/,
    {
      kind: 'rights',
      message: `Salesforce does not let this server in by its address. Add the address to the allowed ranges of ${APP_SETTINGS} and of the user's profile.`,
    },
  ],
  [
    /approved this consumer/,
    {
      kind: 'rights',
      message:
        "The user has not approved the app: in the app's policies allow users who are pre-authorized, and assign the permission set to the integration user.",
    },
  ],
  [
    /no client credentials user|no valid user|run as/,
    {
      kind: 'rights',
      message:
        "The app has no user to run as: choose the integration user under Client Credentials Flow in the app's policies.",
    },
  ],
  [
    /audience|assertion|signature|not yet valid|jwt/,
    {
      kind: 'refused',
      message:
        'Salesforce refused the signed assertion: check that the certificate uploaded to the app belongs to this private key, that the user name is right, and that production or sandbox is chosen rightly.',
    },
  ],
  [
    /authentication failure/,
    {
      kind: 'refused',
      message:
        'Salesforce refused the sign-in. Check that the user is active and not frozen, and that production, sandbox or My Domain is chosen rightly, then connect again.',
    },
  ],
];

/** @returns the error of a token answer that is no success; limits and failures pass by themselves. */
export function tokenFailure(answer: Answer, operation: string): CrmError {
  const body = objectOf(answer.body);
  const code = textOf(body.error) ?? '';
  const said = cleanText(textOf(body.error_description) ?? '').slice(0, 200);
  const details = { operation, status: answer.status, ...(code && { code }) };
  if (code === 'rate_limit_exceeded' || answer.status === 429) {
    const message = 'Salesforce asks to wait with new tokens; it goes on by itself.';
    return new CrmError('wait', message, { waitMs: 60_000, details });
  }
  if (answer.status >= 500 || answer.status < 400) {
    return new CrmError('transient', `Salesforce failed at the ${operation}.`, { details });
  }
  const known =
    code === 'invalid_grant'
      ? BY_DESCRIPTION.find(([pattern]) => pattern.test(said.toLowerCase()))?.[1]
      : BY_ERROR[code];
  if (known) return new CrmError(known.kind, known.message, { details });
  return new CrmError(
    'refused',
    `Salesforce refused the ${operation}: ${code || `HTTP ${answer.status}`}. Check the consumer key and secret, the callback address and the login address.`,
    { details },
  );
}

/** What Salesforce sends back to the callback instead of a code, in words with the way out. */
const DECLINED: Readonly<Record<string, string>> = {
  access_denied: 'Access was declined in Salesforce.',
  OAUTH_APP_BLOCKED:
    'The org has blocked the app: an admin of Salesforce unblocks it under Connected Apps OAuth Usage.',
  OAUTH_APP_ACCESS_DENIED:
    "The user may not use the app: in the app's policies permit the user's profile or permission set.",
  OAUTH_APPROVAL_ERROR_GENERIC:
    'Salesforce could not approve the app. Install its package first, or sign in as a user who may approve apps that are not installed.',
  OAUTH_EC_APP_NOT_FOUND:
    'The org does not know the app: create it there, or install its package, then connect again.',
  redirect_uri_mismatch: BY_ERROR.redirect_uri_mismatch?.message ?? '',
  invalid_client_id: BY_ERROR.invalid_client_id?.message ?? '',
};

export function declinedMessage(error: string): string | undefined {
  return Object.hasOwn(DECLINED, error) ? DECLINED[error] : undefined;
}
