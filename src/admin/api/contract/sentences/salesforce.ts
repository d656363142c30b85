/** Salesforce alone: its ways to connect, and what we say of its refusals. */
export const salesforce = {
  'salesforce.freshness':
    'Changes arrive within seconds where the org streams change events, else within the poll interval, one minute by default.',
  'salesforce.way-client-credentials': 'Integration user, by consumer key and secret',
  'salesforce.way-jwt': 'Integration user, by certificate',
  'salesforce.way-own-app': 'Your own app, by login',
  'salesforce.way-listed-app': 'AppExchange app',
  'salesforce.key': 'Key',
  'salesforce.consumer-key': 'Consumer key',
  'salesforce.consumer-secret': 'Consumer secret',
  'salesforce.in-setup': 'In Setup: {place}.',
  'salesforce.login': 'Login address',
  'salesforce.login-help':
    'https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or the My Domain of the org (Setup, My Domain).',
  'salesforce.domain-help':
    'The address of the org itself, https://<name>.my.salesforce.com (Setup, My Domain).',
  'salesforce.user': 'User name',
  'salesforce.user-help':
    'Of the integration user, as it logs in; the user must be pre-authorized for the app.',
  'salesforce.private-key': 'Private key',
  'salesforce.private-key-help':
    'RSA, in PEM form and without a pass phrase; its certificate is uploaded to the app.',
  'salesforce.leads': 'Leads',
  'salesforce.accounts': 'Accounts',
  'salesforce.opportunities': 'Opportunities',
  'salesforce.events': 'Events',
  'salesforce.campaign-members': 'Campaign members',
  'salesforce.expired':
    'Salesforce no longer accepts the credentials of this org; connect it again.',
  'salesforce.day-used-up': "The org's API calls of the last 24 hours are used up.",
  'salesforce.day-used-up-said': "The org's API calls of the last 24 hours are used up: {said}",
  'salesforce.too-many': 'Salesforce runs too many calls of this org at once.',
  'salesforce.too-many-said': 'Salesforce runs too many calls of this org at once: {said}',
  'salesforce.no-api':
    'This Salesforce org does not let us do {operation}: its edition or its settings leave the API out.',
  'salesforce.hidden-for':
    'A field that {operation} needs is missing or hidden: assign the permission set with its field-level security to the connected user.',
  'salesforce.hidden':
    'A field is missing or hidden: assign the permission set Plumbline Integration to the connected user.',
  'salesforce.field-hidden':
    '{object} is read without {names}, now hidden from the connected user: give it read access to them by a permission set ({place}). What was read of them stays.',
  'salesforce.field-absent':
    '{object} is read without {names}: the org has no such fields, or hides them. Where they exist, give the connected user read access by a permission set ({place}); else take them out of the mapping.',
  'salesforce.field-closed':
    '{object} is written without {names}: assign the permission set Plumbline Integration to the connected user, or give it edit access to {same} and these fields by another ({place}); where they were deleted, turn write-back on again.',
  'salesforce.object-hidden':
    '{object} cannot be read: give the connected user read access to {same} by a permission set.',
  'salesforce.object-closed':
    '{object} records cannot be written: give the connected user edit access to {same} by a permission set ({place}).',
  'salesforce.no-tasks':
    'Tasks cannot be created for owners: let the connected user create tasks by a permission set ({place}).',
  'salesforce.stream-none':
    'Salesforce streams no changes to us, so the org is polled. Let an admin make the channel {channel} by letting Plumbline connect once as a user with View Setup and Configuration and Customize Application, or install the package. {said}',
  'salesforce.stream-no-channel':
    'The org has no channel Plumbline__chn of change events, so it is polled. Plumbline makes it as soon as the connected user has View Setup and Configuration and Customize Application; afterwards View All on the objects is enough.',
  'salesforce.stream-closed':
    'Salesforce does not let us listen to changes, so the org is polled: give the connected user View All Data, or View All on the streamed objects. Salesforce says: {said}',
  'salesforce.stream-partly':
    'Changes of {objects} are polled, those of the other objects streamed: the org selects no more objects for change events. Where they matter, take another object out of its channels (Setup, Change Data Capture), or buy selections; they are taken up within a quarter of an hour. {said}',
  'salesforce.stream-used-up':
    "The org's streamed events of the last 24 hours are used up: it is polled, and streaming is tried again each hour. Fewer streamed objects, or an allocation bought from Salesforce, make room.",
  'salesforce.stream-too-many':
    'As many programs listen to the org as it allows, so it is polled; streaming is tried again in a quarter of an hour.',
  'salesforce.stream-away':
    'The stream was away for longer than Salesforce keeps its changes (three days); what happened meanwhile is polled.',
  'salesforce.stream-overflow':
    'Salesforce had more changes of {objects} at once than it tells of; they are polled.',
  'salesforce.no-rights':
    'Salesforce does not let us do {operation}: give the connected user the permission set with the rights it needs.',
  'salesforce.says': 'Salesforce says: {said}',
  'salesforce.retired':
    'Salesforce has retired the API version that {operation} uses: update Plumbline.',
  'salesforce.too-long': 'Salesforce refused {operation}: its address is too long.',
  'salesforce.not-now': 'Salesforce could not write a record now: {said}',
  'salesforce.no-reason': 'Salesforce refused the values without saying why.',
  'salesforce.refresh-dead':
    'Salesforce no longer accepts the refresh token: it was revoked, rested for too long or was used twice. Connect the org again.',
  'salesforce.app-blocked':
    'An admin of Salesforce has blocked the app: unblock it (Setup, Connected Apps OAuth Usage), then connect the org again.',
  'salesforce.user-inactive':
    'The user who connected Salesforce is inactive. Activate this user, or connect again as another.',
  'salesforce.org-inactive': 'This Salesforce org is inactive; connect another.',
  'salesforce.sign-in-refused':
    'Salesforce refused the sign-in. Check that the user is active and not frozen, and that production, sandbox or My Domain is chosen rightly, then connect again.',
  'salesforce.asks-to-wait': 'Salesforce asks to wait with new tokens; it goes on by itself.',
} as const;
