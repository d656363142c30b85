/** The CRMs in this process, the app's roles as processes of their own, and connected accounts. */
import { createApp } from '../../../src/app.js';
import { systemClock } from '../../../src/lib/clock.js';
import { createLogger } from '../../../src/lib/logger.js';
import { loadSettings } from '../../../src/settings.js';
import { UNFINISHED, waitFor } from '../../support/app-world.js';
import { createTestDatabase } from '../../support/database.js';
import { type AppProcess, buildProgram, freePort, startProcess } from '../../support/processes.js';
import { type Front, startFront } from './front.js';
import { type HubSpotPart, startHubSpotPart } from './hubspot-part.js';
import type { Part, Rows } from './part.js';
import { type SalesforcePart, startSalesforcePart } from './salesforce-part.js';

export interface ProcessWorld {
  readonly front: Front;
  readonly hubspot: HubSpotPart;
  /** Absent where nobody was to be in it. */
  readonly salesforce: SalesforcePart | undefined;
  readonly parts: readonly Part[];
  readonly web: AppProcess;
  readonly workers: readonly AppProcess[];
  readonly rows: Rows;
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
  /** People of an org beside them. */
  readonly leads?: number;
  readonly workers: number;
}): Promise<ProcessWorld> {
  const program = buildProgram();
  const database = await createTestDatabase();
  const port = await freePort();
  const front = await startFront({ port });
  const hubspot = await startHubSpotPart(options.contacts, front);
  const salesforce = options.leads ? await startSalesforcePart(options.leads) : undefined;
  const parts: readonly Part[] = salesforce ? [hubspot, salesforce] : [hubspot];
  const env = {
    ...PROTOCOL,
    DATABASE_URL: database.url,
    HUBSPOT_BASE_URL: hubspot.simulator.url,
    ...(salesforce && { SALESFORCE_BASE_URL: salesforce.url }),
    PORT: String(port),
  };
  const connecting = await createApp({
    // In full: nothing is killed here, and a busy machine must not make it fail.
    settings: loadSettings({ ...env, LEASE_MS: '60000', CALL_TIMEOUT_MS: '20000', ROLE: 'worker' }),
    log: createLogger({ level: 'error', format: 'json', clock: systemClock }),
    clock: systemClock,
    owner: false,
  });
  try {
    await hubspot.connect(connecting);
    await salesforce?.connect(connecting);
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
    front,
    hubspot,
    salesforce,
    parts,
    get web() {
      return web;
    },
    workers,
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
      await hubspot.crm.told();
      await waitFor(
        'everything to be finished',
        async () => {
          if (!(await finished())) return false;
          // Our last writes are told back to us: that is traffic, too.
          for (const part of parts) if (!(await part.heard())) return false;
          return finished();
        },
        timeoutMs,
      ).catch(async (error) => {
        const said = workers.flatMap((worker) => worker.output.slice(-5)).join('\n');
        throw new Error(`${String(error)}: ${JSON.stringify(await state())}\n${said}`);
      });
    },
    async close() {
      await Promise.all([web, ...workers].map((one) => one.kill()));
      await Promise.all(parts.map((part) => part.close()));
      await front.close();
      await database.drop();
      program.remove();
    },
  };
  try {
    await world.settle(0, 120_000);
    await salesforce?.listen(rows);
  } catch (error) {
    await world.close();
    throw error;
  }
  return world;
}
