import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { connectAccount } from '../accounts/connect.js';
import { OUTPUT_PROPERTIES } from '../accounts/outputs.js';
import { type App, createApp } from '../app.js';
import { startReading } from '../intake/poll.js';
import { systemClock } from '../lib/clock.js';
import type { Closing } from '../lib/closing.js';
import { PlumblineError } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { packageRoot } from '../lib/root.js';
import { loadSettings } from '../settings.js';
import { type Account, ensureWorkspace, setWrites } from '../store/accounts.js';
import { publishDocument } from '../store/documents.js';
import { programFile, startChild } from './child.js';
import { type Crm, createCrm } from './crm.js';
import { type DemoDatabase, openDemoDatabase } from './folder.js';
import { DEMO_PROPERTY, demoMapping } from './mapping.js';
import { createStoryLead } from './story-lead.js';
import { createTap, type Tap } from './tap.js';
import { createWorker, type DemoWorker, type WorkerOptions } from './worker.js';

export interface WorldOptions {
  readonly dataDir: string;
  readonly contacts: number;
  readonly log: Logger;
  readonly closing: Closing;
  /** Tells people what happens. */
  say(line: string): void;
  /** Further options of the simulator. */
  readonly simulator?: Readonly<Record<string, unknown>> | undefined;
  /** An empty one to use instead of the demo's own. */
  readonly database?: DemoDatabase | undefined;
  readonly loud?: boolean | undefined;
}

/** A simulated CRM and a connected Plumbline whose worker is a process of its own. */
export interface DemoWorld {
  readonly app: App;
  readonly account: Account;
  readonly crm: Crm;
  readonly worker: DemoWorker;
  readonly tap: Tap;
  /** The CRM's id of the story's lead. */
  readonly record: string;
  /** What webhooks are signed with. */
  readonly clientSecret: string;
}

/** Where the CRM believes to send webhooks; the real address has the demo's port. */
export const PUBLIC_URL = 'http://localhost';
/** The worker's protocol times at a tenth, so that a killed one's batch is taken over within seconds. */
const TIMES = { LEASE_MS: '6000', CALL_TIMEOUT_MS: '2000', UNKNOWN_WAIT_MS: '3000' };
/** Of the people in the simulated HubSpot. */
export const SEED = 7;
const LIFETIME_MS = 12 * 3_600_000;

interface SimulatorReady {
  readonly url: string;
  readonly portal: string;
  readonly app: {
    readonly appId: string;
    readonly clientId: string;
    readonly clientSecret: string;
  };
}

async function startSimulator(options: WorldOptions) {
  const child = await startChild<SimulatorReady>(
    programFile('../../connectors/hubspot/simulator/main'),
    {
      name: 'The simulated HubSpot',
      args: [
        JSON.stringify({
          contacts: options.contacts,
          seed: SEED,
          lifetimeMs: LIFETIME_MS,
          customProperties: [{ name: DEMO_PROPERTY, type: 'datetime', label: 'Demo requested at' }],
          ...options.simulator,
        }),
      ],
    },
  );
  options.closing.add('simulator', () => child.stop());
  return child.ready;
}

/** A free port at or after the wanted one; 0 picks any. */
export async function freePort(wanted: number): Promise<number> {
  const isFree = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const probe = createServer();
      probe.once('error', () => resolve(false));
      probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
    });
  for (let port = wanted; port < wanted + 50 && port <= 65_535; port += 1) {
    if (port === 0 || (await isFree(port))) return port;
  }
  return 0;
}

