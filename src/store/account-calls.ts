/** Calls to the CRMs by account and hour; kept for a week. */
import { setFigures } from './counters.js';
import type { Queryable } from './pool.js';

export interface CallCounts {
  readonly account: number;
  readonly calls: number;
  /** Refused by the CRM for its limit. */
  readonly limited: number;
  /** Failed for whatever reason, those included. */
  readonly failed: number;
}

export interface HourOfCalls extends CallCounts {
  /** The beginning of the hour, milliseconds since the epoch. */
  readonly hour: number;
}

/** Adds to the present hour; sorted, so that two processes never wait for each other in a circle. */
export async function addCalls(
  db: Queryable,
  counts: readonly (CallCounts & { readonly workspace: number })[],
): Promise<void> {
  if (counts.length === 0) return;
  await db.query(
    `insert into account_calls as c (workspace, account, hour, calls, limited, failed)
     select workspace, account, date_trunc('hour', now()), calls, limited, failed
     from jsonb_to_recordset($1::jsonb) as n(workspace bigint, account bigint, calls bigint,
       limited bigint, failed bigint)
     order by workspace, account
     on conflict (workspace, account, hour) do update set calls = c.calls + excluded.calls,
       limited = c.limited + excluded.limited, failed = c.failed + excluded.failed`,
    [JSON.stringify(counts)],
  );
}

/** The hours of the last day in which something was sent, oldest first. */
export async function readCalls(db: Queryable, workspace: number): Promise<HourOfCalls[]> {
  const { rows } = await db.query(
    `select account, hour, calls, limited, failed from account_calls
     where workspace = $1 and hour > now() - interval '24 h' order by account, hour`,
    [workspace],
  );
  return rows as HourOfCalls[];
}

/** Calls of an account in the last 24 hours. */
export async function countDay(db: Queryable, account: number): Promise<number> {
  const { rows } = await db.query<{ calls: number }>(
    `select coalesce(sum(calls), 0)::float8 as calls from account_calls
     where account = $1 and hour > now() - interval '24 h'`,
    [account],
  );
  return rows[0]?.calls ?? 0;
}

/** The calls that a CRM allows an account in a day, all its apps together, as it told last. */
export interface DayOfCalls {
  readonly limit: number;
  readonly remaining: number;
  /** When it told so, milliseconds since the epoch. */
  readonly at: number;
}

const FIGURES = ['limit', 'remaining', 'at'] as const;
const figureName = (account: number, figure: (typeof FIGURES)[number]): string =>
  `calls.${account}.day-${figure}`;

export function saveDays(db: Queryable, days: ReadonlyMap<number, DayOfCalls>): Promise<void> {
  const figures = [...days].flatMap(([account, day]) =>
    FIGURES.map((figure) => [figureName(account, figure), day[figure]] as const),
  );
  return setFigures(db, Object.fromEntries(figures));
}

/** Null where the CRM has told nothing. */
export async function readDay(db: Queryable, account: number): Promise<DayOfCalls | null> {
  const { rows } = await db.query<{ name: string; value: number }>(
    'select name, value from counters where name = any($1::text[])',
    [FIGURES.map((figure) => figureName(account, figure))],
  );
  const [limit, remaining, at] = FIGURES.map(
    (figure) => rows.find(({ name }) => name === figureName(account, figure))?.value,
  );
  return limit === undefined || remaining === undefined || at === undefined
    ? null
    : { limit, remaining, at };
}

export async function pruneCalls(db: Queryable): Promise<void> {
  await db.query(`delete from account_calls where hour < now() - interval '7 d'`);
  await db.query(`delete from stream_events where hour < now() - interval '7 d'`);
}
