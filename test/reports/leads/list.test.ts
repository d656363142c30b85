import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LeadFilters } from '../../../src/reports/leads/filters.js';
import { countLeads, readLeadPage, SORTS } from '../../../src/reports/leads/list.js';
import { ensureWorkspace } from '../../../src/store/accounts.js';
import { createTestDatabase, type TestDatabase } from '../../support/database.js';
import { type MadeLead, makeLeads, makeWorkspace } from '../../support/listed-leads.js';

let database: TestDatabase;
let workspace: number;
let other: number;
let ids: readonly number[];

const HOUR = 3_600_000;
const NOON = Date.parse('2026-03-01T12:00:00.000Z');

/** Few different values, so that many leads are equal in what they are sorted by. */
const MADE: readonly MadeLead[] = Array.from({ length: 60 }, (_, n) => ({
  fields: {
    'name.first': ['Ada', 'Bo', 'Cy'][n % 3],
    'name.last': ['Lund', 'Marsh'][n % 2],
    email: `p${n}@firm${n % 5}.example`,
    'company.name': `Firm ${n % 5}`,
    owner: n % 7 === 0 ? undefined : `o${n % 4}`,
    country: ['DE', 'FI'][n % 2],
    source: 'organic',
  },
  stage: ['lead', 'mql', 'sql'][n % 3] as string,
  total: [5, 5, 50, 80][n % 4] as number,
  band: ['cold', 'cold', 'warm', 'hot'][n % 4] as string,
  grade: ['D4', 'B2'][n % 2] as string,
  changedAt: NOON + (n % 6) * HOUR + (n % 2),
}));

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  workspace = await ensureWorkspace(pool, 'one');
  other = await makeWorkspace(pool);
  ids = await makeLeads(pool, workspace, MADE);
  await makeLeads(pool, other, MADE.slice(0, 9));
  await makeLeads(pool, workspace, [
    { fields: { 'name.last': '100% o_k', owner: 'x' }, total: 1, band: null },
    { fields: { 'name.last': 'Outside' }, total: null, band: null },
  ]);
});
afterAll(() => database?.drop());

const list = (filters: LeadFilters, more: object = {}) =>
  readLeadPage(database.pool, workspace, {
    model: 'm',
    filters,
    sort: 'total',
    descending: true,
    limit: 200,
    ...more,
  });

const indexes = async (filters: LeadFilters): Promise<number[]> =>
  (await list(filters)).items.map(({ id }) => ids.indexOf(id)).sort((a, b) => a - b);

const where = (keep: (lead: MadeLead, n: number) => boolean): number[] =>
  MADE.flatMap((lead, n) => (keep(lead, n) ? [n] : []));

test('pages in every order hold each lead once, whatever their size', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SORTS),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      fc.constantFrom<LeadFilters>(
        {},
        { band: ['cold'] },
        { stage: ['mql'] },
        { text: 'firm 3' },
        { text: 'lund', band: ['warm', 'hot'], country: ['DE'] },
      ),
      fc.constantFrom(5, 20, 2_000),
      async (sort, descending, limit, filters, walk) => {
        const whole = (await list(filters, { sort, descending, walk: 0 })).items;
        const paged: typeof whole = [];
        for (let cursor: string | null | undefined; cursor !== null; ) {
          const page = await list(filters, {
            sort,
            descending,
            limit,
            walk,
            cursor: cursor ?? undefined,
          });
          expect(page.items.length).toBeLessThanOrEqual(limit);
          paged.push(...page.items);
          cursor = page.next;
        }
        expect(paged).toEqual(whole);
        const keys = whole.map((lead) =>
          sort === 'total'
            ? lead.total
            : sort === 'changed'
              ? lead.changedAt
              : `${lead.lastName ?? ''} ${lead.firstName ?? ''}`.toLowerCase(),
        );
        const ordered = [...keys].sort((a, b) => ((a ?? 0) < (b ?? 0) ? -1 : a === b ? 0 : 1));
        expect(descending ? [...keys].reverse() : keys).toEqual(ordered);
      },
    ),
    { numRuns: 60 },
  );
});

