import type { HookRequest } from '../../../connectors/connector.js';
import { hubspot } from '../../../connectors/hubspot/index.js';
import { startHubSpotSimulator } from '../../../connectors/hubspot/simulator/index.js';
import { SUBSCRIPTIONS } from '../../support/app-world.js';
import { receiver } from '../hubspot/simulator/support.js';
import { connectorContract } from './suite.js';
import type { World } from './world.js';

const PUBLIC = 'https://leads.acme.example/hooks/hubspot';

/** The local HubSpot as the suite's CRM, opened as an installed app. */
async function simulatorWorld(): Promise<World> {
  const hook = await receiver();
  const simulator = await startHubSpotSimulator({
    contacts: 0,
    limits: false,
    subscriptions: SUBSCRIPTIONS,
    webhook: { url: hook.url, publicUrl: PUBLIC, lingerMs: 1 },
  });
  const acts = simulator.acts();
  let heard = 0;
  return {
    connector: hubspot,
    portal: simulator.portal,
    open: (change) =>
      hubspot.open({
        baseUrl: simulator.url,
        portal: simulator.portal,
        appId: simulator.app.appId,
        auth: { token: async () => simulator.accessToken(), refused: async () => {} },
        window: () => ({ take: async () => () => {} }),
        clock: () => simulator.clock.now(),
        log: { info: () => {}, warn: () => {} },
        timeoutMs: 5_000,
        count: () => {},
        ...change,
      }),
    now: () => simulator.clock.now(),
    names: { text: 'jobtitle', list: { property: 'hs_lead_status', badValue: 'nonsense' } },
    create: async (_, properties) => acts.createContact(properties).id,
    update: async (object, record, properties) => {
      acts.edit(object, record, properties);
    },
    remove: async (object, record) => acts.archive(object, record),
    setTask: async (task, state) => {
      if (state === 'gone') acts.archive('tasks', task);
      else if (state === 'completed') acts.completeTask(task);
      else acts.edit('tasks', task, { hs_task_status: 'IN_PROGRESS' });
    },
    merge: async (object, winner, loser) => acts.merge(object, winner, loser).id,
    values: async (object, record) => {
      const found = simulator.data().store.resolve(object, record);
      return found?.archivedAt === null ? found.values : undefined;
    },
    settle: () => new Promise((resolve) => setTimeout(resolve, 10)),
    applyThenCut: async () => {
      simulator.fault({ kind: 'apply-then-cut', count: 1 });
    },
    failOnce: async () => {
      simulator.fault({ kind: 'status', status: 503, count: 1 });
    },
    revoke: async () => {
      simulator.uninstall();
    },
    hooks: async () => {
      await simulator.webhooks.emitter?.idle();
      const fresh = hook.deliveries.slice(heard);
      heard = hook.deliveries.length;
      return fresh.map(
        ({ headers, raw }): HookRequest => ({
          method: 'POST',
          url: PUBLIC,
          headers,
          body: Buffer.from(raw),
        }),
      );
    },
    secrets: [simulator.app.clientSecret],
    close: async () => {
      await simulator.close();
      await hook.close();
    },
  };
}

connectorContract('HubSpot on its simulator', simulatorWorld, {
  hooks: true,
  merge: true,
  faults: true,
});
