import { messageOf, PlumblineError } from '../../lib/errors.js';
import { connect } from './connect.js';
import type { OpenDatabase } from './contract.js';

/** PostgreSQL 15. */
const OLDEST = 150_000;

/** Host, port and database of an address: what may be shown of it. */
function shown(url: string): string {
  const { hostname, port, pathname } = new URL(url);
  return `${hostname || 'the local socket'}${port ? `:${port}` : ''}${pathname}`;
}

/** Throws `database-too-old` below PostgreSQL 15. `number` is server_version_num: 150004 is 15.4. */
export function checkVersion(url: string, number: number): void {
  if (number >= OLDEST) return;
  throw new PlumblineError(
    'database-too-old',
    `The database of DATABASE_URL (${shown(url)}) is PostgreSQL ${Math.floor(number / 10_000)}; Plumbline needs 15 or newer.`,
  );
}

/** An AggregateError (every address of a host name refused) has no message of its own. */
function reasonOf(error: unknown): string {
  return error instanceof AggregateError && error.errors.length > 0
    ? messageOf(error.errors[0])
    : messageOf(error);
}

/** Checks that the operator's database answers and is new enough. Its life is not ours. */
export async function openExternal(url: string): Promise<OpenDatabase> {
  const client = await connect(url, 'plumbline check').catch((error: unknown) => {
    throw new PlumblineError(
      'database-connect',
      `The database of DATABASE_URL (${shown(url)}) does not answer: ${reasonOf(error)}. Check the address, the user and that the database exists.`,
      { cause: error },
    );
  });
  try {
    const { rows } = await client.query<{ number: number }>(
      `select current_setting('server_version_num')::int as number`,
    );
    checkVersion(url, rows[0]?.number ?? 0);
  } finally {
    await client.end();
  }
  return { url, embedded: false, close: () => Promise.resolve() };
}
