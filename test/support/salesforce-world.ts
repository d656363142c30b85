import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../connectors/salesforce/simulator/index.js';
import { connectAccount } from '../../src/accounts/connect.js';
import { OUTPUT_PROPERTIES } from '../../src/accounts/outputs.js';
import { type App, createApp } from '../../src/app.js';
import { startReading } from '../../src/intake/poll.js';
import { systemClock } from '../../src/lib/clock.js';
import { type Closing, createClosing } from '../../src/lib/closing.js';
import { createLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { type Account, setWrites } from '../../src/store/accounts.js';
import { startWorker } from '../../src/worker.js';
import { UNFINISHED, waitFor } from './app-world.js';
import { createTestDatabase } from './database.js';

export interface SalesforceWorld {
  readonly simulator: Simulator;
  readonly app: App;
  readonly account: Account;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Waits until nothing is under way. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

export interface SalesforceWorldOptions {
  readonly simulator?: SimulatorOptions;
  readonly env?: Record<string, string>;
}

/** A simulated org, the app with its worker, and the org connected by client credentials and loaded. */
export async function createSalesforceWorld(
  options: SalesforceWorldOptions = {},
): Promise<SalesforceWorld> {
  const closing = createClosing({ timeoutMs: 60_000 });
  try {
    return await build(options, closing);
  } catch (error) {
    await closing.close().catch(() => {});
    throw error;
  }
}

async function build(options: SalesforceWorldOptions, closing: Closing): Promise<SalesforceWorld> {
  const database = await createTestDatabase();
  closing.add('database', () => database.drop());
  const simulator = await startSalesforceSimulator({ people: 40, ...options.simulator });
  closing.add('simulator', () => simulator.close());
  // Fields are made by who may make fields.
  const admin = simulator.org.get('User', simulator.setup.admin)?.values.Username;
  simulator.credentials.app = { ...simulator.app, runAs: String(admin) };
  const settings = loadSettings({
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    PUBLIC_URL: 'http://localhost',
    SALESFORCE_BASE_URL: simulator.url,
    POLL_INTERVAL: '1s',
    LEASE_MS: '15000',
    CALL_TIMEOUT_MS: '5000',
    UNKNOWN_WAIT_MS: '3000',
    ...options.env,
  });
  const log = createLogger({
    level: process.env.VERBOSE ? 'debug' : 'error',
    format: 'pretty',
    clock: systemClock,
  });
  const app = await createApp({ settings, log, clock: systemClock, owner: false });
  closing.add('app', app.close);
  const { clientId, clientSecret } = simulator.app;
  const { account } = await connectAccount(app.accounts, {
    crm: 'salesforce',
    baseUrl: simulator.url,
    way: 'client-credentials',
    credentials: {
      kind: 'grant',
      way: 'client-credentials',
      fields: { clientId, clientSecret },
      accessToken: simulator.accessToken(simulator.setup.admin),
      instanceUrl: simulator.url,
    },
    who: 'test',
  });
  const session = await app.session(account);
  await session.provision(OUTPUT_PROPERTIES);
  await setWrites(app.pool, account.id, true);
  await startReading(app.pipeline, account, Date.now());
  startWorker(app.steps, app.wakes);
  await app.wakes.start();
  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await database.pool.query(sql, values)).rows as T[];
  const settle = (): Promise<void> =>
    waitFor('everything to be finished', async () => {
      const [row] = await rows<Record<string, number>>(UNFINISHED);
      return Object.values(row ?? {}).every((count) => count === 0);
    }).catch(async (error) => {
      const [row] = await rows(UNFINISHED);
      throw new Error(`${String(error)}: ${JSON.stringify(row)}`);
    });
  await settle();
  return { simulator, app, account, rows, settle, close: () => closing.close() };
}
