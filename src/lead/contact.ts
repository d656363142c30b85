/** When and by whom a lead was last contacted, by the activities of sales. */
import type { Activity } from './activity.js';

/** Activities of sales that reach for the lead; a note does not. */
export const CONTACT_TYPES = ['call_connected', 'meeting_held', 'sales_touch'] as const;

/** Fields that are known by these activities where no record gives them. */
export const CONTACT_FIELDS = ['lastContactedAt', 'contacted.count'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];

export function isContact({ type, attributes }: Pick<Activity, 'type' | 'attributes'>): boolean {
  return CONTACT_TYPES.some((name) => name === type) && attributes.kind !== 'note';
}

/**
 * Whose the last contact was: the attribute `owner` of the newest contact. Undefined when that carries none,
 * or when the CRM says (`lastContactedAt`, milliseconds) that there was a later one: whose is not known.
 */
export function contactedBy(
  newest: Activity | undefined,
  lastContactedAt: number | undefined,
): unknown {
  if (!newest || (lastContactedAt ?? 0) > newest.occurredAt) return undefined;
  return newest.attributes.owner ?? undefined;
}
