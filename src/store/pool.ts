import pg from 'pg';
import { PlumblineError } from '../lib/errors.js';

/** What a repository needs of a connection: the pool itself or a client inside a transaction. */
export type Queryable = Pick<pg.Pool | pg.PoolClient, 'query'>;

export interface PoolOptions {
  readonly connectionString: string;
  /** Most connections held at once. */
  readonly max: number;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  /** Called when a connection breaks outside a query; the pool replaces it by itself. */
  readonly onError?: (error: Error) => void;
}

const { DATE, INT8, TIMESTAMPTZ } = pg.types.builtins;
const DATE_ARRAY = 1182;
const INT8_ARRAY = 1016;
const TIMESTAMPTZ_ARRAY = 1185;

/** bigint as a number; throws where a double could not hold it exactly. */
export function parseInt8(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value))
    throw new RangeError(`The bigint ${text} does not fit a number; select it as text.`);
  return value;
}

/** timestamptz as milliseconds since the epoch; `infinity` stays infinite. Sessions run in UTC. */
export function parseTimestamp(text: string): number {
  const year = text.indexOf('-', 1);
  if (year === 4 && text.endsWith('+00'))
    return Date.parse(`${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
  return Number(pg.types.getTypeParser(TIMESTAMPTZ)(text));
}

function arrayOf<T>(parse: (text: string) => T): (text: string) => (T | null)[] {
  // Numbers and times hold no comma, quote or brace, so an array of them splits plainly.
  return (text) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((entry) => (entry === 'NULL' ? null : parse(entry.replaceAll('"', ''))));
}

const keep = (text: string): string => text;

/** numeric stays text (exact), date stays `YYYY-MM-DD` (a Date would shift with the time zone). */
const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, parseInt8],
  [INT8_ARRAY, arrayOf(parseInt8)],
  [TIMESTAMPTZ, parseTimestamp],
  [TIMESTAMPTZ_ARRAY, arrayOf(parseTimestamp)],
  [DATE, keep],
  [DATE_ARRAY, arrayOf(keep)],
]);

/** Type parsers of every connection: also for clients opened outside a pool. */
export const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && PARSERS.get(oid)) ||
    pg.types.getTypeParser(oid, format as 'text')) as pg.CustomTypesConfig['getTypeParser'],
};

/**
 * Named statements are parsed once a connection and planned each time: a plan made while a table was empty
 * would read all of it page after page once it is not. Rows lie on disks that find any of them as fast.
 */
const SESSION = '-c timezone=UTC -c plan_cache_mode=force_custom_plan -c random_page_cost=1.1';

/**
 * A pool whose rows carry bigint and timestamptz as numbers (timestamptz in milliseconds since the
 * epoch), numeric and date as text. Connections break without taking the process with them.
 */
export function openPool(options: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.connectionString,
    max: options.max,
    application_name: options.applicationName,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    options: SESSION,
    types,
  });
  const onError = (error: Error): void => options.onError?.(error);
  pool.on('error', onError);
  // The pool listens only while a client is idle; one that breaks while lent would be uncaught.
  pool.on('connect', (client) => client.on('error', onError));
  return pool;
}

/** Deadlock and serialisation failure: the same work may succeed when done again. */
const REPEATABLE = new Set(['40P01', '40001']);
const REPEATS = 3;

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function attempt<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    const { command } = await client.query('commit');
    // A failed statement whose error `work` swallowed: PostgreSQL answers COMMIT with ROLLBACK.
    if (command === 'ROLLBACK')
      throw new PlumblineError(
        'transaction-aborted',
        'A statement inside the transaction failed and its error was swallowed; nothing was stored.',
      );
    return result;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => {
      broken = failure;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/**
 * Runs `work` in one transaction. A deadlock (40P01) or serialisation failure (40001) is repeated up
 * to three times with a growing random pause, so `work` must do nothing outside the database.
 */
export async function withTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  for (let repeat = 0; ; repeat++) {
    try {
      return await attempt(pool, work);
    } catch (error) {
      if (repeat >= REPEATS || !REPEATABLE.has(String(codeOf(error)))) throw error;
      const pauseMs = 10 * 2 ** repeat * (1 + Math.random());
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

/** True when the database, not the data, was the reason: the same work may succeed later. */
export function isPassing(error: unknown): boolean {
  const code = codeOf(error);
  if (typeof code !== 'string')
    return error instanceof Error && /^Connection terminated|^timeout expired/.test(error.message);
  return /^(08|53|57|58|40)/.test(code) || /^E[A-Z]+$/.test(code);
}
