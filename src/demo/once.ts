import type { Queryable } from '../store/pool.js';
import { type MadeChange, makeChanges, type Person } from './changes.js';
import { readCounters } from './counters.js';
import type { Crm } from './crm.js';
import { readUnfinished, remaining, until, untilDone } from './unfinished.js';
import type { DemoWorld } from './world.js';

/** What a whole round shows, as one line of JSON. Durations in milliseconds. */
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

const LOAD_MS = 120_000;
const CHANGES_MS = 60_000;
const PAUSE_MS = 40;

/** The value below which a share of the sorted values lies; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
}

/** Contacts that nothing has happened to in this round, the story's lead left out. */
async function readPeople(db: Queryable, story: string): Promise<Person[]> {
  const { rows } = await db.query<Person>(
    `select r.record, l.fields ->> 'seniority' as seniority,
       (select k.to_record from links k where k.account = r.account and k.object = 'contacts'
          and k.record = r.record and k.to_object = 'companies' and k.linked
        order by k.is_primary desc limit 1) as company
     from records r join leads l on l.id = r.lead
     where r.object = 'contacts' and r.state = 'known' and r.record <> $1
       and l.stage in ('subscriber', 'lead')
     order by r.id`,
    [story],
  );
  return rows;
}

/** When one of our properties was first written to a contact after a moment. */
async function writtenAt(crm: Crm, contact: string, since: number): Promise<number | null> {
  const record = await crm.record('contacts', contact);
  const moments = Object.entries(record?.propertiesWithHistory ?? {})
    .filter(([name]) => name.startsWith('plumbline_'))
    .flatMap(([, entries]) => entries.map((entry) => Date.parse(entry.timestamp)))
    .filter((at) => at >= since);
  return moments.length > 0 ? Math.min(...moments) : null;
}

async function latencies(
  crm: Crm,
  changes: readonly MadeChange[],
  route: MadeChange['route'],
): Promise<number[]> {
  const touched = changes.flatMap((change) => change.contacts);
  const found: number[] = [];
  for (const change of changes.filter((one) => one.route === route)) {
    // Of somebody changed twice nobody can tell which change was written.
    const alone = change.contacts.filter((id) => touched.indexOf(id) === touched.lastIndexOf(id));
    for (const contact of alone) {
      const at = await writtenAt(crm, contact, change.at);
      if (at !== null) found.push(at - change.at);
    }
  }
  return found;
}

/** Waits until every poll has begun after this moment and ended. */
async function polledSince(db: Queryable): Promise<boolean> {
  const read = async () => {
    const { rows } = await db.query<{ name: string; next: string }>(
      `select name, next_at::text as next from cursors where kind = 'poll' order by name`,
    );
    return rows;
  };
  for (let round = 0; round < 2; round += 1) {
    const before = new Map((await read()).map(({ name, next }) => [name, next]));
    const moved = await until(
      async () =>
        (await read()).every(({ name, next }) => before.get(name) !== next) ? true : null,
      CHANGES_MS,
      200,
    );
    if (moved === null) return false;
  }
  return true;
}

/** Waits for the first load. @returns what is left, or why the CRM does not let us; '' when it is done. */
async function untilLoaded(db: Queryable): Promise<string> {
  const outcome = await until(
    async () => {
      const { rows } = await db.query<{ problem: string | null }>(
        'select problem from accounts where problem is not null',
      );
      if (rows[0]?.problem) return rows[0].problem;
      return remaining(await readUnfinished(db)) === '' ? '' : null;
    },
    LOAD_MS,
    100,
  );
  return outcome ?? `${remaining(await readUnfinished(db))} left`;
}

async function missingChanges(db: Queryable, changes: readonly MadeChange[]): Promise<string[]> {
  const missing: string[] = [];
  for (const change of changes) {
    if (!(await change.arrived(db))) missing.push(`${change.what} did not arrive`);
  }
  return missing;
}

/** What the CRM should hold and does not: contacts without a score, tasks that were promised. */
async function missingInCrm(world: DemoWorld): Promise<string[]> {
  const { app, crm } = world;
  const missing: string[] = [];
  const { rows } = await app.pool.query<{ record: string; reason: string | null; marker: string }>(
    `select d.record, d.reason, d.state as marker from desired d
     where d.state = 'parked' order by d.record`,
  );
  if (rows.length > 0) {
    missing.push(
      `${rows.length} write-backs were refused: ${rows[0]?.reason ?? 'no reason given'}`,
    );
  }
  const scored = await app.pool.query<{ record: string; total: number }>(
    `select r.record, s.total from records r join scores s on s.lead = r.lead
     where r.object = 'contacts' and s.total is not null and r.state = 'known'
       and coalesce((r.life ->> 0)::boolean, true)`,
  );
  let unwritten = 0;
  for (const { record } of scored.rows) {
    const held = await crm.record('contacts', record);
    if (held && !held.properties.plumbline_score) unwritten += 1;
  }
  if (unwritten > 0) missing.push(`${unwritten} contacts have no score in the CRM`);
  const promised = await app.pool.query<{ record: string; state: string }>(
    'select record, state from alerts',
  );
  for (const { record, state } of promised.rows) {
    const tasks = await crm.tasks(record);
    if (tasks.length === 0) missing.push(`a task is missing (${state})`);
    else if (tasks.length > 1) missing.push(`a task was made ${tasks.length} times`);
  }
  return missing;
}

/**
 * One whole round: the first load, fifty changes of all kinds, everything written back.
 * @returns the figures and what was missing.
 */
export async function playRound(
  world: DemoWorld,
  say: (line: string) => void,
): Promise<{ result: RoundResult; missing: string[] }> {
  const { app, crm, record } = world;
  const missing: string[] = [];
  const loading = await untilLoaded(app.pool);
  if (loading !== '') missing.push(`the first load is not complete: ${loading}`);
  else {
    say('first load complete and written back; making 50 changes');
    const people = await readPeople(app.pool, record);
    const changes = await makeChanges(crm, people, PAUSE_MS);
    if (!(await polledSince(app.pool))) missing.push('a feed was not polled');
    const left = await untilDone(app.pool, CHANGES_MS);
    if (left !== '') missing.push(`not everything was written back: ${left} left`);
    missing.push(...(await missingChanges(app.pool, changes)));
    missing.push(...(await missingInCrm(world)));
    const pushed = await latencies(crm, changes, 'push');
    const polled = await latencies(crm, changes, 'poll');
    // With fewer people than changes, hardly anybody has just one change to be timed by.
    const timed = people.length >= changes.length;
    if (timed && pushed.length === 0) missing.push('no pushed change was written back');
    if (timed && polled.length === 0) missing.push('no polled change was written back');
    return { result: await figures(world, pushed, polled), missing };
  }
  return { result: await figures(world, [], []), missing };
}

async function figures(
  { app, crm, tap, worker }: DemoWorld,
  pushed: readonly number[],
  polled: readonly number[],
): Promise<RoundResult> {
  const { writeBacks, tasks, apiCalls } = await readCounters(app.pool, crm, tap, worker);
  const { rows } = await app.pool.query<{ scored: number }>(
    'select count(*)::int as scored from scores',
  );
  return {
    contacts: await crm.count('contacts'),
    scored: rows[0]?.scored ?? 0,
    writeBacks,
    tasks,
    apiCalls,
    medianMs: percentile(pushed, 0.5),
    p99Ms: percentile(pushed, 0.99),
    polledP50Ms: percentile(polled, 0.5),
  };
}
