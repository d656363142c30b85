import type pg from 'pg';
import type { AppOptions } from './app-types.js';
import type { Closing } from './lib/closing.js';
import { openDatabase } from './store/embedded/open.js';
import { migrate } from './store/migrate.js';
import { migrations } from './store/migrations/index.js';
import { openPool } from './store/pool.js';

/** The database of the settings, else the embedded one, with the tables of this version. */
export async function openAppDatabase(
  { settings, log, owner }: Pick<AppOptions, 'settings' | 'log' | 'owner'>,
  closing: Closing,
): Promise<{ readonly url: string; readonly pool: pg.Pool }> {
  const database = await openDatabase({
    dataDir: settings.dataDir,
    databaseUrl: settings.databaseUrl ?? undefined,
    log,
    exclusive: owner,
  });
  closing.add('database', () => database.close());
  const pool = openPool({
    connectionString: database.url,
    max: 16,
    applicationName: `plumbline ${settings.role}`,
    onError: (error) => log.warn('database connection lost', { reason: error.message }),
  });
  closing.add('pool', () => pool.end());
  await migrate(pool, migrations);
  return { url: database.url, pool };
}
