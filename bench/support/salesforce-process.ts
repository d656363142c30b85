/** A simulated Salesforce org as a process of its own; it tells what it saw by its own log. */
import {
  type Simulator,
  startSalesforceSimulator,
} from '../../connectors/salesforce/simulator/index.js';
import type { SimulatorOptions } from '../../connectors/salesforce/simulator/options.js';
import { serveParent } from './serve.js';
import type { CallRecord } from './simulator-process.js';

export interface SalesforceOrg {
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of the integration user. */
  readonly accessToken: string;
  /** Object -> how many records. */
  readonly counts: Readonly<Record<string, number>>;
}

const OBJECTS = ['Lead', 'Contact', 'Account', 'Opportunity', 'Task', 'Event', 'CampaignMember'];

let simulator: Simulator | undefined;

/** Large orgs take longer to be made than a process may to be ready. */
async function start(options: SimulatorOptions): Promise<SalesforceOrg> {
  simulator = await startSalesforceSimulator(options);
  const { org, app, url } = simulator;
  return {
    url,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    accessToken: simulator.accessToken(),
    counts: Object.fromEntries(OBJECTS.map((object) => [object, org.records.all(object).size])),
  };
}

serveParent(
  {},
  {
    start,
    calls: (since: number): CallRecord[] => [...(simulator?.requests.list({ since }) ?? [])],
  },
  () => simulator?.close(),
);
