import type pg from 'pg';
import { openPool } from '../../src/store/pool.js';
import type { AppReady, StoredArgument } from './app-process.js';
import { type Child, startChild } from './child.js';
import { withClosing } from './closing.js';
import { withFolder } from './folder.js';

export const STORED: StoredArgument = {
  portal: '4242001',
  appId: '50780459',
  clientSecret: 'a client secret of the benchmark',
};

export interface StoredWorld {
  readonly app: Child<AppReady>;
  readonly pool: pg.Pool;
  readonly workspace: number;
  readonly account: number;
}

/** The app as a process with an account that needs no CRM: for what happens inside alone. */
export async function withStoredWorld<T>(work: (world: StoredWorld) => Promise<T>): Promise<T> {
  return withFolder((dataDir) =>
    withClosing(async (add) => {
      const app = add(await startChild<AppReady>('./app-process', { dataDir }));
      const pool = openPool({
        connectionString: app.ready.databaseUrl,
        max: 2,
        applicationName: 'benchmark',
      });
      add({ stop: () => pool.end() });
      const stored = await app.ask<{ workspace: number; account: number }>('store', STORED);
      return work({ app, pool, ...stored });
    }),
  );
}