test('filters narrow together, and the count says as many as the list holds', async () => {
  expect(await indexes({ band: ['hot', 'warm'], country: ['FI'] })).toEqual(
    where((lead) => lead.band !== 'cold' && lead.fields?.country === 'FI'),
  );
  expect(await indexes({ owner: ['-', 'o1'] })).toEqual(
    where((lead) => lead.fields?.owner === undefined || lead.fields.owner === 'o1'),
  );
  expect(await indexes({ from: 50, to: 79 })).toEqual(where((lead) => lead.total === 50));
  expect(await indexes({ changedSince: NOON + 5 * HOUR })).toEqual(where((_, n) => n % 6 === 5));
  expect(await indexes({ grade: ['B2'], stage: ['sql'], source: ['organic'] })).toEqual(
    where((lead) => lead.grade === 'B2' && lead.stage === 'sql'),
  );
  for (const filters of [{}, { band: ['hot'] }, { text: 'ada' }, { outside: true }]) {
    const { items } = await list(filters);
    const count = await countLeads(database.pool, workspace, 'm', filters);
    expect(count).toEqual({ count: items.length, exact: true });
  }
});

test('every word must stand in name, address or company; signs of patterns are plain signs', async () => {
  expect(await indexes({ text: 'ADA firm4' })).toEqual(where((_, n) => n % 3 === 0 && n % 5 === 4));
  expect(await indexes({ text: 'bo' })).toEqual(where((_, n) => n % 3 === 1));
  // Two letters are the beginning of a word.
  expect(await indexes({ text: 'da' })).toEqual([]);
  expect((await list({ text: '00% o_k' })).items.map((lead) => lead.lastName)).toEqual([
    '100% o_k',
  ]);
  expect((await list({ text: '%' })).items).toEqual([]);
  expect((await list({ text: "'; drop table leads; --" })).items).toEqual([]);
});

test('leads that the model leaves out are listed on their own', async () => {
  expect((await list({ outside: true })).items.map((lead) => lead.lastName)).toEqual(['Outside']);
  expect((await list({ text: 'outside' })).items).toEqual([]);
});

test('who came to a stage since a moment is found by the history of stages', async () => {
  const entries = [
    [ids[0], 1, 'mql', NOON],
    [ids[0], 2, 'sql', NOON + HOUR],
    [ids[1], 1, 'mql', NOON - HOUR],
  ];
  for (const [lead, entry, to, at] of entries) {
    await database.pool.query(
      `insert into stage_history (workspace, lead, entry, at, to_stage, transition, why, quiet)
       values ($1, $2, $3, ms($4), $5, 't', 'because', false)`,
      [workspace, lead, entry, at, to],
    );
  }
  expect(await indexes({ entered: 'mql', enteredSince: NOON })).toEqual([0]);
  expect(await indexes({ entered: 'mql' })).toEqual([0, 1]);
});

test('another workspace and another model are never seen', async () => {
  const { items } = await list({});
  expect(items).toHaveLength(MADE.length + 1);
  const foreign = await readLeadPage(database.pool, other, {
    model: 'm',
    filters: {},
    sort: 'name',
    descending: false,
    limit: 200,
  });
  expect(foreign.items).toHaveLength(9);
  expect((await list({}, { model: 'n' })).items).toEqual([]);
});

test('a cursor of another order is refused with the way out', async () => {
  const { next } = await list({}, { limit: 1 });
  expect(next).not.toBeNull();
  await expect(list({}, { sort: 'name', cursor: next })).rejects.toThrow('begin again without it');
  await expect(list({}, { cursor: 'nonsense' })).rejects.toMatchObject({
    code: 'bad-cursor',
    status: 400,
  });
});

test('a row says which rule gave most and how much of the person is known', async () => {
  const [made] = await makeLeads(database.pool, workspace, [
    {
      fields: { 'name.first': 'Top' },
      total: 99,
      reasons: [
        ['small', null, 100, null],
        ['best', null, 5000, null],
        [null, 'Cap', 9000, null],
      ],
    },
  ]);
  const [first] = (await list({})).items;
  expect(first).toMatchObject({
    id: made,
    firstName: 'Top',
    topRule: 'best',
    stage: 'lead',
    crms: [],
  });
});
