import type { SimulatorClock } from '../../simulator-kit/clock.js';
import type { FaultPlan } from '../../simulator-kit/faults.js';
import { createRandom } from '../../simulator-kit/random.js';
import { WebhookEmitter, type WebhookTarget } from '../../simulator-kit/webhooks.js';
import type { Credentials } from './credentials.js';
import type { SimulatorOptions, WebhookDelivery } from './options.js';
import type { Portal } from './portal.js';
import type { Settings } from './settings.js';
import { signatureV1, signatureV3 } from './signatures.js';
import {
  type DeclaredSubscription,
  readSubscriptions,
  type Subscription,
  type SubscriptionFile,
} from './subscriptions.js';
import { type WebhookEvent, webhookEvents } from './webhook-events.js';

interface ServiceOptions {
  readonly portals: ReadonlyMap<string, Portal>;
  readonly credentials: Credentials;
  readonly clock: SimulatorClock;
  readonly settings: Settings;
  readonly faults: FaultPlan;
  readonly seed: number;
  readonly options: SimulatorOptions;
}

/** Delivers the app's events of all portals that have it installed, to one address, several portals mixed. */
export class WebhookService {
  emitter: WebhookEmitter<WebhookEvent> | undefined;
  subscriptions: Subscription[];
  private readonly deps: ServiceOptions;

  constructor(deps: ServiceOptions) {
    this.deps = deps;
    const { options, portals, credentials } = deps;
    this.subscriptions = readSubscriptions(options.subscriptions ?? []);
    if (options.webhook) this.setTarget(options.webhook, options.webhook);
    const random = createRandom(deps.seed).fork('webhook-events');
    for (const portal of portals.values()) {
      portal.listeners.push((event) => {
        if (!this.emitter || !credentials.installations.has(portal.id)) return;
        const { appId } = credentials.app;
        for (const entry of webhookEvents(portal, event, this.subscriptions, appId, random)) {
          this.emitter.emit(entry);
        }
      });
    }
  }

  /** One address an app; a new one replaces the old one together with what waits. */
  setTarget(target: WebhookTarget, delivery: WebhookDelivery = {}): void {
    this.emitter?.close();
    const { faults, seed } = this.deps;
    this.emitter = new WebhookEmitter<WebhookEvent>({
      target,
      sign: (body, url) => this.headers(body, url),
      render: (event, attemptNumber) => ({ ...event, attemptNumber }),
      random: createRandom(seed).fork('webhook-delivery'),
      faults,
      ...definedOnly(delivery),
    });
  }

  setSubscriptions(declared: readonly DeclaredSubscription[] | SubscriptionFile): void {
    this.subscriptions = readSubscriptions(declared);
  }

  close(): void {
    this.emitter?.close();
  }

  /** Headers of a delivery (HubSpot docs: Webhooks, Validating requests). */
  private headers(body: string, url: string): Record<string, string> {
    const { clock, settings, credentials } = this.deps;
    const secret = credentials.app.clientSecret;
    const timestamp = settings.signWithOffset ? clock.now() : clock.base();
    return {
      'content-type': 'application/json',
      'user-agent':
        'HubSpot Connect 2.0 (http://dev.hubspot.com/) (namespace: webhooks-nio-http-client)',
      'x-hubspot-signature': signatureV1(secret, body),
      'x-hubspot-signature-version': settings.signatureVersion,
      'x-hubspot-signature-v3': signatureV3(secret, 'POST', url, body, timestamp),
      'x-hubspot-request-timestamp': String(timestamp),
      'x-hubspot-timeout-millis': '10000',
    };
  }
}

function definedOnly(delivery: WebhookDelivery) {
  const { concurrency, lingerMs, timeoutMs, compress, retryDelays } = delivery;
  return {
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(lingerMs === undefined ? {} : { lingerMs }),
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(compress === undefined ? {} : { compress }),
    ...(retryDelays === undefined ? {} : { retryDelays }),
  };
}