async function openApp(database: DemoDatabase, simulatorUrl: string, options: WorldOptions) {
  const environment = {
    DATABASE_URL: database.url,
    SECRET_KEY: randomBytes(32).toString('base64url'),
    PUBLIC_URL,
    HUBSPOT_BASE_URL: simulatorUrl,
    LOG_LEVEL: options.loud ? 'debug' : 'error',
    POLL_INTERVAL: '6s',
  };
  const settings = loadSettings({ ...environment, ROLE: 'web' });
  const app = await createApp({ settings, log: options.log, clock: systemClock, owner: false });
  options.closing.add('app', () => app.close());
  const text = readFileSync(path.join(packageRoot(), 'mappings/hubspot.yaml'), 'utf8');
  await publishDocument(
    app.pool,
    await ensureWorkspace(app.pool, 'default'),
    { kind: 'mapping', name: 'hubspot', text: demoMapping(text) },
    { who: 'demo', reason: `a date in ${DEMO_PROPERTY} is a demo request` },
  );
  await app.wakes.start();
  return { app, environment: { ...environment, ...TIMES, ROLE: 'worker' } };
}

/** What an own app subscribes to: the file of its project, made for this mapping. */
async function subscriptionsOf(app: App, account: Account): Promise<unknown> {
  const needs = (await app.documents.mapping(account)).needs();
  const properties = Object.fromEntries(needs.map((need) => [need.object, need.properties]));
  const files = app.connector(account.crm).install?.project({ publicUrl: PUBLIC_URL, properties });
  const file = files?.['src/app/webhooks/webhooks-hsmeta.json'];
  if (file === undefined)
    throw new PlumblineError('no-project', 'The app project has no webhooks.');
  return (JSON.parse(file) as { config: { subscriptions: unknown } }).config.subscriptions;
}

/**
 * Everything that the demo stands on, up to an account that is being read: the simulated CRM, the database,
 * the app, the story's lead, the connection, our properties. `listen` opens the web role and gives its
 * address. Whatever is started is registered to be closed.
 */
export async function createDemoWorld(
  options: WorldOptions,
  listen: (app: App, tap: Tap) => Promise<string>,
): Promise<DemoWorld> {
  const { closing, log, say } = options;
  let tell: (input: Awaited<WorkerOptions['input']>) => void = () => undefined;
  const input = new Promise<Awaited<WorkerOptions['input']>>((resolve) => {
    tell = resolve;
  });
  const starting = createWorker({ input, loud: options.loud ?? false, say });
  // Awaited below; a failure there is not to count as unhandled meanwhile.
  starting.catch(() => undefined);
  const [database, simulator] = await Promise.all([
    options.database ?? openDemoDatabase(options.dataDir, log, closing),
    startSimulator(options),
  ]);
  say(`simulated HubSpot with ${options.contacts} contacts at ${simulator.url}`);
  const crm = createCrm(simulator.url);
  const [{ app, environment }, record] = await Promise.all([
    openApp(database, simulator.url, options),
    createStoryLead(crm, systemClock()),
  ]);
  tell({ settings: environment, serverFile: database.serverFile });
  closing.add('worker', () => starting.then((worker) => worker.stop()).catch(() => undefined));
  const tap = createTap(app.hook, systemClock);
  const url = await listen(app, tap);

  const tokens = await crm.tokens();
  const { appId, clientId, clientSecret } = simulator.app;
  const { account } = await connectAccount(app.accounts, {
    crm: 'hubspot',
    baseUrl: simulator.url,
    way: 'own-app',
    credentials: {
      kind: 'app',
      clientId,
      clientSecret,
      ...tokens,
      expiresAt: systemClock() + 1_500_000,
    },
    appId,
    who: 'demo',
  });
  say(`connected portal ${account.portal} as an own app`);
  const session = await app.session(account);
  await session.provision(OUTPUT_PROPERTIES);
  await setWrites(app.pool, account.id, true);
  say(`created ${OUTPUT_PROPERTIES.length} properties`);
  await crm.sendHooks(
    { url: `${url}/hooks/hubspot`, publicUrl: `${PUBLIC_URL}/hooks/hubspot` },
    await subscriptionsOf(app, account),
  );
  const worker = await starting;
  await startReading(app.pipeline, account, systemClock());
  app.wakes.wake('backfill');
  say('backfilling');
  return { app, account, crm, worker, tap, record, clientSecret };
}
