/** Calls to a CRM: what we say of them; its own messages stay as they are. */
export const calls = {
  'calls.credentials-refused':
    'HubSpot no longer accepts the credentials of this account; connect it again.',
  'calls.app-removed': 'The app was removed from this HubSpot account; connect it again.',
  'calls.scope-missing':
    '{crm} does not let us do {operation}: grant the app or key the missing scope.',
  'calls.scopes-missing': '{crm} does not let us do {operation}: grant one of the scopes {scopes}.',
  'calls.gone': '{crm} has no such thing for {operation}.',
  'calls.gone-said': '{crm} has no such thing for {operation}: {said}',
  'calls.locked': '{crm} has locked what {operation} needs.',
  'calls.limit': "{crm}'s limit refused {operation}.",
  'calls.limit-said': "{crm}'s limit refused {operation}: {said}",
  'calls.moving': '{crm} is moving this account to another data centre.',
  'calls.refused': '{crm} refused {operation}.',
  'calls.refused-said': '{crm} refused {operation}: {said}',
  'calls.failed': '{crm} failed at {operation} (HTTP {status}).',
  'calls.failed-grant': '{crm} failed at the {operation}.',
  'calls.unreached': '{crm} could not be reached for the {operation}.',
  'calls.asks-to-wait': '{crm} asks to wait with the {operation}.',
  'calls.no-account-told': 'HubSpot did not say which account was connected; try again.',
  'calls.no-tokens': '{crm} answered the token request without tokens.',
  'calls.no-task-id': '{crm} created a task without telling its id.',
  'calls.task-link': '{crm} tasks are linked to {objects}, not to {object}.',
  'calls.no-token': '{crm}: the access token could not be had.',
  'calls.held-back':
    "{crm}: {operation} was not sent, the account's {budget} limit is used up; it goes on by itself.",
  'calls.no-token-in-time':
    '{crm}: {operation} was not sent, its time was up before there was a token.',
  'calls.not-sent': '{crm}: {operation} could not be sent.',
  'calls.no-answer': '{crm}: no answer to {operation} within {seconds} s.',
  'calls.connection-failed':
    '{crm}: the connection failed during {operation}; check that this server reaches {host}.',
  'calls.sent-again': 'not found in the CRM, sent again',
} as const;
