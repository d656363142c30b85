import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  advance,
  startWalk,
  type Walk,
  type WalkRow,
  walkOf,
} from '../../../connectors/kit/cursor-walk.js';

const OVERLAP = 120;

/** What a search would answer: sorted by time, inside one time by id. */
function search(rows: readonly WalkRow[], walk: Walk, page: number): WalkRow[] {
  const sorted = [...rows].sort((a, b) => a.at - b.at || Number(a.id) - Number(b.id));
  const { tie } = walk;
  return sorted
    .filter((row) =>
      tie ? row.at === tie.at && Number(row.id) > Number(tie.after) : row.at >= walk.at,
    )
    .slice(0, page);
}

/** Walks to the end; the cursor passes through JSON between the pages, as it does in the database. */
function drain(
  rows: readonly WalkRow[],
  from: Walk,
  page: number,
  now: number,
): { walk: Walk; delivered: string[]; pages: number } {
  const delivered: string[] = [];
  let walk = from;
  for (let pages = 1; ; pages += 1) {
    if (pages > 500) throw new Error('the walk does not end');
    const found = search(rows, walk, page);
    const step = advance(walk, found, { full: found.length >= page, now, overlapMs: OVERLAP });
    delivered.push(...step.fresh);
    walk = walkOf(JSON.parse(JSON.stringify(step.walk)));
    if (!step.more) return { walk, delivered, pages };
  }
}

const rowsOf = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1_000, max: 1_400 })), {
    maxLength: 120,
  })
  .map((pairs) => [
    ...new Map(pairs.map(([id, at]) => [String(id), { id: String(id), at }])).values(),
  ]);

test('every row is delivered once, whatever the page size and however many share a time', () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 2, max: 40 }), (rows, page) => {
      const first = drain(rows, startWalk(1_000), page, 5_000);
      expect([...first.delivered].sort()).toEqual(rows.map((row) => row.id).sort());
      expect(drain(rows, first.walk, page, 5_000).delivered).toEqual([]);
    }),
  );
});

test('a row that appears in the index late is found within the overlap', () => {
  fc.assert(
    fc.property(rowsOf, fc.integer({ min: 1, max: OVERLAP }), (rows, age) => {
      const { walk, delivered } = drain(rows, startWalk(1_000), 10, 5_000);
      fc.pre(delivered.length > 0);
      const late = { id: '900', at: Math.max(1_000, walk.newest - age) };
      expect(drain([...rows, late], walk, 10, 5_000).delivered).toEqual(['900']);
    }),
  );
});

test('a row modified again is delivered again', () => {
  const { walk } = drain([{ id: '1', at: 1_000 }], startWalk(0), 10, 5_000);
  expect(drain([{ id: '1', at: 1_001 }], walk, 10, 5_000).delivered).toEqual(['1']);
});

test('a date in the future does not pull the walk past the present', () => {
  const future = { id: '1', at: 9_000_000 };
  const { walk } = drain([future], startWalk(1_000), 10, 5_000);
  const { delivered } = drain([future, { id: '2', at: 5_100 }], walk, 10, 5_200);
  expect(delivered).toEqual(['2']);
});

test('rows older than the overlap are forgotten, the walk never goes back before its start', () => {
  const { walk } = drain(
    [
      { id: '1', at: 1_000 },
      { id: '2', at: 2_000 },
    ],
    startWalk(990),
    10,
    5_000,
  );
  expect(walk).toMatchObject({ from: 990, at: 1_880, newest: 2_000, seen: { 2: 2_000 } });
  expect(drain([], startWalk(990), 10, 5_000).walk.at).toBe(990);
});

test('a full page of one time goes on by id', () => {
  const rows = Array.from({ length: 25 }, (_, index) => ({ id: String(index + 1), at: 1_000 }));
  const { delivered, pages } = drain([...rows, { id: '99', at: 1_001 }], startWalk(0), 10, 5_000);
  expect(delivered).toHaveLength(26);
  expect(pages).toBeLessThanOrEqual(6);
});

test('a cursor that is no walk starts at nothing', () => {
  expect(walkOf({ at: 'x', seen: { 1: 'y' }, tie: { at: 1 } })).toEqual(startWalk(0));
});
