import { connectByFields } from '../accounts/connect-by-fields.js';
import { OUTPUT_PROPERTIES } from '../accounts/outputs.js';
import type { App } from '../app.js';
import type { Closing } from '../lib/closing.js';
import { type Account, setWrites } from '../store/accounts.js';
import { programFile, startChild } from './child.js';
import { createOrg, type Org } from './org.js';
import { createSalesforceLead } from './salesforce-lead.js';

export interface SalesforceOptions {
  /** Leads and contacts together. */
  readonly people: number;
  readonly closing: Closing;
  readonly lifetimeMs: number;
  say(line: string): void;
  /** Further options of the simulator. */
  readonly simulator?: Readonly<Record<string, unknown>> | undefined;
}

/** A simulated Salesforce org and its connected account. */
export interface Salesforce {
  readonly account: Account;
  readonly org: Org;
  /** The Lead of the second story. */
  readonly record: string;
}

/** Other people than the simulated HubSpot's, made by the same rules. */
export const SEED = 11;

/** What an admin gives the integration user to have fields and the channel of change events made. */
const TO_MAKE_FIELDS = ['CustomizeApplication', 'ModifyMetadata', 'ManageProfilesPermissionsets'];

interface SimulatorReady {
  readonly url: string;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
}

/**
 * Starts a simulated org and connects it as the integration user of an external client app: fields are made,
 * writing is allowed, everybody is being read; the worker listens to its changes.
 */
export async function openSalesforce(app: App, options: SalesforceOptions): Promise<Salesforce> {
  const { people, say } = options;
  const { ready } = await startSimulator(options);
  say(`simulated Salesforce with ${people} people at ${ready.url}`);
  const org = createOrg(ready.url);
  const record = await createSalesforceLead(org);
  for (const permission of TO_MAKE_FIELDS) await org.permit(permission);
  const { clientId, clientSecret } = ready.app;
  const { account } = await connectByFields(
    // Its fields are there before anybody is read, so that everybody is written once.
    { ...app.install, baseUrl: () => ready.url, startReading: async () => undefined },
    {
      crm: 'salesforce',
      way: 'client-credentials',
      fields: { loginUrl: ready.url, clientId, clientSecret },
      who: 'demo',
    },
  );
  say(`connected org ${account.portal} by an external client app`);
  const session = await app.session(account);
  await session.provision(OUTPUT_PROPERTIES);
  await setWrites(app.pool, account.id, true);
  say(`created ${OUTPUT_PROPERTIES.length} fields`);
  await app.install.startReading(account);
  return { account, org, record };
}

async function startSimulator(options: SalesforceOptions) {
  const { people, lifetimeMs, simulator, closing } = options;
  const child = await startChild<SimulatorReady>(
    programFile('../../connectors/salesforce/simulator/main'),
    {
      name: 'The simulated Salesforce',
      args: [JSON.stringify({ people, seed: SEED, lifetimeMs, ...simulator })],
    },
  );
  closing.add('simulated Salesforce', () => child.stop());
  return child;
}
