/** Accounts: connecting them, their freshness, rights and properties. */
export const accounts = {
  'accounts.freshness-polled': 'Changes arrive within the poll interval, one minute by default.',
  'accounts.freshness-pushed':
    'Changes arrive within seconds; page views and e-mail figures within a minute.',
  'accounts.way-key': 'Service key',
  'accounts.way-own-app': 'Your own app',
  'accounts.way-listed-app': 'Marketplace app',
  'accounts.contacts': 'Contacts',
  'accounts.companies': 'Companies',
  'accounts.deals': 'Deals',
  'accounts.emails': 'E-mails',
  'accounts.calls': 'Calls',
  'accounts.meetings': 'Meetings',
  'accounts.notes': 'Notes',
  'accounts.tasks': 'Tasks',
  'accounts.feed-load': 'first load of {object}',
  'accounts.feed-poll': 'poll of {object}',
  'accounts.missing-read': '{objects} cannot be read: grant the scope {scope} and connect again.',
  'accounts.missing-write':
    'Scores cannot be written to contacts: grant the scope {scope} and connect again.',
  'accounts.missing-schema':
    'Our properties cannot be created: grant the scope {scope} and connect again.',
  'accounts.not-accepted-key':
    '{crm} does not accept this key; copy the whole key again and connect once more.',
  'accounts.not-accepted-app':
    "{crm} does not accept this app's access; install it again and connect once more.",
  'accounts.no-person-access': '{crm} does not let us read {objects}. {missing}',
  'accounts.no-key-way': '{crm} cannot be connected by a key.',
  'accounts.no-connector': 'Plumbline does not know {crm}; it knows {known}.',
  'accounts.connected-elsewhere':
    'Account {portal} is connected in another workspace of this Plumbline.',
  'accounts.no-account': 'There is no such account in this workspace.',
  'accounts.no-account-mapped': 'There is no such account; see GET /api/v1/mappings.',
  'accounts.without-credentials':
    'The {crm} account {portal} has no credentials; connect it again.',
  'accounts.another-account':
    'The credentials of the {crm} account {portal} open another account now ({other}); connect it again.',
  'accounts.no-new-access':
    '{crm} refuses every new access of account {portal}; see there whether the app is still allowed, then connect the account again.',
  'accounts.disconnected': 'the account was disconnected',
  'accounts.not-stored': 'Account {account} was not stored.',
  'accounts.account-gone': 'Account {account} was disconnected.',
  'accounts.stays-off': 'Write-back stays off: {missing}',
  'accounts.stays-off-property':
    'Write-back stays off, because a property cannot be ours: {reasons}',
  'accounts.stays-off-properties':
    'Write-back stays off, because properties cannot be ours: {reasons}',
  'accounts.property-type':
    'The contact property {property} exists with the type {found}; it must be {wanted}. Delete or rename it in HubSpot, then try again.',
  'accounts.property-calculated':
    'The contact property {property} exists and HubSpot calculates it, so it cannot be written. Delete it in HubSpot, then try again.',
  'accounts.property-field-type':
    'The contact property {property} exists as the field type {found} instead of {wanted}; it is used as it is.',
  'accounts.property-choices': 'The list {property} exists and gets the choices that it lacks.',
  'accounts.property-group': 'The contact property {property} exists in another group; it is used.',
  'accounts.property-unusable': '{property} cannot be used.',
  'accounts.no-app': '{crm} has no app to renew with.',
  'accounts.key-renewed': 'A key is never renewed.',
  'accounts.no-grant': '{crm} grants no tokens.',
  'accounts.bad-host':
    '{field} is {given}; expected an https address without a path on one of: {known}.',
  'accounts.missing-field': '{field} is missing.',
  'accounts.missing-field-help': '{field} is missing. {help}',
  'accounts.unnamed': 'HubSpot account {portal}',
} as const;
