import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Closing } from '../lib/closing.js';
import { PlumblineError } from '../lib/errors.js';
import type { Logger } from '../lib/logger.js';
import { openDatabase } from '../store/embedded/open.js';
import { openPool } from '../store/pool.js';

export interface DemoDatabase {
  /** Holds the password: never logged. */
  readonly url: string;
  /** PostgreSQL's own file that names its process. */
  readonly serverFile: string;
}

/** So many demos may run at once on one data folder. */
const MOST = 9;

async function openFirst(dataDir: string, log: Logger) {
  for (let number = 1; ; number += 1) {
    const folder = path.join(dataDir, number === 1 ? 'demo' : `demo-${number}`);
    try {
      return await openDatabase({ dataDir: folder, log, exclusive: true });
    } catch (error) {
      if (!(error instanceof PlumblineError) || number === MOST) throw error;
      if (error.code === 'database-password' && typeof error.details.home === 'string') {
        // Somebody removed the demo's folder while its database stands elsewhere: nothing to keep.
        rmSync(error.details.home, { recursive: true, force: true });
      } else if (error.code !== 'data-dir-in-use') throw error;
    }
  }
}

/**
 * An empty database in a folder of the demo's own: what an earlier demo left is removed, a server left
 * running by a killed one is taken over. Beside a running demo another folder is used.
 */
export async function openDemoDatabase(
  dataDir: string,
  log: Logger,
  closing: Closing,
): Promise<DemoDatabase> {
  const database = await openFirst(dataDir, log);
  closing.add('database', () => database.close());
  const pool = openPool({
    connectionString: database.url,
    max: 1,
    applicationName: 'plumbline demo set-up',
  });
  try {
    await pool.query('drop schema public cascade; create schema public');
    const { rows } = await pool.query<{ data_directory: string }>('show data_directory');
    const folder = rows[0]?.data_directory ?? '';
    return { url: database.url, serverFile: path.join(folder, 'postmaster.pid') };
  } finally {
    await pool.end();
  }
}
