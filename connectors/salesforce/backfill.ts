import type { Cursor, ObjectNeed, ReadResult } from '../connector.js';
import { textOf } from '../kit/json.js';
import { endQuery, readResults, startQuery, stateOfQuery } from './bulk-query.js';
import { recordIdOf } from './ids.js';
import type { Org } from './org.js';
import { fits, PAGE, query } from './query.js';
import { readRows, snapshotsOf, withPlan } from './records.js';
import { idIn, type Row, rowOfRecord } from './row.js';
import type { Plan } from './snapshot.js';
import { count, type Select, type SoqlCondition, select } from './soql.js';

/** With more records than this a job takes fewer calls and less of the org than queries do. */
const JOB_FROM = 10_000;
/** Between looks at a running job; it doubles up to the longest. */
const FIRST_LOOK_MS = 1_000;
const LONGEST_LOOK_MS = 15_000;

/** Old activities are archived: only a query for everything finds them. */
const ARCHIVED = new Set(['Task', 'Event']);

/**
 * Where a full load is. `after`: the last id delivered, from which it goes on whatever becomes of the job.
 * `by`: how the rest is read; null when that is to be decided.
 */
interface Place {
  readonly after: string | undefined;
  readonly by: 'job' | 'queries' | null;
  readonly job: string | undefined;
  /** When the job was asked for: what it tells is of then. Milliseconds since the epoch. */
  readonly askedAt: number | undefined;
  readonly looks: number;
  readonly locator: string | undefined;
  /** Jobs that were lost. */
  readonly lost: number;
}

/** Then queries take over. */
const LOST_AT_MOST = 3;

function placeOf(cursor: Cursor | null): Place {
  const by = textOf(cursor?.by);
  const number = (value: unknown): number => (typeof value === 'number' ? value : 0);
  return {
    after: recordIdOf(cursor?.after),
    by: by === 'job' || by === 'queries' ? by : null,
    job: textOf(cursor?.job),
    askedAt: number(cursor?.askedAt) || undefined,
    looks: number(cursor?.looks),
    locator: textOf(cursor?.locator),
    lost: number(cursor?.lost),
  };
}

/** A full load in the order of the ids: queries for few records, a job of the Bulk API for many. */
export async function backfill(
  org: Org,
  need: ObjectNeed,
  cursor: Cursor | null,
): Promise<ReadResult> {
  const place = placeOf(cursor);
  return withPlan(org, need, 'background', async (plan) => {
    const by = place.by ?? (await chosen(org, plan));
    return by === 'queries' ? byQuery(org, plan, place) : byJob(org, plan, place);
  });
}

async function chosen({ api }: Org, { need }: Plan): Promise<'job' | 'queries'> {
  const all = ARCHIVED.has(need.object);
  const soql = count({ from: need.object, where: living(undefined) });
  const operation = `${need.object} count`;
  const { total } = await query(api, soql, { operation, priority: 'background', all });
  return total > JOB_FROM ? 'job' : 'queries';
}

function living(after: string | undefined): SoqlCondition[] {
  return [
    { field: 'IsDeleted', is: '=', value: false },
    ...(after === undefined ? [] : [{ field: 'Id', is: '>', value: after } as const]),
  ];
}

function restOf({ need, fields }: Plan, after: string | undefined): Select {
  return { fields, from: need.object, where: living(after), order: ['Id'] };
}

async function byQuery(org: Org, plan: Plan, { after }: Place): Promise<ReadResult> {
  const readAt = org.api.context.clock();
  const rest = { ...restOf(plan, after), limit: PAGE };
  const whole = fits(select(rest));
  const soql = select(whole ? rest : { ...rest, fields: ['Id'] });
  const { records, next } = await query(org.api, soql, {
    operation: `${plan.need.object} list`,
    priority: 'background',
    all: ARCHIVED.has(plan.need.object),
  });
  const found = records.map(rowOfRecord);
  const last = lastId(found) ?? after;
  const ids = found.flatMap((row) => idIn(row, 'Id') ?? []);
  const rows = whole
    ? found
    : await readRows(org, plan.need.object, plan.fields, ids, 'background');
  return resultOf(org, plan, rows, {
    readAt,
    cursor: { by: 'queries', after: last ?? null },
    more: records.length >= PAGE || next !== undefined,
  });
}

async function byJob(org: Org, plan: Plan, place: Place): Promise<ReadResult> {
  const { api } = org;
  const now = api.context.clock();
  const { after, job, locator, lost, askedAt: readAt = now } = place;
  const begun = { by: 'job', after: after ?? null, lost };
  if (job === undefined) {
    const soql = select(restOf(plan, after));
    const started = await startQuery(api, soql, ARCHIVED.has(plan.need.object));
    const cursor = { ...begun, job: started, askedAt: now };
    return resultOf(org, plan, [], { readAt, cursor, more: true });
  }
  const running = { ...begun, job, askedAt: readAt };
  if (locator === undefined) {
    const state = await stateOfQuery(api, job);
    if (state === 'running') {
      await api.timing.sleep(Math.min(LONGEST_LOOK_MS, FIRST_LOOK_MS * 2 ** place.looks));
      const cursor = { ...running, looks: Math.min(place.looks + 1, 10) };
      return resultOf(org, plan, [], { readAt, cursor, more: true });
    }
    // A job that fails once fails again: queries take longer and get there.
    if (state === 'failed') return byQuery(org, plan, place);
    if (state === 'gone') return anew(org, plan, place);
  }
  const page = await readResults(api, job, locator, PAGE);
  if (!page) return anew(org, plan, place);
  const cursor = {
    ...running,
    after: lastId(page.rows) ?? after ?? null,
    locator: page.next ?? null,
  };
  if (page.next === undefined) await endQuery(api, job);
  return resultOf(org, plan, page.rows, { readAt, cursor, more: page.next !== undefined });
}

/** The job is gone: what follows begins behind what was delivered. */
function anew(org: Org, plan: Plan, place: Place): Promise<ReadResult> {
  const readAt = org.api.context.clock();
  const lost = place.lost + 1;
  org.api.context.log.info('a bulk query was lost', { object: plan.need.object, lost });
  const by = lost < LOST_AT_MOST ? 'job' : 'queries';
  const cursor = { by, after: place.after ?? null, lost };
  return resultOf(org, plan, [], { readAt, cursor, more: true });
}

function lastId(rows: readonly Row[]): string | undefined {
  const last = rows.at(-1);
  return last && idIn(last, 'Id');
}

async function resultOf(
  org: Org,
  plan: Plan,
  rows: readonly Row[],
  walked: { readonly readAt: number; readonly cursor: Cursor; readonly more: boolean },
): Promise<ReadResult> {
  const { readAt, cursor, more } = walked;
  const snapshots = await snapshotsOf(org, plan, rows, {
    priority: 'background',
    history: plan.need.history.length > 0 ? 'tracked' : undefined,
  });
  return { page: { readAt, origin: 'backfill', snapshots, missing: [] }, cursor, more };
}
