import { z } from 'zod';
import { PlumblineError } from '../../../src/lib/errors.js';
import { objectType } from './object-types.js';

const ACTIONS = [
  'creation',
  'deletion',
  'merge',
  'restore',
  'propertyChange',
  'associationChange',
] as const;

const Declared = z.object({
  subscriptionType: z.string(),
  objectType: z.string().optional(),
  propertyName: z.string().optional(),
  active: z.boolean().optional(),
});
export type DeclaredSubscription = z.input<typeof Declared>;

/** The lists of `webhooks-hsmeta.json`, `config.subscriptions` (HubSpot docs: Webhooks). */
export interface SubscriptionFile {
  readonly crmObjects?: readonly DeclaredSubscription[];
  readonly legacyCrmObjects?: readonly DeclaredSubscription[];
  readonly hubEvents?: readonly DeclaredSubscription[];
}

export interface Subscription {
  readonly id: number;
  /** As sent: `object.propertyChange` or `contact.propertyChange`. */
  readonly subscriptionType: string;
  readonly generic: boolean;
  readonly action: string;
  readonly objectType: string;
  readonly propertyName: string | null;
}

/** HubSpot refuses these (HubSpot docs: Webhooks). */
const NOT_SUBSCRIBABLE = new Set([
  'num_unique_conversion_events',
  'hs_lastmodifieddate',
  'lastmodifieddate',
]);

/**
 * Reads an app's subscriptions; inactive ones are left out. A property that a portal lacks is accepted
 * and yields no events, as in HubSpot.
 * @throws PlumblineError `simulator-subscription` naming the entry.
 */
export function readSubscriptions(
  declared: readonly DeclaredSubscription[] | SubscriptionFile,
): Subscription[] {
  const list = Array.isArray(declared)
    ? (declared as readonly DeclaredSubscription[])
    : Object.values(declared as SubscriptionFile).flat();
  if (list.length > 1000) throw refusal('an app may have at most 1000 subscriptions', list.length);
  const found: Subscription[] = [];
  for (const [at, entry] of list.entries()) {
    const parsed = Declared.safeParse(entry);
    if (!parsed.success) throw refusal(`entry ${at} is no subscription`, entry);
    const subscription = readOne(parsed.data, 7_500_000 + at);
    if (parsed.data.active !== false) found.push(subscription);
  }
  return found;
}

function readOne(entry: z.output<typeof Declared>, id: number): Subscription {
  const [subject, action = ''] = entry.subscriptionType.split('.');
  if (entry.subscriptionType === 'contact.privacyDeletion') {
    return { id, ...base(entry.subscriptionType, action, 'contacts'), propertyName: null };
  }
  if (!(ACTIONS as readonly string[]).includes(action))
    throw refusal('unknown subscriptionType', entry);
  const generic = subject === 'object';
  const type = objectType((generic ? entry.objectType : subject) ?? '');
  if (!type) throw refusal('unknown objectType', entry);
  if (!generic && !['contact', 'company', 'deal'].includes(subject ?? '')) {
    throw refusal('the legacy format knows contact, company and deal', entry);
  }
  if ((action === 'propertyChange') !== (entry.propertyName !== undefined)) {
    throw refusal('propertyChange, and only it, names one property', entry);
  }
  if (entry.propertyName !== undefined && NOT_SUBSCRIBABLE.has(entry.propertyName)) {
    throw refusal('this property cannot be subscribed to', entry);
  }
  return {
    id,
    ...base(entry.subscriptionType, action, type.name),
    propertyName: entry.propertyName ?? null,
  };
}

function base(subscriptionType: string, action: string, type: string) {
  return {
    subscriptionType,
    generic: subscriptionType.startsWith('object.'),
    action,
    objectType: type,
  };
}

function refusal(why: string, entry: unknown): PlumblineError {
  return new PlumblineError(
    'simulator-subscription',
    `Webhook subscription refused: ${why}: ${JSON.stringify(entry)}`,
  );
}
