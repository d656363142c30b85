import { salesforce } from '../../../connectors/salesforce/index.js';
import { startSalesforceSimulator } from '../../../connectors/salesforce/simulator/index.js';
import { connectorContract } from './suite.js';
import type { World } from './world.js';

/** What nobody asks a person of: a lead has a name and a company. */
const REQUIRED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Lead: { LastName: 'Byron', Company: 'Acme' },
  Contact: { LastName: 'Byron' },
};

const TASK_STATUS = { started: 'In Progress', completed: 'Completed' } as const;

/** The local Salesforce as the suite's CRM, opened by an admin: fields are made by who may make fields. */
async function simulatorWorld(): Promise<World> {
  const simulator = await startSalesforceSimulator({
    people: 0,
    // Salesforce's own lists take values that they do not name.
    customFields: [{ name: 'Segment__c', type: 'picklist', values: ['A', 'B'], restricted: true }],
  });
  const { acts, org } = simulator;
  return {
    connector: salesforce,
    portal: org.id,
    open: (change) =>
      salesforce.open({
        baseUrl: simulator.url,
        portal: org.id,
        auth: {
          token: async () => simulator.accessToken(simulator.setup.admin),
          refused: async () => {},
        },
        window: () => ({ take: async () => () => {} }),
        clock: () => simulator.clock.now(),
        log: { info: () => {}, warn: () => {} },
        timeoutMs: 5_000,
        count: () => {},
        ...change,
      }),
    now: () => simulator.clock.now(),
    names: { text: 'Title', list: { property: 'Segment__c', badValue: 'nonsense' } },
    create: async (object, properties) =>
      acts.create(object, { ...REQUIRED[object], ...properties }).id,
    update: async (object, record, properties) => {
      acts.edit(object, record, properties);
    },
    remove: async (object, record) => acts.delete(object, record),
    setTask: async (task, state) => {
      if (state === 'gone') acts.delete('Task', task);
      else acts.edit('Task', task, { Status: TASK_STATUS[state] });
    },
    merge: async (_, winner, loser) => {
      simulator.moreActs.merge?.(simulator, { master: winner, losers: [loser] });
      return winner;
    },
    values: async (object, record) => {
      const found = org.living(object, record);
      return (
        found &&
        Object.fromEntries(
          Object.entries(found.values).map(([name, value]) => [
            name,
            value === null || value === undefined ? null : String(value),
          ]),
        )
      );
    },
    // Only seconds that are over are read.
    settle: async () => simulator.clock.advance(10_000),
    applyThenCut: async () => {
      for (const method of ['POST', 'PATCH'])
        simulator.fault({ kind: 'apply-then-cut', method, count: 1 });
    },
    failOnce: async () => {
      simulator.fault({ kind: 'status', status: 503, count: 1 });
    },
    revoke: async () => {
      simulator.credentials.revokeAll();
    },
    close: () => simulator.close(),
  };
}

connectorContract('Salesforce on its simulator', simulatorWorld, {
  hooks: false,
  merge: true,
  faults: true,
});
