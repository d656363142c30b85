/** The ways to connect an org, and what each asks for. */
import type { CredentialField, WayToConnect } from '../connector.js';

const SETTINGS = 'External Client App Manager, the app, Settings, OAuth Settings';

const consumerKey: CredentialField = {
  name: 'clientId',
  label: 'Consumer key',
  help: `In Setup: ${SETTINGS}.`,
  secret: false,
};

const freshness =
  'Changes arrive within seconds where the org streams change events, else within the poll interval, one minute by default.';

/** No public address is needed: change events are fetched, not sent. */
const way = (rest: Pick<WayToConnect, 'id' | 'label' | 'fields'>): WayToConnect => ({
  push: false,
  freshness,
  ...rest,
});

const login: CredentialField = {
  name: 'loginUrl',
  label: 'Login address',
  help: 'https://login.salesforce.com for production, https://test.salesforce.com for a sandbox, or the My Domain of the org (Setup, My Domain).',
  secret: false,
  default: 'https://login.salesforce.com',
  host: { endsIn: ['login.salesforce.com', 'test.salesforce.com', '.my.salesforce.com'] },
};

export const WAYS: readonly WayToConnect[] = [
  way({
    id: 'client-credentials',
    label: 'Integration user, by consumer key and secret',
    fields: [
      {
        name: 'loginUrl',
        label: 'My Domain',
        help: 'The address of the org itself, https://<name>.my.salesforce.com (Setup, My Domain).',
        secret: false,
        host: { endsIn: ['.my.salesforce.com'] },
      },
      consumerKey,
      {
        name: 'clientSecret',
        label: 'Consumer secret',
        help: `In Setup: ${SETTINGS}.`,
        secret: true,
      },
    ],
  }),
  way({
    id: 'jwt',
    label: 'Integration user, by certificate',
    fields: [
      login,
      consumerKey,
      {
        name: 'username',
        label: 'User name',
        help: 'Of the integration user, as it logs in; the user must be pre-authorized for the app.',
        secret: false,
      },
      {
        name: 'privateKey',
        label: 'Private key',
        help: 'RSA, in PEM form and without a pass phrase; its certificate is uploaded to the app.',
        secret: true,
        multiLine: true,
      },
    ],
  }),
  way({ id: 'own-app', label: 'Your own app, by login', fields: [login] }),
  way({ id: 'listed-app', label: 'AppExchange app', fields: [login] }),
];
