import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type SimulatorOptions,
  startHubSpotSimulator,
} from '../../connectors/hubspot/simulator/index.js';
import { connectAccount } from '../../src/accounts/connect.js';
import { OUTPUT_PROPERTIES } from '../../src/accounts/outputs.js';
import { type App, createApp } from '../../src/app.js';
import { startReading } from '../../src/intake/poll.js';
import { systemClock } from '../../src/lib/clock.js';
import { type Closing, createClosing } from '../../src/lib/closing.js';
import { createLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { type Account, findAccount, setWrites } from '../../src/store/accounts.js';
import { startWorker } from '../../src/worker.js';
import { createTestDatabase, type TestDatabase } from './database.js';

export type Simulator = Awaited<ReturnType<typeof startHubSpotSimulator>>;

/** Sends events as HubSpot would, signed with the app's secret. @returns the HTTP status. */
export async function sendHook(world: AppWorld, events: readonly object[]): Promise<number> {
  const common = {
    eventId: 1,
    subscriptionId: 1,
    portalId: Number(world.simulator.portal),
    appId: 1,
    attemptNumber: 0,
  };
  const body = JSON.stringify(events.map((event) => ({ ...common, ...event })));
  const timestamp = String(Date.now());
  const text = `POST${PUBLIC_HOOK}${body}${timestamp}`;
  const signature = createHmac('sha256', world.simulator.app.clientSecret)
    .update(text)
    .digest('base64');
  const response = await fetch(world.hookUrl, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-hubspot-signature-v3': signature,
      'x-hubspot-request-timestamp': timestamp,
    },
    body,
  });
  return response.status;
}

export const PUBLIC_HOOK = 'http://localhost/hooks/hubspot';

