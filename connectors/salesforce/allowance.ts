import type { Allowance } from '../../src/lead/allowance.js';
import { objectOf } from '../kit/json.js';
import type { SalesforceApi } from './client.js';

/**
 * Change events and platform events that the org's subscribers may be handed in 24 hours; null where
 * Salesforce does not tell.
 */
export async function readAllowance(api: SalesforceApi): Promise<Allowance | null> {
  const { body } = await api.send({
    operation: 'limits',
    priority: 'background',
    method: 'GET',
    path: '/limits',
  });
  const { Max: limit, Remaining: remaining } = objectOf(
    objectOf(body).DailyDeliveredPlatformEvents,
  );
  return Number.isSafeInteger(limit) && Number.isSafeInteger(remaining)
    ? { limit: Number(limit), remaining: Number(remaining) }
    : null;
}
