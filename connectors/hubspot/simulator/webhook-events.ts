import type { Random } from '../../simulator-kit/random.js';
import type { CrmEvent } from './crm-event.js';
import type { PropertyDefinition } from './definitions.js';
import { knownType } from './object-types.js';
import type { Portal } from './portal.js';
import type { Subscription } from './subscriptions.js';
import { webhookValue } from './values.js';

/** One event of a webhook request, without its attempt number (HubSpot docs: Webhooks). */
export type WebhookEvent = Readonly<Record<string, unknown>>;

/** The events that an app gets of a change: one for each subscription that matches. */
export function webhookEvents(
  portal: Portal,
  event: CrmEvent,
  subscriptions: readonly Subscription[],
  appId: string,
  random: Random,
): WebhookEvent[] {
  const type = event.kind === 'associationChange' ? event.fromType : event.type;
  const found: WebhookEvent[] = [];
  for (const subscription of subscriptions) {
    if (subscription.action !== event.kind || subscription.objectType !== type) continue;
    if (event.kind === 'propertyChange' && !pushes(portal, event, subscription)) continue;
    found.push({
      eventId: random.int(1, 4_294_967_295),
      subscriptionId: subscription.id,
      portalId: Number(portal.id),
      appId: Number(appId),
      occurredAt: event.at,
      subscriptionType: subscription.subscriptionType,
      ...(subscription.generic ? { objectTypeId: knownType(type).id } : {}),
      changeSource: event.source.type,
      ...(event.source.id === undefined ? {} : { sourceId: event.source.id }),
      ...details(portal, event, subscription),
    });
  }
  return found;
}

function pushes(
  portal: Portal,
  event: CrmEvent & { kind: 'propertyChange' },
  subscription: Subscription,
): boolean {
  if (subscription.propertyName !== event.property) return false;
  const definition = portal.properties.find(event.type, event.property);
  return definition !== undefined && !definition.rollUp;
}

function details(portal: Portal, event: CrmEvent, subscription: Subscription): WebhookEvent {
  switch (event.kind) {
    case 'creation':
      return { objectId: Number(event.id), changeFlag: 'CREATED' };
    case 'deletion':
      return { objectId: Number(event.id), changeFlag: 'DELETED' };
    case 'restore':
    case 'privacyDeletion':
      return { objectId: Number(event.id) };
    case 'propertyChange': {
      const definition = portal.properties.find(event.type, event.property);
      const sensitive = definition?.sensitive ?? false;
      return {
        objectId: Number(event.id),
        propertyName: event.property,
        propertyValue: sensitive ? 'REDACTED' : shownValue(portal, definition, event.value),
        ...(subscription.generic ? { isSensitive: sensitive } : {}),
      };
    }
    case 'merge':
      return {
        primaryObjectId: Number(event.primary),
        mergedObjectIds: event.merged.map(Number),
        newObjectId: Number(event.into),
        numberOfPropertiesMoved: event.moved,
      };
    default:
      return {
        associationType:
          `${knownType(event.fromType).singular}_TO_${knownType(event.toType).singular}`.toUpperCase(),
        fromObjectId: Number(event.from),
        toObjectId: Number(event.to),
        associationRemoved: event.removed,
        isPrimaryAssociation: event.primary,
      };
  }
}

function shownValue(
  portal: Portal,
  definition: PropertyDefinition | undefined,
  value: string,
): string {
  return portal.settings.webhookTimes === 'ms'
    ? webhookValue(definition?.type ?? 'string', value)
    : value;
}
