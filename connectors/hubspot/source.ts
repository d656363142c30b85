import type { ChangeSource, SourceKind } from '../../src/lead/change.js';

/** Changes of a whole file of records; quiet, and never a person's decision about one of them. */
const IMPORTS = new Set(['IMPORT', 'MIGRATION']);

const SYNCS = new Set([
  'SALESFORCE',
  'INTEGRATIONS_SYNC',
  'INTEGRATIONS_PLATFORM',
  'PORTAL_OBJECT_SYNC',
  'FLYWHEEL_PRODUCT_DATA_SYNC',
  'BET_CRM_CONNECTOR',
]);

/** What HubSpot itself or a rule in it does; also apps, when they are not ours. */
const AUTOMATIONS = new Set([
  'ADS',
  'AI_GROUP',
  'ANALYTICS',
  'API',
  'AUTOMATION_JOURNEY',
  'AUTOMATION_PLATFORM',
  'BEHAVIORAL_EVENTS',
  'BOT',
  'CALCULATED',
  'COMPANIES',
  'COMPANY_INSIGHTS',
  'CONVERSATIONS',
  'DATA_ENRICHMENT',
  'DEALS',
  'EMAIL',
  'ENGAGEMENTS',
  'EXTENSION',
  'FORM',
  'INTEGRATION',
  'INTENT',
  'INTERNAL_PROCESSING',
  'MARKETING_EMAIL',
  'MEETINGS',
  'MERGE_COMPANIES',
  'MERGE_CONTACTS',
  'MERGE_OBJECTS',
  'PROSPECTING_AGENT',
  'SEQUENCES',
  'SIGNALS',
  'SOCIAL',
  'TASK',
  'WORKFLOWS',
  'WORKFLOW_CONTACT_DELETE_ACTION',
]);

/** Screens that people use; such a change is a person's when the user is named. */
const SCREENS = new Set([
  'CONTACTS',
  'CONTACTS_WEB',
  'CRM',
  'CRM_UI',
  'CRM_UI_BULK_ACTION',
  'MOBILE_ANDROID',
  'MOBILE_IOS',
  'SALES',
]);

/** Sources whose `sourceId` is an app's id. */
const APPS = new Set(['INTEGRATION', 'API', '']);

export interface HubSpotSource {
  /** `changeSource` of a webhook, `sourceType` of a property's history: one open set. */
  readonly type?: string | undefined;
  readonly id?: string | undefined;
  /** `updatedByUserId` of a history entry. */
  readonly user?: string | undefined;
}

/**
 * Who made a change. A person's is one by a named user (`userId:123`, or a screen's change with its
 * user), because a person's change of the stage outranks every rule; without a name it is unknown.
 */
export function sourceOf(source: HubSpotSource, appId: string | undefined): ChangeSource {
  const type = source.type ?? '';
  const named = /^userId:(\d+)$/.exec(source.id ?? '')?.[1];
  const user = named ?? (SCREENS.has(type) ? source.user : undefined);
  const kind = kindOf(type, source.id, user, appId);
  const id = kind === 'person' ? user : source.id || undefined;
  return id === undefined ? { kind } : { kind, id };
}

function kindOf(
  type: string,
  id: string | undefined,
  user: string | undefined,
  appId: string | undefined,
): SourceKind {
  if (IMPORTS.has(type)) return 'import';
  if (SYNCS.has(type)) return 'sync';
  if (appId !== undefined && id === appId && APPS.has(type)) return 'us';
  if (user !== undefined && (SCREENS.has(type) || !AUTOMATIONS.has(type) || APPS.has(type))) {
    return 'person';
  }
  return AUTOMATIONS.has(type) ? 'automation' : 'unknown';
}
