import type { Page } from '../../src/lead/page.js';
import type { Cursor, Feed, ObjectNeed, ReadResult } from '../connector.js';
import { advance, startWalk, type Walk, walkOf } from '../kit/cursor-walk.js';
import { fetchRecords } from './fetch.js';
import { lacksOf } from './lacks.js';
import { junctionOf } from './links.js';
import { readLiving } from './merged.js';
import type { Org } from './org.js';
import { fits, PAGE, query } from './query.js';
import { readRows, snapshotsOf, withPlan } from './records.js';
import { idIn, isTrue, type Row, rowOfRecord, timeIn } from './row.js';
import { MODIFIED, type Plan } from './snapshot.js';
import { type SoqlCondition, select } from './soql.js';

/** A record's time is set before its transaction ends: it may come to light that much later. */
const OVERLAP_MS = 180_000;
/**
 * Times are whole seconds, and a record may change again within one: only seconds that are over are read,
 * with some more for clocks that differ.
 */
const MARGIN_MS = 3_000;
const FIRST_ID = '000000000000000AAA';

/**
 * One feed an object, by the time that every change of a record moves. The rows that link people to deals
 * and mails change by themselves: they have a feed of their own, which reads what they belong to.
 */
export function feedsOf(needs: readonly ObjectNeed[]): Feed[] {
  return needs.flatMap((need) => {
    const junction = junctionOf(need);
    return [
      { name: need.object, need, property: MODIFIED },
      ...(junction?.followed
        ? [{ name: `${need.object}:${junction.object}`, need, property: MODIFIED }]
        : []),
    ];
  });
}

export function startCursor(from: number): Cursor {
  return { ...startWalk(from) };
}

/** One page of a feed, with deleted and archived records, in the order of (time, id). */
export async function poll(org: Org, feed: Feed, cursor: Cursor): Promise<ReadResult> {
  const { need } = feed;
  const junction = junctionOf(need);
  if (feed.name !== need.object) {
    return junction ? pollJunction(org, need, junction, cursor) : nothing(org, cursor);
  }
  return withPlan(org, need, 'live', async (plan) => {
    const whole = fits(soqlOf(need.object, plan.fields, walkOf(cursor), readableAt(org)));
    const fields = whole ? plan.fields : keyFields(plan);
    const found = await walkOn(org, need.object, fields, cursor);
    const rows = whole ? found.rows : await readWhole(org, plan, found.rows);
    const page = await pageOf(org, plan, rows);
    const lacks = await lacksOf(org, need, plan);
    return { ...found, lacks, page: { readAt: found.readAt, origin: 'poll', ...page } };
  });
}

interface Walked {
  readonly readAt: number;
  readonly rows: readonly Row[];
  readonly cursor: Cursor;
  readonly more: boolean;
}

/** Asks for the next page of an object's changes and moves the cursor over it. */
async function walkOn(
  org: Org,
  object: string,
  fields: readonly string[],
  cursor: Cursor,
): Promise<Walked> {
  const readAt = org.api.context.clock();
  const walk = walkOf(cursor);
  const operation = `${object} changes`;
  const { records, next } = await query(org.api, soqlOf(object, fields, walk, readableAt(org)), {
    operation,
    priority: 'live',
    all: true,
  });
  const rows = records.map(rowOfRecord);
  const step = advance(
    walk,
    rows.flatMap((row) => {
      const [id, at] = [idIn(row, 'Id'), timeIn(row, MODIFIED)];
      return id === undefined || at === undefined ? [] : [{ id, at }];
    }),
    // Wide rows come in smaller pages, with more to come.
    { full: records.length >= PAGE || next !== undefined, now: readAt, overlapMs: OVERLAP_MS },
  );
  return {
    readAt,
    rows: rows.filter((row) => step.fresh.has(idIn(row, 'Id') ?? '')),
    cursor: { ...step.walk },
    more: step.more,
  };
}

