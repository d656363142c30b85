/** Signing in, people and keys. */
export const signingIn = {
  'signingIn.not-known':
    'The e-mail address or the password is not right. An admin can make you a link for a new password.',
  'signingIn.no-password': 'You sign in by the identity provider; change your password there.',
  'signingIn.wrong-password': 'The present password is not right.',
  'signingIn.bad-link': 'This link was used already or is too old. {wayOut}',
  'signingIn.set-up-done': 'There are users already; sign in.',
  'signingIn.nobody': 'Nobody has this e-mail address here; an admin can invite or enable people.',
  'signingIn.disabled': 'This user is disabled; an admin can invite or enable people.',
  'signingIn.bad-key':
    'This API key is unknown, revoked, or of somebody who may no longer sign in. Make a new one under API keys.',
  'signingIn.foreign-page':
    'This request came from a page of another site. If it is your own, open it at the address that PUBLIC_URL names.',
  'signingIn.csrf':
    'The header x-csrf-token is missing or not of this session; read it anew from GET /api/v1/session.',
  'signingIn.not-signed-in': 'Sign in, or send an API key.',
  'signingIn.not-allowed':
    'This needs the role {needed}; yours is {yours}. An admin can change it under Users.',
  'signingIn.journey-lost': 'This sign-in took too long or began in another browser.',
  'signingIn.provider-failed':
    'The identity provider did not confirm who you are; try again. The log says why.',
  'signingIn.not-invited': 'Ask an admin of Plumbline to invite you.',
  'signingIn.other-person':
    'Somebody else at the identity provider signs in with this e-mail address.',
  'signingIn.too-many-attempts': 'Too many attempts. Try again in {minutes} minutes.',
  'signingIn.no-user': 'There is no such user in this workspace.',
  'signingIn.address-taken': 'Somebody has this e-mail address already; take another one.',
  'signingIn.name-taken': 'Somebody has this name already; take another one.',
  'signingIn.last-admin':
    'This is the last admin who can sign in; make somebody else an admin first.',
  'signingIn.own-password':
    'Change your own password under your name; a link is for somebody else.',
  'signingIn.no-key': 'There is no such API key of yours.',
  'signingIn.key-makes-key': 'A key cannot make keys; sign in to make one.',
  'signingIn.key-session': 'An API key has no session and no password.',
  'signingIn.role-too-high':
    'A key of yours may be {role} at most, because you are; take that role or a lesser one.',
} as const;
