import type pg from 'pg';
import type { SimulatorOptions } from '../../connectors/hubspot/simulator/options.js';
import { openPool } from '../../src/store/pool.js';
import { SUBSCRIPTIONS, UNFINISHED } from '../../test/support/app-world.js';
import type { AppReady, ConnectArgument } from './app-process.js';
import { type Child, startChild } from './child.js';
import { withClosing } from './closing.js';
import { withFolder } from './folder.js';
import type { SimulatorReady } from './simulator-process.js';

export interface CrmWorld {
  readonly simulator: Child<SimulatorReady>;
  readonly app: Child<AppReady>;
  readonly account: number;
  /** A look into the app's database from outside. */
  readonly pool: pg.Pool;
}

export interface CrmWorldOptions {
  readonly simulator: SimulatorOptions;
  readonly env?: Readonly<Record<string, string>>;
  readonly writes: boolean;
}

/** Simulator and app, each a process of its own, with webhooks between them; nothing runs yet. */
export async function withCrmWorld<T>(
  options: CrmWorldOptions,
  work: (world: CrmWorld) => Promise<T>,
): Promise<T> {
  return withFolder((dataDir) =>
    withClosing(async (add) => {
      const simulator = add(
        await startChild<SimulatorReady>('./simulator-process', {
          subscriptions: SUBSCRIPTIONS,
          ...options.simulator,
        }),
      );
      const { url, app: registered, accessToken, refreshToken } = simulator.ready;
      const env = { HUBSPOT_BASE_URL: url, ...options.env };
      const app = add(await startChild<AppReady>('./app-process', { dataDir, env }));
      const pool = openPool({
        connectionString: app.ready.databaseUrl,
        max: 2,
        applicationName: 'benchmark',
      });
      add({ stop: () => pool.end() });
      const { writes } = options;
      const given: ConnectArgument = { url, app: registered, accessToken, refreshToken, writes };
      const account = await app.ask<number>('connect', given);
      const publicUrl = 'http://localhost/hooks/hubspot';
      await simulator.ask('webhook', { url: app.ready.hookUrl, publicUrl });
      return work({ simulator, app, account, pool });
    }),
  );
}

/**
 * Waits until the app has nothing left to do, looking every so often: a look counts all that waits, so where
 * that is much it is to be a rare one. @returns what was left when time was up, by table.
 */
export async function unfinished(
  pool: pg.Pool,
  timeoutMs: number,
  everyMs = 100,
): Promise<[string, number][]> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { rows } = await pool.query<Record<string, number>>(UNFINISHED);
    const left = Object.entries(rows[0] ?? {}).filter(([, count]) => count > 0);
    if (left.length === 0 || Date.now() > end) return left;
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}

/** Waits until the app has nothing left to do; throws when that takes longer. */
export async function settled(pool: pg.Pool, timeoutMs: number): Promise<void> {
  const left = await unfinished(pool, timeoutMs);
  if (left.length > 0) throw new Error(`still at work: ${JSON.stringify(left)}`);
}
