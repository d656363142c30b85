/** A simulator in this process, the app's roles as processes of their own, and a connected account. */
import { startHubSpotSimulator } from '../../../connectors/hubspot/simulator/index.js';
import { connectAccount } from '../../../src/accounts/connect.js';
import { OUTPUT_PROPERTIES } from '../../../src/accounts/outputs.js';
import { createApp } from '../../../src/app.js';
import { startReading } from '../../../src/intake/poll.js';
import { systemClock } from '../../../src/lib/clock.js';
import { createLogger } from '../../../src/lib/logger.js';
import { loadSettings } from '../../../src/settings.js';
import { setWrites } from '../../../src/store/accounts.js';
import { PUBLIC_HOOK, SUBSCRIPTIONS, UNFINISHED, waitFor } from '../../support/app-world.js';
import { createTestDatabase } from '../../support/database.js';
import { type AppProcess, buildProgram, freePort, startProcess } from '../../support/processes.js';
import { type Front, startFront } from './front.js';

type Simulator = Awaited<ReturnType<typeof startHubSpotSimulator>>;

export interface ProcessWorld {
  readonly simulator: Simulator;
  readonly front: Front;
  readonly web: AppProcess;
  readonly workers: readonly AppProcess[];
  /** Ids of the contacts made before the account was connected. */
  readonly contacts: readonly string[];
  /** What each of them was made with. */
  readonly created: ReadonlyMap<string, Readonly<Record<string, string>>>;
  rows<T>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Kills a worker while it is what it is, starts another in its place and waits until that works. */
  replaceWorker(index: number, between: () => void): Promise<void>;
  restartWeb(): Promise<void>;
  /**
   * Waits for the end of traffic (every delivery has its 2xx), then until so many tasks were planned in
   * all and nothing is under way: at most 30 s, the protocol's times being a tenth.
   */
  settle(tasks?: number, timeoutMs?: number): Promise<void>;
  close(): Promise<void>;
}

/** The protocol's times at a tenth. */
const PROTOCOL = {
  SECRET_KEY: 'a secret key for tests, long enough to be one',
  PUBLIC_URL: 'http://localhost',
  POLL_INTERVAL: '1s',
  LEASE_MS: '6000',
  CALL_TIMEOUT_MS: '2000',
  UNKNOWN_WAIT_MS: '3000',
  TASKS_PER_OWNER_PER_DAY: '1000',
  LOG_LEVEL: 'info',
};

export async function createProcessWorld(options: {
  readonly contacts: number;
  readonly workers: number;
}): Promise<ProcessWorld> {
  const program = buildProgram();
  const database = await createTestDatabase();
  const port = await freePort();
  const front = await startFront({ port });
  const simulator = await startHubSpotSimulator({
    contacts: 0,
    subscriptions: SUBSCRIPTIONS,
    webhook: { url: `${front.url}/hooks/hubspot`, publicUrl: PUBLIC_HOOK, compress: 100 },
  });
  const [owner] = simulator.data(simulator.portal).owners;
  const created = new Map<string, Record<string, string>>();
  for (let index = 0; index < options.contacts; index += 1) {
    const values = {
      email: `buyer-${index}@company-${index}.example`,
      firstname: `Buyer ${index}`,
      lastname: 'Moreau',
      jobtitle: 'Director of Marketing',
      hubspot_owner_id: owner?.id ?? '',
    };
    created.set(simulator.acts().createContact(values).id, values);
  }
  const env = {
    ...PROTOCOL,
    DATABASE_URL: database.url,
    HUBSPOT_BASE_URL: simulator.url,
    PORT: String(port),
  };
  const connecting = await createApp({
    settings: loadSettings({ ...env, ROLE: 'worker' }),
    log: createLogger({ level: 'error', format: 'json', clock: systemClock }),
    clock: systemClock,
    owner: false,
  });
  try {
    const { account } = await connectAccount(connecting.accounts, {
      crm: 'hubspot',
      baseUrl: simulator.url,
      way: 'own-app',
      credentials: {
        kind: 'app',
        clientId: simulator.app.clientId,
        clientSecret: simulator.app.clientSecret,
        accessToken: simulator.accessToken(simulator.portal),
        refreshToken: simulator.refreshToken(simulator.portal) ?? '',
        expiresAt: Date.now() + 1_800_000,
      },
      appId: simulator.app.appId,
      who: 'test',
    });
    await (await connecting.session(account)).provision(OUTPUT_PROPERTIES);
    await setWrites(connecting.pool, account.id, true);
    await startReading(connecting.pipeline, account, Date.now());
  } finally {
    await connecting.close();
  }

  const start = (role: 'web' | 'worker') => startProcess(program, role, env);
  let web = start('web');
  const workers = Array.from({ length: options.workers }, () => start('worker'));
  await Promise.all([web, ...workers].map((one) => one.ready));
  const rows = async <T>(sql: string, values: unknown[] = []) =>
    (await database.pool.query(sql, values)).rows as T[];
  const state = async () =>
    (
      await rows<Record<string, number>>(
        `${UNFINISHED}, (select count(*)::int from alerts) as planned`,
      )
    )[0] ?? {};
  const world: ProcessWorld = {
    simulator,
    front,
    get web() {
      return web;
    },
    workers,
    contacts: [...created.keys()],
    created,
    rows,
    async replaceWorker(index, between) {
      await workers[index]?.kill();
      between();
      const fresh = start('worker');
      workers[index] = fresh;
      await fresh.ready;
    },
    async restartWeb() {
      await web.kill();
      web = start('web');
      await web.ready;
    },
    async settle(tasks = 0, timeoutMs = 30_000) {
      const finished = async (): Promise<boolean> => {
        const { planned = 0, ...counts } = await state();
        return planned >= tasks && Object.values(counts).every((count) => count === 0);
      };
      await simulator.webhooks.emitter?.idle();
      await waitFor(
        'everything to be finished',
        async () => {
          const { length } = front.acknowledged;
          if (!(await finished())) return false;
          // Our last writes are told back to us: that is traffic, too.
          await simulator.webhooks.emitter?.idle();
          return front.acknowledged.length === length && (await finished());
        },
        timeoutMs,
      ).catch(async (error) => {
        const said = workers.flatMap((worker) => worker.output.slice(-5)).join('\n');
        throw new Error(`${String(error)}: ${JSON.stringify(await state())}\n${said}`);
      });
    },
    async close() {
      await Promise.all([web, ...workers].map((one) => one.kill()));
      await simulator.close();
      await front.close();
      await database.drop();
      program.remove();
    },
  };
  try {
    await world.settle(0, 120_000);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}