export interface AppWorld {
  /** Where the app really listens for webhooks. */
  readonly hookUrl: string;
  readonly simulator: Simulator;
  readonly app: App;
  readonly account: Account;
  readonly database: TestDatabase;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Waits until nothing is under way: deliveries, changes, fetches, dirty leads, writes, alerts. */
  settle(timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** Everything that is not finished, by table. Parked work is finished. */
export const UNFINISHED = `select
  (select count(*)::int from deliveries) as deliveries,
  (select count(*)::int from changes) as changes,
  (select count(*)::int from fetches) as fetches,
  (select count(*)::int from fanouts) as fanouts,
  (select count(*)::int from cursors where kind = 'backfill' and not done) as backfills,
  (select count(*)::int from accounts where backfilled_at is null) as loading,
  (select count(*)::int from lead_work where dirty_seq > scored_seq) as dirty,
  (select count(*)::int from desired where state in ('pending', 'sending')) as writes,
  (select count(*)::int from alerts where state in ('planned', 'sending', 'unknown')) as alerts`;

/** Of a wait for a condition: only what never comes takes so long, on whatever machine. */
const PATIENCE = 90_000;

export async function waitFor(
  what: string,
  check: () => Promise<boolean>,
  timeoutMs = PATIENCE,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const begun = performance.now();
    if (await check()) return;
    if (Date.now() > end) throw new Error(`timed out after ${timeoutMs} ms waiting for ${what}`);
    // What is waited for shares the machine with the check: one that takes long rests long.
    const rest = Math.min(500, Math.max(50, 4 * (performance.now() - begun)));
    await new Promise((resolve) => setTimeout(resolve, rest));
  }
}

export interface AppWorldOptions {
  readonly simulator?: SimulatorOptions;
  /** What is in the account before it is connected, beside the made-up people. */
  readonly fill?: (simulator: Simulator) => void;
  readonly env?: Record<string, string>;
  /** `key`: polling only. Default an app with webhooks. */
  readonly way?: 'key' | 'own-app';
  readonly writes?: boolean;
  /** Properties subscribed to beside the usual. */
  readonly verbose?: boolean;
}

const CONTACT_PROPERTIES = [
  'email',
  'firstname',
  'lastname',
  'jobtitle',
  'country',
  'lifecyclestage',
  'hs_lead_status',
  'hubspot_owner_id',
  'hs_email_optout',
  'phone',
];

/** The subscriptions of an own app, as the project file would declare them. */
export const SUBSCRIPTIONS = [
  ...['contact', 'company', 'deal'].flatMap((objectType) =>
    ['creation', 'deletion', 'merge', 'restore', 'associationChange'].map((action) => ({
      subscriptionType: `object.${action}`,
      objectType,
      active: true,
    })),
  ),
  ...CONTACT_PROPERTIES.map((propertyName) => ({
    subscriptionType: 'object.propertyChange',
    objectType: 'contact',
    propertyName,
    active: true,
  })),
  ...['name', 'domain', 'numberofemployees', 'industry', 'country', 'annualrevenue'].map(
    (propertyName) => ({
      subscriptionType: 'object.propertyChange',
      objectType: 'company',
      propertyName,
      active: true,
    }),
  ),
  ...['dealstage', 'amount', 'hs_is_closed_won', 'hs_is_closed'].map((propertyName) => ({
    subscriptionType: 'object.propertyChange',
    objectType: 'deal',
    propertyName,
    active: true,
  })),
  { subscriptionType: 'contact.privacyDeletion', active: true },
];

/** A simulator, the app with its worker in this process, and a connected account, first load done. */
export async function createAppWorld(options: AppWorldOptions = {}): Promise<AppWorld> {
  const closing = createClosing({ timeoutMs: 60_000 });
  try {
    return await build(options, closing);
  } catch (error) {
    await closing.close().catch(() => {});
    throw error;
  }
}

async function build(options: AppWorldOptions, closing: Closing): Promise<AppWorld> {
  const way = options.way ?? 'own-app';
  const database = await createTestDatabase();
  closing.add('database', () => database.drop());
  let app: App | undefined;
  const front: Server = createServer((request, response) => {
    if (!app?.hook(request, response)) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  closing.add('front', () => {
    front.close();
    front.closeAllConnections();
  });
  const address = `http://127.0.0.1:${(front.address() as AddressInfo).port}`;
  const simulator = await startHubSpotSimulator({
    contacts: 40,
    subscriptions: SUBSCRIPTIONS,
    ...(way !== 'key' && {
      webhook: {
        url: `${address}/hooks/hubspot`,
        publicUrl: PUBLIC_HOOK,
        compress: 100,
      },
    }),
    ...options.simulator,
  });
  closing.add('simulator', () => simulator.close());
  options.fill?.(simulator);
  const settings = loadSettings({
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    PUBLIC_URL: 'http://localhost',
    HUBSPOT_BASE_URL: simulator.url,
    POLL_INTERVAL: '1s',
    LEASE_MS: '6000',
    CALL_TIMEOUT_MS: '2000',
    UNKNOWN_WAIT_MS: '3000',
    ...options.env,
  });
  const log = createLogger({
    level: options.verbose ? 'debug' : 'error',
    format: 'pretty',
    clock: systemClock,
  });
  app = await createApp({ settings, log, clock: systemClock, owner: false });
  closing.add('app', app.close);
  const { account } = await connectAccount(app.accounts, {
    crm: 'hubspot',
    baseUrl: simulator.url,
    way,
    credentials:
      way === 'key'
        ? { kind: 'key', key: simulator.serviceKey }
        : {
            kind: 'app',
            clientId: simulator.app.clientId,
            clientSecret: simulator.app.clientSecret,
            accessToken: simulator.accessToken(simulator.portal),
            refreshToken: simulator.refreshToken(simulator.portal) ?? '',
            expiresAt: Date.now() + 1_800_000,
          },
    ...(way !== 'key' && { appId: simulator.app.appId }),
    who: 'test',
  });
  if (options.writes !== false) {
    const session = await app.session(account);
    await session.provision(OUTPUT_PROPERTIES);
    await setWrites(app.pool, account.id, true);
  }
  await startReading(app.pipeline, account, Date.now());
  startWorker(app.steps, app.wakes);
  await app.wakes.start();
  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await database.pool.query(sql, values)).rows as T[];
  const world: AppWorld = {
    hookUrl: `${address}/hooks/hubspot`,
    simulator,
    app,
    account,
    database,
    rows,
    settle: (timeoutMs) =>
      waitFor(
        'everything to be finished',
        async () => {
          const [row] = await rows<Record<string, number>>(UNFINISHED);
          return Object.values(row ?? {}).every((count) => count === 0);
        },
        timeoutMs,
      ).catch(async (error) => {
        const [row] = await rows(UNFINISHED);
        throw new Error(`${String(error)}: ${JSON.stringify(row)}`);
      }),
    close: () => closing.close(),
  };
  // A first load takes as long as it is large; the set-up's own time-out is shorter.
  await world.settle(300_000);
  const current = await findAccount(app.pool, account.id);
  return { ...world, account: current ?? account };
}
