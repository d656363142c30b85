/** A simulated portal in this process, whose webhooks reach the web process through a front. */
import { startHubSpotSimulator } from '../../../connectors/hubspot/simulator/index.js';
import { connectAccount } from '../../../src/accounts/connect.js';
import { OUTPUT_PROPERTIES } from '../../../src/accounts/outputs.js';
import type { App } from '../../../src/app.js';
import { startReading } from '../../../src/intake/poll.js';
import { setWrites } from '../../../src/store/accounts.js';
import { PUBLIC_HOOK, type Simulator, SUBSCRIPTIONS } from '../../support/app-world.js';
import { hubspotCrm } from '../../support/crms/hubspot.js';
import { changesOfContacts } from './checks.js';
import type { Front } from './front.js';
import type { Part } from './part.js';

export interface HubSpotPart extends Part {
  readonly simulator: Simulator;
  /** What each of the people was made with. */
  readonly created: ReadonlyMap<string, Readonly<Record<string, string>>>;
  connect(app: App): Promise<void>;
}

export async function startHubSpotPart(contacts: number, front: Front): Promise<HubSpotPart> {
  const simulator = await startHubSpotSimulator({
    contacts: 0,
    subscriptions: SUBSCRIPTIONS,
    webhook: { url: `${front.url}/hooks/hubspot`, publicUrl: PUBLIC_HOOK, compress: 100 },
  });
  const [owner] = simulator.data(simulator.portal).owners;
  const created = new Map<string, Record<string, string>>();
  for (let index = 0; index < contacts; index += 1) {
    const values = {
      email: `buyer-${index}@company-${index}.example`,
      firstname: `Buyer ${index}`,
      lastname: 'Moreau',
      jobtitle: 'Director of Marketing',
      hubspot_owner_id: owner?.id ?? '',
    };
    created.set(simulator.acts().createContact(values).id, values);
  }
  return {
    crm: hubspotCrm(simulator),
    people: [...created.keys()],
    simulator,
    created,
    async connect(app) {
      const { account } = await connectAccount(app.accounts, {
        crm: 'hubspot',
        baseUrl: simulator.url,
        way: 'own-app',
        credentials: {
          kind: 'app',
          clientId: simulator.app.clientId,
          clientSecret: simulator.app.clientSecret,
          accessToken: simulator.accessToken(simulator.portal),
          refreshToken: simulator.refreshToken(simulator.portal) ?? '',
          expiresAt: Date.now() + 1_800_000,
        },
        appId: simulator.app.appId,
        who: 'test',
      });
      await (await app.session(account)).provision(OUTPUT_PROPERTIES);
      await setWrites(app.pool, account.id, true);
      await startReading(app.pipeline, account, Date.now());
    },
    told: () =>
      changesOfContacts(front).map(
        ({ objectId, propertyName, occurredAt, propertyValue }) =>
          `${objectId}|${propertyName}|${occurredAt}|${propertyValue ?? ''}`,
      ),
    events: () => front.acknowledged.length,
    async heard() {
      const { length } = front.acknowledged;
      await simulator.webhooks.emitter?.idle();
      return front.acknowledged.length === length;
    },
    close: () => simulator.close(),
  };
}
