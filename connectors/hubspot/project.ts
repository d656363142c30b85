import type { Install } from '../connector.js';
import { declaration, isOutput } from './definition.js';

/** Subscriptions take the singular name of an object. */
const SINGULAR: Readonly<Record<string, string>> = {
  contacts: 'contact',
  companies: 'company',
  deals: 'deal',
};

/** What happens to whole records; a deal's links tell which contact it belongs to. */
const EVENTS: Readonly<Record<string, readonly string[]>> = {
  contacts: ['creation', 'deletion', 'restore', 'merge', 'associationChange'],
  companies: ['creation', 'deletion', 'restore', 'merge'],
  deals: ['creation', 'deletion', 'restore', 'merge', 'associationChange'],
};

const PLATFORM_VERSION = '2026.03';
const HOOK_PATH = '/hooks/hubspot';
const REDIRECT_PATH = '/oauth/hubspot/callback';

/**
 * The files of an app project for HubSpot's developer platform (HubSpot docs: App configuration,
 * Webhooks). Subscriptions belong to the app: one for each pushed property, none for what we write.
 */
export const projectFiles: Install['project'] = ({ publicUrl, properties }) => {
  const base = publicUrl.replace(/\/+$/, '');
  return {
    'hsproject.json': json({
      name: 'plumbline',
      srcDir: 'src',
      platformVersion: PLATFORM_VERSION,
    }),
    'src/app/app-hsmeta.json': json({
      uid: 'plumbline_app',
      type: 'app',
      config: {
        name: 'Plumbline',
        description:
          'Lead scoring that people can read: score, grade, stage and reasons on contacts.',
        distribution: 'private',
        auth: {
          type: 'oauth',
          redirectUrls: [base + REDIRECT_PATH],
          requiredScopes: declaration.scopes.required,
          optionalScopes: declaration.scopes.optional,
          conditionallyRequiredScopes: [],
        },
        permittedUrls: { fetch: [base], iframe: [], img: [] },
      },
    }),
    'src/app/webhooks/webhooks-hsmeta.json': json({
      uid: 'plumbline_webhooks',
      type: 'webhooks',
      config: {
        settings: { targetUrl: base + HOOK_PATH, maxConcurrentRequests: 10 },
        subscriptions: {
          crmObjects: Object.keys(EVENTS).flatMap((object) => subscriptionsOf(object, properties)),
          legacyCrmObjects: [],
          hubEvents: [{ subscriptionType: 'contact.privacyDeletion', active: true }],
        },
      },
    }),
  };
};

function subscriptionsOf(
  object: string,
  properties: Readonly<Record<string, readonly string[]>>,
): Record<string, unknown>[] {
  const objectType = SINGULAR[object];
  const pushed = [...new Set(properties[object] ?? [])]
    .filter((property) => declaration.route(object, property) === 'push' && !isOutput(property))
    .sort();
  return [
    ...(EVENTS[object] ?? []).map((event) => ({
      subscriptionType: `object.${event}`,
      objectType,
      active: true,
    })),
    ...pushed.map((propertyName) => ({
      subscriptionType: 'object.propertyChange',
      objectType,
      propertyName,
      active: true,
    })),
  ];
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
