/** One world for suites that hold of every CRM: the running app, connected to it, first load done. */
import type { FaultSpec } from '../../../connectors/simulator-kit/faults.js';
import type { App } from '../../../src/app.js';
import type { Account } from '../../../src/store/accounts.js';
import { insertDeliveries } from '../../../src/store/deliveries.js';
import { createAppWorld, sendHook } from '../app-world.js';
import { createSalesforceWorld } from '../salesforce-world.js';
import type { Crm, ToldTitle } from './crm.js';
import { hubspotCrm, pushedTitle } from './hubspot.js';
import { salesforceCrm, streamedTitle } from './salesforce.js';

export interface CrmWorld {
  readonly crm: Crm;
  readonly app: App;
  readonly account: Account;
  /** One delivery of events, as the CRM makes it. */
  deliver(titles: readonly ToldTitle[]): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface CrmWorldOptions {
  /** Made-up people who are there before; default 5. */
  readonly people?: number;
  readonly env?: Record<string, string>;
}

async function openHubSpot({ people = 5, env = {} }: CrmWorldOptions): Promise<CrmWorld> {
  const world = await createAppWorld({ simulator: { contacts: people }, env });
  return {
    ...world,
    crm: hubspotCrm(world.simulator),
    async deliver(titles) {
      const status = await sendHook(world, titles.map(pushedTitle));
      if (status !== 204) throw new Error(`the delivery was answered by ${status}`);
    },
  };
}

async function openSalesforce({ people = 5, env = {} }: CrmWorldOptions): Promise<CrmWorld> {
  const world = await createSalesforceWorld({ simulator: { people }, env, streams: true });
  return {
    ...world,
    crm: salesforceCrm(world.simulator),
    async deliver(titles) {
      const { account, app } = world;
      const body = Buffer.from(JSON.stringify(titles.map(streamedTitle)));
      const delivery = { route: account.crm, kind: 'changes', account: account.id, body } as const;
      await insertDeliveries(app.pool, [{ ...delivery, priority: 0 }]);
      app.wakes.wake('split');
    },
  };
}

/** For `describe.each`. */
export const CRMS: readonly {
  readonly label: string;
  /** What else delays a write there. */
  readonly delays: readonly (readonly [string, FaultSpec])[];
  readonly open: (options?: CrmWorldOptions) => Promise<CrmWorld>;
}[] = [
  { label: 'HubSpot', delays: [], open: (options = {}) => openHubSpot(options) },
  {
    label: 'Salesforce',
    delays: [['a locked row', { kind: 'partial-failure', rate: 0.5, count: 4 }]],
    open: (options = {}) => openSalesforce(options),
  },
];
