import type { Cursor } from '../connector.js';
import { objectOf, textOf, timeOf } from './json.js';

/**
 * Following changes through a search that sorts by a time and answers pages of limited size.
 * The place is (time, id): pages go on from the last time seen, and where one time fills a whole page,
 * by id inside that time; so there is no row count at which the walk ends. After the end the walk goes
 * back by an overlap, because a search index lags; rows already delivered are remembered that long.
 * All times are milliseconds since the epoch, of the CRM's clock.
 */
export interface Walk {
  /** Where it began; it never goes back further. */
  readonly from: number;
  /** Next time to ask from, inclusive. */
  readonly at: number;
  /** Newest time delivered. */
  readonly newest: number;
  /** Inside one time that fills more than a page: the last id seen. */
  readonly tie?: { readonly at: number; readonly after: string };
  /** Record -> the time at which it was delivered, as far back as the overlap reaches. */
  readonly seen: Readonly<Record<string, number>>;
}

export interface WalkRow {
  readonly id: string;
  readonly at: number;
}

/** Rows kept for the overlap; beyond it the oldest are delivered again, which changes nothing. */
const SEEN_LIMIT = 20_000;

export function startWalk(from: number): Walk {
  return { from, at: from, newest: from, seen: {} };
}

export function walkOf(cursor: Cursor): Walk {
  const from = timeOf(cursor.from) ?? 0;
  const tie = objectOf(cursor.tie);
  const tieAt = timeOf(tie.at);
  const after = textOf(tie.after);
  return {
    from,
    at: timeOf(cursor.at) ?? from,
    newest: timeOf(cursor.newest) ?? from,
    ...(tieAt !== undefined && after !== undefined && { tie: { at: tieAt, after } }),
    seen: Object.fromEntries(
      Object.entries(objectOf(cursor.seen)).flatMap(([id, at]) =>
        typeof at === 'number' ? [[id, at] as const] : [],
      ),
    ),
  };
}

export interface Advance {
  readonly walk: Walk;
  /** Ids of the rows that were not delivered before. */
  readonly fresh: ReadonlySet<string>;
  /** False when the end is reached for now. */
  readonly more: boolean;
}

/** Moves on over one page: `rows` as answered, `full` when the page holds as many as it may. */
export function advance(
  walk: Walk,
  rows: readonly WalkRow[],
  options: { readonly full: boolean; readonly now: number; readonly overlapMs: number },
): Advance {
  const fresh = rows.filter((row) => walk.seen[row.id] !== row.at);
  const last = Math.max(walk.at, ...rows.map((row) => row.at));
  // A date property may lie in the future: such a row must not pull the walk past the present.
  const newest = Math.max(walk.newest, Math.min(last, Math.max(options.now, walk.newest)));
  const floor = Math.max(walk.from, newest - options.overlapMs);
  const seen = prune({ ...walk.seen, ...timesOf(fresh) }, floor);
  const next = step(walk, rows, { full: options.full, last, floor });
  return {
    walk: { from: walk.from, newest, seen, ...next.place },
    fresh: new Set(fresh.map((row) => row.id)),
    more: next.more,
  };
}

function step(
  walk: Walk,
  rows: readonly WalkRow[],
  page: { readonly full: boolean; readonly last: number; readonly floor: number },
): { place: Pick<Walk, 'at' | 'tie'>; more: boolean } {
  if (walk.tie) {
    const after = rows.at(-1)?.id;
    if (page.full && after !== undefined) {
      return { place: { at: walk.at, tie: { at: walk.tie.at, after } }, more: true };
    }
    return { place: { at: walk.tie.at + 1 }, more: true };
  }
  if (!page.full) return { place: { at: page.floor }, more: false };
  if (page.last > walk.at) return { place: { at: page.last }, more: true };
  return { place: { at: walk.at, tie: { at: page.last, after: '0' } }, more: true };
}

function timesOf(rows: readonly WalkRow[]): Record<string, number> {
  return Object.fromEntries(rows.map((row) => [row.id, row.at]));
}

function prune(seen: Record<string, number>, floor: number): Record<string, number> {
  const kept = Object.entries(seen).filter(([, at]) => at >= floor);
  if (kept.length > SEEN_LIMIT) kept.sort(([, a], [, b]) => b - a).length = SEEN_LIMIT;
  return Object.fromEntries(kept);
}
