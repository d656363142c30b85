/** One world for suites that hold of every CRM: the running app, connected to it, first load done. */
import { readFileSync } from 'node:fs';
import type { FaultSpec } from '../../../connectors/simulator-kit/faults.js';
import type { App } from '../../../src/app.js';
import type { Account } from '../../../src/store/accounts.js';
import { insertDeliveries } from '../../../src/store/deliveries.js';
import { publishDocument } from '../../../src/store/documents.js';
import { markWorkspaceDirty } from '../../../src/store/leads.js';
import { createAppWorld, sendHook } from '../app-world.js';
import { createSalesforceWorld, type SalesforceWorld } from '../salesforce-world.js';
import { type Ended, type Ends, hubspotEnds, salesforceEnds } from './access.js';
import type { Crm, ToldTitle } from './crm.js';
import { hubspotCrm, pushedTitle } from './hubspot.js';
import { salesforceCrm, streamedTitle } from './salesforce.js';

export interface CrmWorld {
  readonly crm: Crm;
  readonly app: App;
  readonly account: Account;
  /** One delivery of events, as the CRM makes it. */
  deliver(titles: readonly ToldTitle[]): Promise<void>;
  /** An admin ends our access, in one of the ways that the CRM has. */
  endAccess(how: string): Promise<Ended>;
  /** Resolves when the app has taken what the CRM tells by itself. */
  heard(): Promise<void>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

export interface CrmWorldOptions {
  /** Made-up people who are there before; default 5. */
  readonly people?: number;
  readonly env?: Record<string, string>;
  /** The CRM's own stage is written, where the shipped mapping leaves it alone, too. */
  readonly ownStage?: boolean;
}

async function endBy(ends: Ends, how: string): Promise<Ended> {
  const end = ends[how];
  if (!end) throw new Error(`nobody knows how ${how}`);
  return end();
}

async function openHubSpot({ people = 5, env = {} }: CrmWorldOptions): Promise<CrmWorld> {
  const world = await createAppWorld({ simulator: { contacts: people }, env });
  const crm = hubspotCrm(world.simulator);
  return {
    ...world,
    crm,
    endAccess: (how) => endBy(hubspotEnds(world), how),
    heard: () => crm.told(),
    async deliver(titles) {
      const status = await sendHook(world, titles.map(pushedTitle));
      if (status !== 204) throw new Error(`the delivery was answered by ${status}`);
    },
  };
}

/** Publishes the mapping with a line that writes `Status`. */
async function writeStatus({ app, account }: SalesforceWorld, { stage }: Crm): Promise<void> {
  const shipped = readFileSync('mappings/salesforce.yaml', 'utf8');
  const table = `{ lead: '${stage.lead}', mql: '${stage.mql}' }`;
  const text = `${shipped}  crmStage: { to: ${stage.property}, table: ${table} }\n`;
  const document = { kind: 'mapping', name: 'salesforce', text } as const;
  const { workspace } = account;
  await publishDocument(app.pool, workspace, document, { who: 'test', reason: 'test' });
  await markWorkspaceDirty(app.pool, workspace, { remap: true });
  app.wakes.wake('score');
}

async function openSalesforce(options: CrmWorldOptions): Promise<CrmWorld> {
  const { people = 5, env = {}, ownStage = false } = options;
  const world = await createSalesforceWorld({ simulator: { people }, env, streams: true });
  const crm = salesforceCrm(world.simulator);
  if (ownStage) {
    await writeStatus(world, crm);
    await world.settle();
  }
  return {
    ...world,
    crm,
    endAccess: (how) => endBy(salesforceEnds(world), how),
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
  /** How an admin there ends our access. */
  readonly ends: readonly string[];
  readonly open: (options?: CrmWorldOptions) => Promise<CrmWorld>;
}[] = [
  {
    label: 'HubSpot',
    delays: [],
    ends: ['the app is removed'],
    open: (options = {}) => openHubSpot(options),
  },
  {
    label: 'Salesforce',
    delays: [['a locked row', { kind: 'partial-failure', rate: 0.5, count: 4 }]],
    ends: [
      'the app is blocked',
      'the user is made inactive',
      'the user may not log in',
      'the consumer secret is made anew',
      'the grant is revoked',
      'the refresh token is used by somebody else',
    ],
    open: (options = {}) => openSalesforce(options),
  },
];
