import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPool } from '../../src/store/pool.js';

/** The migrated database that every test database is copied from. */
export const TEMPLATE = 'plumbline_template';

export interface TestDatabase {
  /** For what opens connections of its own. */
  readonly url: string;
  readonly pool: pg.Pool;
  /** Ends the pool and removes the database; other connections to it are cut. */
  drop(): Promise<void>;
}

function serverUrl(): string {
  const url = process.env.PLUMBLINE_TEST_DATABASE_URL;
  if (url === undefined)
    throw new Error('No test database server: run the tests through Jest, whose set-up starts it.');
  return url;
}

async function administer(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/**
 * A database of its own with all migrations applied. `template: 'template0'` gives an empty one.
 * Call `drop` in afterAll.
 */
export async function createTestDatabase(
  options: { readonly max?: number; readonly template?: string } = {},
): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = options.template ?? TEMPLATE;
  await administer(`create database ${name} template ${template} strategy file_copy`);
  const url = serverUrl().replace(/[^/]*$/, name);
  const pool = openPool({
    connectionString: url,
    max: options.max ?? 10,
    applicationName: 'test',
  });
  return {
    url,
    pool,
    drop: async () => {
      await pool.end();
      await administer(`drop database if exists ${name} with (force)`);
    },
  };
}
