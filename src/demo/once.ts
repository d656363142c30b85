import type { Queryable } from '../store/pool.js';
import { type Calls, readCounters } from './counters.js';
import type { MadeChange, Side, SideRecord } from './round-side.js';
import { readUnfinished, remaining, remainingOf, until, untilDone } from './unfinished.js';
import type { DemoWorld } from './world.js';

/** What a whole round shows, as one line of JSON: of both CRMs together. Durations in milliseconds. */
export interface RoundResult {
  readonly contacts: number;
  readonly scored: number;
  readonly writeBacks: number;
  readonly tasks: number;
  readonly apiCalls: number;
  /** Change in the CRM to its write-back arriving there, of pushed changes that cause one. */
  readonly medianMs: number | null;
  readonly p99Ms: number | null;
  /** The same of changes that are polled. */
  readonly polledP50Ms: number | null;
}

export interface Round {
  readonly world: Pick<DemoWorld, 'app' | 'tap' | 'worker'>;
  readonly sides: readonly Side[];
  readonly calls: Calls;
}

const LOAD_MS = 120_000;
const CHANGES_MS = 60_000;

/** The value below which a share of the sorted values lies; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

async function latencies(
  side: Side,
  changes: readonly MadeChange[],
  route: MadeChange['route'],
): Promise<number[]> {
  const touched = changes.flatMap((change) => change.records);
  const found: number[] = [];
  for (const change of changes.filter((one) => one.route === route)) {
    // Of somebody changed twice nobody can tell which change was written.
    const alone = change.records.filter((id) => touched.indexOf(id) === touched.lastIndexOf(id));
    for (const record of alone) {
      const at = await side.writtenAt(record, change.at);
      if (at !== null) found.push(at - change.at);
    }
  }
  return found;
}

/** Waits for the first load. @returns what is left in each CRM, or why it does not let us. */
async function untilLoaded(db: Queryable, sides: readonly Side[]): Promise<string[]> {
  const outcome = await until(
    async () => {
      const { rows } = await db.query<{ id: number; problem: string }>(
        'select id, problem from accounts where problem is not null order by id',
      );
      const others = sides.filter(({ account }) => rows.every(({ id }) => id !== account));
      const left = await Promise.all(others.map(({ account }) => remainingOf(db, account)));
      if (left.some((words) => words !== '')) return null;
      if (rows.length > 0)
        return rows.map(({ id, problem }) => `${labelOf(sides, id)}: ${problem}`);
      return remaining(await readUnfinished(db)) === '' ? [] : null;
    },
    LOAD_MS,
    100,
  );
  return outcome ?? stillLeft(db, sides);
}

const labelOf = (sides: readonly Side[], account: number): string =>
  sides.find((side) => side.account === account)?.label ?? 'an account';

async function stillLeft(db: Queryable, sides: readonly Side[]): Promise<string[]> {
  const left = await Promise.all(sides.map(({ account }) => remainingOf(db, account)));
  const told = sides.flatMap(({ label }, index) =>
    left[index] ? [`${label}: ${left[index]} left`] : [],
  );
  return told.length > 0 ? told : ['something is left'];
}

/** Waits until we hold what was changed. @returns what did not come. */
async function missingChanges(db: Queryable, changes: readonly MadeChange[]): Promise<string[]> {
  let left = [...changes];
  await until(
    async () => {
      const arrived = await Promise.all(left.map((change) => change.arrived(db)));
      left = left.filter((_, index) => arrived[index] !== true);
      return left.length === 0 ? true : null;
    },
    CHANGES_MS,
    200,
  );
  return left.map(({ what }) => `${what} did not arrive`);
}

/** What the CRM should hold and does not: people without a score, tasks that were promised. */
async function missingInCrm(db: Queryable, side: Side): Promise<string[]> {
  const missing: string[] = [];
  const parked = await db.query<{ reason: string | null }>(
    `select reason from desired where account = $1 and state = 'parked' order by record`,
    [side.account],
  );
  if (parked.rows.length > 0) {
    const reason = parked.rows[0]?.reason ?? 'no reason given';
    missing.push(`${parked.rows.length} write-backs were refused: ${reason}`);
  }
  const scored = await db.query<SideRecord>(
    `select r.object, r.record from records r join scores s on s.lead = r.lead
     where r.account = $1 and r.object = any($2) and s.total is not null and r.state = 'known'
       and coalesce((r.life ->> 0)::boolean, true)`,
    [side.account, side.persons],
  );
  const unscored = await side.unscored(scored.rows);
  if (unscored > 0) missing.push(`${unscored} people have no score in the CRM`);
  const promised = await db.query<{ record: string; state: string }>(
    'select record, state from alerts where account = $1',
    [side.account],
  );
  for (const { record, state } of promised.rows) {
    const tasks = await side.taskCount(record);
    if (tasks === 0) missing.push(`a task is missing (${state})`);
    else if (tasks > 1) missing.push(`a task was made ${tasks} times`);
  }
  return missing;
}

interface Played {
  readonly pushed: readonly number[];
  readonly polled: readonly number[];
  readonly missing: readonly string[];
}

/** Changes in one CRM, until all of it has arrived and is written back. */
async function playSide(db: Queryable, side: Side): Promise<Played> {
  const { changes, timed } = await side.makeChanges();
  const missing = await missingChanges(db, changes);
  await untilDone(db, CHANGES_MS);
  const left = await remainingOf(db, side.account);
  if (left !== '') missing.push(`not everything was written back: ${left} left`);
  missing.push(...(await missingInCrm(db, side)));
  const pushed = await latencies(side, changes, 'push');
  const polled = await latencies(side, changes, 'poll');
  // With fewer people than changes, hardly anybody has just one change to be timed by.
  if (timed && pushed.length === 0) missing.push('no pushed change was written back');
  if (timed && polled.length === 0) missing.push('no polled change was written back');
  return { pushed, polled, missing: missing.map((line) => `${side.label}: ${line}`) };
}

/**
 * One whole round: the first load, changes of all kinds in every CRM at once, everything written back.
 * @returns the figures and what was missing.
 */
export async function playRound(
  round: Round,
  say: (line: string) => void,
): Promise<{ result: RoundResult; missing: string[] }> {
  const { pool } = round.world.app;
  const loading = await untilLoaded(pool, round.sides);
  if (loading.length > 0) {
    const missing = loading.map((line) => `the first load is not complete: ${line}`);
    return { result: await figures(round, []), missing };
  }
  say('first load complete and written back; making changes in both CRMs');
  const played = await Promise.all(round.sides.map((side) => playSide(pool, side)));
  const missing = played.flatMap((one) => one.missing);
  return { result: await figures(round, played), missing };
}

async function figures(
  { world, sides, calls }: Round,
  played: readonly Played[],
): Promise<RoundResult> {
  const { app, tap, worker } = world;
  const { writeBacks, tasks, apiCalls } = await readCounters(app.pool, calls, tap, worker);
  const { rows } = await app.pool.query<{ scored: number }>(
    'select count(*)::int as scored from scores',
  );
  const people = await Promise.all(sides.map((side) => side.people()));
  const pushed = played.flatMap((one) => one.pushed);
  return {
    contacts: people.reduce((sum, count) => sum + count, 0),
    scored: rows[0]?.scored ?? 0,
    writeBacks,
    tasks,
    apiCalls,
    medianMs: percentile(pushed, 0.5),
    p99Ms: percentile(pushed, 0.99),
    polledP50Ms: percentile(
      played.flatMap((one) => one.polled),
      0.5,
    ),
  };
}
