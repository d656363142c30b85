import type { Install } from '../connector.js';
import { declaration } from './definition.js';

const REDIRECT_PATH = '/oauth/salesforce/callback';

/** Salesforce's labels of the scopes, as its pages show them. */
const SCOPE_LABELS: Readonly<Record<string, string>> = {
  api: 'Manage user data via APIs (api)',
  refresh_token: 'Perform requests at any time (refresh_token, offline_access)',
  id: 'Access the identity URL service (id, profile, email, address, phone)',
};

/**
 * An external client app is made on a page of Salesforce: the only file is what to enter there. What we
 * need in the org besides, fields and permission sets, is made when write-back is turned on.
 */
export const projectFiles: Install['project'] = ({ publicUrl }) => {
  const scopes = declaration.scopes.required.map((scope) => `- ${SCOPE_LABELS[scope] ?? scope}`);
  return {
    'external-client-app.md': `${[
      '# External client app for Plumbline',
      '',
      'In Salesforce: Setup, External Client App Manager, New External Client App.',
      '',
      'Name: Plumbline. Distribution state: Local. Enable OAuth.',
      '',
      'Callback URL:',
      '',
      `    ${publicUrl.replace(/\/+$/, '')}${REDIRECT_PATH}`,
      '',
      'OAuth scopes:',
      '',
      ...scopes,
      '',
      'Security: require a secret for the web server flow and for the refresh token flow; require proof key for',
      'code exchange (PKCE); enable refresh token rotation.',
      '',
      'Policies: permitted users "Admin approved users are pre-authorized", with the permission set of whoever',
      'connects; refresh token is valid until revoked, or expires if not used for 30 days.',
    ].join('\n')}\n`,
  };
};

export const uploadSteps: readonly string[] = [
  'Make the external client app in Salesforce as external-client-app.md says.',
  'Open its Settings, OAuth Settings, and copy consumer key and consumer secret. A new app takes up to ten minutes.',
];
