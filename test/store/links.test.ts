import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { eventTie, readTie, sortableTie } from '../../src/lead/stamp.js';
import { continueFanouts, startFanouts } from '../../src/store/fanouts.js';
import { closeLinkSets, type LinkStamp, saveLinks } from '../../src/store/links.js';
import { createTestDatabase, type TestDatabase } from '../support/database.js';
import { makeAccount } from './rows.js';

let database: TestDatabase;
let where: { workspace: number; account: number };
beforeAll(async () => {
  database = await createTestDatabase();
  where = await makeAccount(database.pool);
});
afterAll(() => database?.drop());
beforeEach(() => database.pool.query('truncate links, records, lead_work, fanouts'));

function link(fields: Partial<LinkStamp> = {}): LinkStamp {
  return {
    ...where,
    object: 'contacts',
    record: '1',
    toObject: 'companies',
    toRecord: '50',
    linked: true,
    primary: false,
    at: 10,
    tie: sortableTie(eventTie('1')),
    ...fields,
  };
}
const stored = async () =>
  (
    await database.pool.query(
      'select to_record, linked, is_primary, at::int, tie from links order by to_record',
    )
  ).rows;

const stamp = fc
  .record({
    toRecord: fc.constantFrom('50', '51'),
    linked: fc.boolean(),
    primary: fc.boolean(),
    at: fc.integer({ min: 1, max: 3 }),
    tie: fc
      .oneof(fc.constantFrom('2', '10', '9').map(eventTie), fc.constant(readTie(7)))
      .map(sortableTie),
  })
  .map(link);

test('links are registers: any order, repetition and division of stamps ends in the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(stamp, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 3 }),
      async (stamps, size) => {
        await database.pool.query('truncate links');
        await saveLinks(database.pool, stamps);
        const expected = await stored();
        await database.pool.query('truncate links');
        const other = [...stamps, ...stamps].reverse();
        for (let from = 0; from < other.length; from += size) {
          await saveLinks(database.pool, other.slice(from, from + size));
        }
        expect(await stored()).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('the changes that matter are answered, repetitions are not', async () => {
  expect(await saveLinks(database.pool, [link()])).toHaveLength(1);
  expect(await saveLinks(database.pool, [link(), link({ at: 11 })])).toEqual([]);
  expect(await saveLinks(database.pool, [link({ at: 12, primary: true })])).toHaveLength(1);
  expect(await saveLinks(database.pool, [link({ at: 5, linked: false })])).toEqual([]);
  expect(await saveLinks(database.pool, [link({ at: 13, linked: false })])).toHaveLength(1);
  expect(await saveLinks(database.pool, [link({ toRecord: '52', linked: false })])).toEqual([]);
});

test('a complete read ends what it does not name, unless that is newer', async () => {
  await saveLinks(database.pool, [
    link(),
    link({ toRecord: '51' }),
    link({ toRecord: '52', at: 30 }),
  ]);
  const set = { ...link(), to: ['51'], at: 20, tie: sortableTie(readTie(20)) };
  expect((await closeLinkSets(database.pool, [set])).map((one) => one.to)).toEqual(['50']);
  expect(await closeLinkSets(database.pool, [set])).toEqual([]);
  expect((await stored()).map((row) => row.linked)).toEqual([false, true, true]);
});

test("a company's change marks all its people once, page by page, and those of what it swallowed", async () => {
  const people = Array.from({ length: 25 }, (_, index) => String(index));
  await database.pool.query(
    `insert into records (workspace, account, object, record, state, lead)
     select $1, $2, 'contacts', r, 'known', 1000 + r::int from unnest($3::text[]) r`,
    [where.workspace, where.account, people],
  );
  await database.pool.query(
    `insert into records (workspace, account, object, record, state, alias)
     values ($1, $2, 'companies', '50', 'known', null), ($1, $2, 'companies', '49', 'known', '["50", 1, "e1"]')`,
    [where.workspace, where.account],
  );
  await saveLinks(
    database.pool,
    people.map((record, index) => link({ record, toRecord: index % 2 ? '50' : '49' })),
  );
  await saveLinks(database.pool, [link({ record: '0', toRecord: '49', linked: false, at: 99 })]);
  const record = { ...where, object: 'companies', record: '50' };
  await startFanouts(database.pool, [{ record, loud: true }]);
  // Changed again while the first pages are under way: it begins anew, nobody is left out.
  await continueFanouts(database.pool, 5);
  await startFanouts(database.pool, [{ record, loud: false }]);
  for (let left = 1; left > 0; ) left = await continueFanouts(database.pool, 5);
  const { rows } = await database.pool.query('select lead::int from lead_work order by lead');
  expect(rows.map((row) => row.lead)).toEqual(people.slice(1).map((one) => 1000 + Number(one)));
});

test('the history of a link grows when it begins, ends or becomes the primary one, not when it is read again', async () => {
  await database.pool.query('truncate link_history');
  const history = async () =>
    (
      await database.pool.query(
        'select at::int, linked, is_primary as primary from link_history order by at',
      )
    ).rows;
  const read = (at: number, fields: Partial<LinkStamp> = {}) =>
    saveLinks(database.pool, [link({ at, tie: sortableTie(readTie(at)), ...fields })]);
  await read(10);
  await read(20);
  await read(30, { primary: true });
  const set = { ...where, object: 'contacts', record: '1', toObject: 'companies', to: [] };
  await closeLinkSets(database.pool, [{ ...set, at: 40, tie: sortableTie(readTie(40)) }]);
  await closeLinkSets(database.pool, [{ ...set, at: 50, tie: sortableTie(readTie(50)) }]);
  await read(60);
  expect(await history()).toEqual([
    { at: 10, linked: true, primary: false },
    { at: 30, linked: true, primary: true },
    { at: 40, linked: false, primary: false },
    { at: 60, linked: true, primary: false },
  ]);
});
