import pg from 'pg';
import { types } from '../pool.js';
import { ROLE, readPassword } from './cluster.js';
import type { Place } from './place.js';
import type { ServerFile } from './server.js';

/** The address of a database of the embedded server, password included: never logged. */
export function urlOf(place: Place, server: ServerFile, database = ROLE): string {
  return `postgresql://${ROLE}:${readPassword(place)}@127.0.0.1:${server.port}/${database}`;
}

/** One connection of its own, outside any pool. A break is told to `onEnd`, never thrown. */
export async function connect(
  url: string,
  applicationName: string,
  onEnd: () => void = () => undefined,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types,
  });
  client.on('error', () => undefined);
  client.on('end', onEnd);
  await client.connect();
  return client;
}

/** Makes our database in the cluster when it is not there yet. */
export async function ensureDatabase(place: Place, server: ServerFile): Promise<void> {
  const client = await connect(urlOf(place, server, 'postgres'), 'plumbline set-up');
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [ROLE]);
    if (rowCount === 0) await client.query(`create database ${ROLE}`);
  } finally {
    await client.end();
  }
}
