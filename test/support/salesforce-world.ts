import {
  type Simulator,
  type SimulatorOptions,
  startSalesforceSimulator,
} from '../../connectors/salesforce/simulator/index.js';
import { turnOnWriteBack } from '../../src/accounts/write-back.js';
import { createApp } from '../../src/app.js';
import { type Clock, systemClock } from '../../src/lib/clock.js';
import { type Closing, createClosing } from '../../src/lib/closing.js';
import { createLogger } from '../../src/lib/logger.js';
import { loadSettings } from '../../src/settings.js';
import { startWorker } from '../../src/worker.js';
import { UNFINISHED, waitFor } from './app-world.js';
import { connectOrg } from './connect-org.js';
import { CHANNEL } from './crms/salesforce.js';
import { createTestDatabase } from './database.js';

export type SalesforceWorld = Awaited<ReturnType<typeof build>>;

export interface SalesforceWorldOptions {
  readonly simulator?: SimulatorOptions;
  /** What is in the org before it is connected, beside the made-up people. */
  readonly fill?: (simulator: Simulator) => void;
  readonly env?: Record<string, string>;
  readonly verbose?: boolean;
  /** The app's; the database and the org keep theirs. */
  readonly clock?: Clock;
  /** Change events are followed, beside polling. */
  readonly streams?: boolean;
}

/**
 * A simulated org, the app with its worker in this process, connected as an integration user by client
 * credentials, first load done and write-back on.
 */
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

/** Rights that an admin gives the integration user while write-back is turned on. */
export const TO_MAKE_FIELDS = [
  'CustomizeApplication',
  'ModifyMetadata',
  'ManageProfilesPermissionsets',
];
/** And to listen to change events, by a channel that we make. */
export const TO_LISTEN = ['ViewAllData', 'ViewSetup'];

async function build(options: SalesforceWorldOptions, closing: Closing) {
  const database = await createTestDatabase();
  closing.add('database', () => database.drop());
  const simulator = await startSalesforceSimulator({ people: 40, ...options.simulator });
  closing.add('simulator', () => simulator.close());
  options.fill?.(simulator);
  const { org, setup } = simulator;
  const rights = options.streams ? [...TO_MAKE_FIELDS, ...TO_LISTEN] : TO_MAKE_FIELDS;
  for (const right of rights) org.access.give(setup.integration, right);
  const settings = loadSettings({
    DATABASE_URL: database.url,
    SECRET_KEY: 'a secret key for tests, long enough to be one',
    PUBLIC_URL: 'http://localhost',
    SALESFORCE_BASE_URL: simulator.url,
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
  const app = await createApp({ settings, log, clock: options.clock ?? systemClock, owner: false });
  closing.add('app', app.close);
  startWorker(app.steps, app.wakes);
  await app.wakes.start();
  const account = await connectOrg(app, simulator);
  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await database.pool.query(sql, values)).rows as T[];
  const settle = async (): Promise<void> => {
    const left = async () => (await rows<Record<string, number>>(UNFINISHED))[0] ?? {};
    const done = async () => Object.values(await left()).every((count) => count === 0);
    await waitFor('everything to be finished', done, 300_000).catch(async (error) => {
      throw new Error(`${String(error)}: ${JSON.stringify(await left())}`);
    });
  };
  /** Waits until the change events of all that was done so far are taken in. */
  const heard = (): Promise<void> => {
    const { capture } = simulator.platform;
    capture.flush();
    return waitFor('the end of the stream', async () => {
      const [row] = await rows<{ replay: number | null }>(
        `select (position ->> 'replay')::int as replay from streams`,
      );
      const { replay = null } = row ?? {};
      return replay !== null && capture.capture.ring.after(CHANNEL, replay, 1).length === 0;
    });
  };
  await settle();
  await turnOnWriteBack(
    {
      pool: app.pool,
      connector: app.connector,
      session: app.session,
      wake: () => app.wakes.wake('score'),
    },
    account,
    'test',
  );
  await settle();
  if (options.streams) {
    const held = 'select 1 from streams where live_at is not null and lease > now()';
    await waitFor('the stream of changes', async () => (await rows(held)).length > 0);
  }
  return { simulator, app, account, database, rows, settle, heard, close: () => closing.close() };
}