/** The end of what may be read now, milliseconds since the epoch. */
function readableAt({ api }: Org): number {
  return Math.floor((api.context.clock() - MARGIN_MS) / 1_000) * 1_000;
}

function soqlOf(object: string, fields: readonly string[], walk: Walk, before: number): string {
  const where: SoqlCondition[] = walk.tie
    ? [
        { field: MODIFIED, is: '=', value: new Date(walk.tie.at) },
        { field: 'Id', is: '>', value: walk.tie.after === '0' ? FIRST_ID : walk.tie.after },
      ]
    : [
        { field: MODIFIED, is: '>=', value: new Date(walk.at) },
        { field: MODIFIED, is: '<', value: new Date(before) },
      ];
  return select({ fields, from: object, where, order: [MODIFIED, 'Id'], limit: PAGE });
}

/** With too many fields for an address, only these are asked for and the records read by id. */
function keyFields({ fields }: Plan): string[] {
  const key = new Set(['Id', MODIFIED, 'IsDeleted', 'MasterRecordId']);
  return fields.filter((field) => key.has(field));
}

async function readWhole(org: Org, plan: Plan, found: readonly Row[]): Promise<Row[]> {
  const living = found.flatMap((row) => (isTrue(row, 'IsDeleted') ? [] : (idIn(row, 'Id') ?? [])));
  const rows = await readRows(org, plan.need.object, plan.fields, living, 'live');
  return [...rows, ...found.filter((row) => isTrue(row, 'IsDeleted'))];
}

/** Deleted records are missing; those that were merged are read as what they live on in. */
async function pageOf(
  org: Org,
  plan: Plan,
  rows: readonly Row[],
): Promise<Pick<Page, 'snapshots' | 'missing'>> {
  const { object } = plan.need;
  const alive = rows.filter((row) => !isTrue(row, 'IsDeleted'));
  const deleted = rows.filter((row) => isTrue(row, 'IsDeleted'));
  const merged = deleted.flatMap((row) =>
    idIn(row, 'MasterRecordId') ? (idIn(row, 'Id') ?? []) : [],
  );
  const living =
    merged.length > 0
      ? await readLiving(org, plan, merged, 'live')
      : { rows: [], aliases: new Map<string, string[]>(), missing: [] };
  const shown = new Map(
    [...alive, ...living.rows].map((row) => [idIn(row, 'Id') ?? '', row] as const),
  );
  const gone = deleted.flatMap((row) =>
    idIn(row, 'MasterRecordId') ? [] : (idIn(row, 'Id') ?? []),
  );
  return {
    snapshots: await snapshotsOf(org, plan, [...shown.values()], {
      priority: 'live',
      aliases: living.aliases,
    }),
    missing: [...gone, ...living.missing].map((record) => ({ object, record })),
  };
}

/** A link that came or went changes no record: the records that it hangs on are read. */
async function pollJunction(
  org: Org,
  need: ObjectNeed,
  junction: { readonly object: string; readonly from: string },
  cursor: Cursor,
): Promise<ReadResult> {
  if (!(await org.catalog.object(junction.object, 'live'))?.queryable) return nothing(org, cursor);
  const fields = ['Id', MODIFIED, junction.from];
  const { rows, readAt, ...walked } = await walkOn(org, junction.object, fields, cursor);
  const ids = [...new Set(rows.flatMap((row) => idIn(row, junction.from) ?? []))];
  const page = ids.length > 0 ? await fetchRecords(org, need, ids, false, 'live') : NOBODY;
  return { ...walked, page: { ...page, readAt, origin: 'poll' } };
}

const NOBODY = { snapshots: [], missing: [] } as const;

function nothing(org: Org, cursor: Cursor): ReadResult {
  const page = { readAt: org.api.context.clock(), origin: 'poll' as const, ...NOBODY };
  return { page, cursor, more: false };
}
